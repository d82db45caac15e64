// A store of a sample space over a library of small pictures, and a migration of it to a real model: what migrate-index.test.ts
// and sync-index.test.ts work on. The old vectors are made up, as a migration never looks at them.
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import type { Embedder } from '../../src/embedder/embedder.ts'
import { createEmbedder } from '../../src/embedder/pool.ts'
import { createFolderLibrary } from '../../src/library/folder.ts'
import type { Library } from '../../src/library/library.ts'
import { type MigrationRequest, type MigrationResult, migrateIndex } from '../../src/migrate-index.ts'
import { createEmbeddedLife } from '../../src/store/embedded/embedded-life.ts'
import { createEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { CatchUp, IndexLife } from '../../src/store/index-life.ts'
import type { ImageRecord, StoredImage, VectorStore } from '../../src/store/vector-store.ts'
import { randomUnitVector, sampleRecord, sampleSpace } from '../store/sample-images.ts'
import { embedderOptions } from './embedder-options.ts'
import { createRandom } from './seeded-random.ts'
import { solidJpeg } from './solid-pictures.ts'
import { tinyPack } from './tiny-packs.ts'

export const oldSpace = sampleSpace(32, { id: 'old-space' })
export const bounds = { filesMax: 4, bytesMax: 10_000_000 }

export type MigrationPlace = {
  dataDir: string
  imagesDir: string
  library: Library
  life: IndexLife
  /** Open, as a service has it; another may be opened once it is closed. */
  store: VectorStore
  open(space?: typeof oldSpace, catchUp?: CatchUp): Promise<VectorStore>
  /** Writes a picture of the colour into the library, and its record into the store. */
  add(imageId: string, color: string, changes?: Partial<ImageRecord>): Promise<ImageRecord>
  writeFile(relativePath: string, bytes: Uint8Array | string): Promise<void>
  /** The SHA-256 of each file that was embedded so far, once for each time. */
  embedded: string[]
  migrate(request?: Partial<MigrationRequest>): Promise<MigrationResult>
}

/** The smallest committed model; one serves a whole file of tests. */
export function openTinyEmbedder(): Promise<Embedder> {
  return createEmbedder({
    model: { folder: tinyPack('tiny-clip') },
    ...embedderOptions,
  })
}

/** Closed and removed with the test; `embedder` stays open. */
export async function makeMigrationPlace(t: Test, embedder: Embedder): Promise<MigrationPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-migration-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const dataDir = join(folder, 'data')
  const imagesDir = join(folder, 'images')
  const library = await createFolderLibrary({ root: imagesDir, cacheFolder: join(folder, 'cache'), pixelsMax: 1e7 })
  const life = createEmbeddedLife(dataDir)
  const random = createRandom(7)
  const embedded: string[] = []

  async function open(space = oldSpace, catchUp?: CatchUp): Promise<VectorStore> {
    const store = await createEmbeddedStore({ folder: dataDir, space, workers: 1, catchUp })
    t.teardown(() => store.close())
    return store
  }

  async function write(relativePath: string, bytes: Uint8Array | string): Promise<void> {
    await mkdir(dirname(join(imagesDir, relativePath)), { recursive: true })
    await writeFile(join(imagesDir, relativePath), bytes)
  }

  const store = await open()
  return {
    dataDir,
    imagesDir,
    library,
    life,
    store,
    open,
    embedded,
    writeFile: write,
    async add(imageId, color, changes) {
      const bytes = await solidJpeg(color)
      const record = sampleRecord(imageId, { ...factsOf(bytes), ...changes })
      await write(record.relativePath, bytes)
      await store.upsert([{ record, vector: randomUnitVector(random, oldSpace.dims) }])
      return record
    },
    migrate: (request) =>
      migrateIndex({
        life,
        library,
        bounds,
        allowSkipped: false,
        openEmbedder: async () => noting(embedder, embedded),
        ...request,
      }),
  }
}

/** The embedder, which notes what it does in `embedded`, and stays open. */
function noting(embedder: Embedder, embedded: string[]): Embedder {
  return {
    ...embedder,
    async embedImage(bytes, options) {
      const made = await embedder.embedImage(bytes, options)
      embedded.push(factsOf(bytes).contentSha256)
      return made
    },
    close: async () => {},
  }
}

/** What a record says of a file of `solidJpeg`. */
export function factsOf(bytes: Uint8Array) {
  const contentSha256 = createHash('sha256').update(bytes).digest('hex')
  return { sizeBytes: bytes.length, contentSha256, width: 64, height: 48 }
}

/** Everything in a store, in the order of the ids. */
export async function readAll(store: Pick<VectorStore, 'list' | 'getVectors'>): Promise<StoredImage[]> {
  const records = await store.list({ limit: 1000 })
  const vectors = await store.getVectors(records.map(({ imageId }) => imageId))
  return records.map((record, i) => ({ record, vector: vectors[i]! }))
}

/** The records as they are, each with the vector that the embedder makes of its file. */
export async function embedAll(records: ImageRecord[], embedder: Embedder, imagesDir: string): Promise<StoredImage[]> {
  const images: StoredImage[] = []
  for (const record of records.toSorted((a, b) => (a.imageId < b.imageId ? -1 : 1))) {
    const { vector } = await embedder.embedImage(await readFile(join(imagesDir, record.relativePath)))
    images.push({ record, vector })
  }
  return images
}
