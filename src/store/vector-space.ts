// Vector spaces compared and put into words. Every adapter refuses another space than its own by these.
import type { VectorSpace } from '../embedder/embedder.ts'
import { createError } from '../errors.ts'

/** Whether vectors of both are comparable. */
export function isSameSpace(a: VectorSpace, b: VectorSpace): boolean {
  return (['id', 'imageTowerSha256', 'preprocessing', 'dims'] as const).every((key) => a[key] === b[key])
}

export function describeSpace({ id, dims, imageTowerSha256, preprocessing }: VectorSpace): string {
  return `the space "${id}" (${dims} numbers, image tower ${imageTowerSha256.slice(0, 12)}, preprocessing "${preprocessing}")`
}

/** STORE_MISMATCH for a store that has no index for the space of the model in use. */
export function otherSpaceError(stored: VectorSpace, wanted: VectorSpace) {
  return createError(
    'STORE_MISMATCH',
    `The store holds vectors of ${describeSpace(stored)}, but the model in use makes vectors of ${describeSpace(wanted)}. Use the model that the store was made with, or bring the store to this one with \`npx --no likeness index migrate\`.`,
  )
}

/** STORE_MISMATCH for a store whose index for that space is not complete. `stored` is the space that it serves. */
export function unfinishedError(stored: VectorSpace | null, wanted: VectorSpace) {
  const serving = stored === null ? '' : ` The store serves vectors of ${describeSpace(stored)}.`
  return createError(
    'STORE_MISMATCH',
    `The migration to ${describeSpace(wanted)}, of the model in use, is not finished.${serving} Let \`npx --no likeness index migrate\` finish, or use the model that the store serves.`,
  )
}
