// The real parts below the use cases, over fresh folders: for tests of the use cases without HTTP.
// service.ts starts the whole service instead.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { type ChangeNotes, createChangeNotes } from '../../src/change-notes.ts'
import type { Embedder } from '../../src/embedder/embedder.ts'
import { builtinSource } from '../../src/embedder/models.ts'
import { createEmbedder } from '../../src/embedder/pool.ts'
import { createFolderLibrary } from '../../src/library/folder.ts'
import type { Library } from '../../src/library/library.ts'
import { type ReadPictureMetadata, readPictureMetadata } from '../../src/picture/picture-metadata.ts'
import { openStore } from '../../src/store/open-store.ts'
import type { VectorStore } from '../../src/store/vector-store.ts'
import { embedderOptions } from './embedder-options.ts'

export type TestParts = {
  embedder: Embedder
  store: VectorStore
  library: Library
  changeNotes: ChangeNotes
  readMetadata: ReadPictureMetadata
  imagesDir: string
}

/** Closed, and their folders removed, with the test. A test may put its own in the place of a single function. */
export async function startParts(t: Test): Promise<TestParts> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-parts-'))
  const imagesDir = join(folder, 'images')
  const embedder = await createEmbedder({ model: builtinSource, ...embedderOptions })
  const store = await openStore(`file:${join(folder, 'data')}`, { space: embedder.model.space, workers: 1 })
  const cacheFolder = join(folder, 'cache')
  const library = await createFolderLibrary({ root: imagesDir, cacheFolder, pixelsMax: embedderOptions.pixelsMax })
  t.teardown(async () => {
    await embedder.close()
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })
  const changeNotes = createChangeNotes(join(folder, 'unfinished'))
  return { embedder, store, library, changeNotes, readMetadata: readPictureMetadata, imagesDir }
}
