// Documents into a store that this process has opened. Its sibling is service-target.ts.
import { createError, isLikenessError, type LikenessError } from '../errors.ts'
import { type ImportOptions, type ImportParts, importImages } from '../import-images.ts'
import type { StoredImage } from '../store/vector-store.ts'
import type { DocumentText, ImportTarget, LineOutcome } from './import-target.ts'

export type StoreTargetParts = ImportParts & {
  /** The image of a line. Errors: those of a line that holds none. */
  parse(text: string | null): StoredImage
}

export function createStoreTarget(parts: StoreTargetParts, options: ImportOptions): ImportTarget {
  return {
    async take(lines, { signal }) {
      signal.throwIfAborted()
      const read = lines.map((line) => parse(parts, line))
      const images = read.flatMap((one) => ('image' in one ? [one.image] : []))
      const outcomes = await importImages(parts, images, options)
      let next = 0
      return read.map((one): LineOutcome => {
        const { number } = one
        if (!('image' in one)) return { number, imageId: null, status: 'failed', error: one.error }
        const outcome = outcomes[next++]!
        if (outcome.status !== 'failed') return { number, ...outcome }
        return { number, imageId: outcome.imageId, status: 'failed', error: toLikenessError(outcome.error) }
      })
    },
    finish: () => parts.store.makeSearchable(),
    close: () => parts.store.close(),
  }
}

type Parsed = { number: number } & ({ image: StoredImage } | { error: LikenessError })

function parse(parts: StoreTargetParts, { number, text }: DocumentText): Parsed {
  try {
    return { number, image: parts.parse(text) }
  } catch (error) {
    return { number, error: toLikenessError(error) }
  }
}

function toLikenessError(error: unknown): LikenessError {
  return isLikenessError(error) ? error : createError('INTERNAL', String(error), { cause: error })
}
