// Opens the index of a store that serves, to read it beside whoever owns it. export.ts and copy.ts use it.
import type { Config } from '../config.ts'
import type { VectorSpace } from '../embedder/embedder.ts'
import { createError } from '../errors.ts'
import type { RecordSource } from '../store/index-life.ts'
import { openLife } from '../wire-store.ts'

export type ServingSource = { source: RecordSource; space: VectorSpace; close(): Promise<void> }

/** Errors: INDEX_MISSING where the store holds nothing; STORE_INVALID; STORE_UNAVAILABLE. */
export async function openServingSource(config: Config, storeUrl: string): Promise<ServingSource> {
  const life = await openLife({ ...config, storeUrl })
  try {
    const versions = await life.versions()
    const serving = versions.find(({ isServing }) => isServing) ?? versions[0]
    if (serving === undefined)
      throw createError('INDEX_MISSING', 'The store has no index yet: nothing was added to it.')
    if (serving.space === null) {
      throw createError(
        'STORE_READ_ONLY',
        `No model is recorded for the index "${serving.name}": \`npx --no likeness index adopt\` records it.`,
      )
    }
    const source = await life.openSource(serving.name)
    return {
      source,
      space: serving.space,
      async close() {
        await source.close()
        await life.close()
      },
    }
  } catch (error) {
    await life.close()
    throw error
  }
}
