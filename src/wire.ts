// The only place where concrete parts meet: settings in, the use cases on real parts out.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { createChangeNotes } from './change-notes.ts'
import type { Config } from './config.ts'
import { findModelDir } from './embedder/models.ts'
import { createEmbedder } from './embedder/pool.ts'
import { createImageCatalog, type ImageCatalog } from './image-catalog.ts'
import { createImageSearch, type ImageSearch } from './image-search.ts'
import { createFolderLibrary } from './library/folder.ts'
import type { Library } from './library/library.ts'
import { settleChanges } from './settle-changes.ts'
import { openStore } from './store/open-store.ts'
import type { VectorStore } from './store/vector-store.ts'

/** Tells the operator of something that does not stop the start. */
export type Warn = (message: string, cause: unknown) => void

export type Parts = {
  imageSearch: ImageSearch
  catalog: ImageCatalog
  library: Library
  /** Finishes what is queued and lets go of the store. */
  close(): Promise<void>
}

/**
 * Makes every part and joins them. Resolves when the model is warm, the store is open, and what a crash left is settled.
 * Errors: CONFIG_INVALID, MODEL_INVALID, STORE_LOCKED, STORE_MISMATCH, STORE_INVALID; nothing stays open then.
 */
export async function wire(config: Config, warn: Warn): Promise<Parts> {
  const library = await createFolderLibrary({
    root: config.imagesDir,
    cacheFolder: join(config.dataDir, 'cache'),
    pixelsMax: config.pixelsMax,
  })
  const embedder = await createEmbedder({
    modelDir: findModelDir(config.model),
    workers: config.workers,
    queueLengthMax: config.queueLengthMax,
    imageBytesMax: config.imageBytesMax,
    pixelsMax: config.pixelsMax,
  })
  let store: VectorStore | undefined
  async function close(): Promise<void> {
    await embedder.close()
    await store?.close()
  }
  try {
    store = await openStore(config.storeUrl, { space: embedder.model.space, workers: config.workers })
    const changeNotes = createChangeNotes(join(config.dataDir, 'unfinished', nameOfStore(config)))
    await settleChanges({ embedder, store, library, changeNotes }, (cause) =>
      warn('A change that a crash cut short cannot be finished; the next start tries again.', cause),
    )
    return {
      imageSearch: createImageSearch({ embedder, store }),
      catalog: createImageCatalog({ embedder, store, library, changeNotes }),
      library,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Several services may share a data folder, each with a store of its own: none may follow another's notes. */
function nameOfStore({ storeUrl }: Config): string {
  return createHash('sha256').update(storeUrl).digest('hex').slice(0, 16)
}
