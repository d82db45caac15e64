// One database of the embedded store, opened: SQLite holds the truth, shared memory mirrors the vectors for a search in
// worker threads. embedded-store.ts opens a service's, embedded-life.ts one that a migration fills; each sees to its lock.
import { basename, dirname } from 'node:path'
import type { VectorSpace } from '../../embedder/embedder.ts'
import { createError } from '../../errors.ts'
import { assertUnitVector } from '../../vector.ts'
import type { MigrationTarget } from '../index-life.ts'
import { createAnswerTable } from './answer-table.ts'
import { type Database, openDatabase, toStoreInvalid } from './database.ts'
import { sizeOfDatabase } from './database-files.ts'
import { createImageLister } from './image-lister.ts'
import { createImageTable, type ImageTable } from './image-table.ts'
import { createImageWriter } from './image-writer.ts'
import { createJobTable } from './job-table.ts'
import { loadMirror } from './load-pool.ts'
import { createNearestSearch, type NearestSearchParts } from './nearest-search.ts'
import { createScanPool } from './scan-pool.ts'
import { createSlotIndex, type SlotIndex } from './slot-index.ts'
import { createTextSearch } from './text-search.ts'
import { giveWay } from './turns.ts'
import { createVectorMirror, type VectorMirror } from './vector-mirror.ts'
import { centreSample, meanOf } from './vector-signs.ts'
import { createWriteGate } from './write-gate.ts'

export const embeddedDescription = 'embedded store (SQLite, vectors in memory)'
/** Rows read at once while the database opens: about 4 ms. */
const rowsPerLoad = 1_000

export type EmbeddedIndexOptions = {
  /** The database; made when it is missing. */
  file: string
  space: VectorSpace
  /** Worker threads that search, each a search at a time. */
  workers: number
  /** Searches that may wait for a worker; one more is refused with OVERLOADED. */
  queueLengthMax: number
  /** Up to so many images are all compared with a query. */
  exactMax: number
}

/**
 * Opens a database that no other process writes to or searches. Errors: STORE_INVALID when the file is damaged, not ours or
 * newer than this version, STORE_MISMATCH when it holds vectors of another space.
 */
export async function openEmbeddedIndex(options: EmbeddedIndexOptions): Promise<MigrationTarget> {
  const { file, space, workers, queueLengthMax, exactMax } = options
  let database: Database | undefined
  try {
    database = openDatabase(file, space)
    const images = prepareImages(database, space.dims)
    const mirror = createVectorMirror(space.dims, workers, exactMax)
    const slotIndex = createSlotIndex(images)
    await loadImages(file, { database, images, mirror, slotIndex, exactMax })
    const pool = await createScanPool({ mirror, queueLengthMax })
    return assemble(options, { database, images, mirror, slotIndex, pool, writeGate: createWriteGate(), exactMax })
  } catch (error) {
    database?.close()
    throw error
  }
}

function assemble({ space, file }: EmbeddedIndexOptions, parts: NearestSearchParts): MigrationTarget {
  const { database, images, pool } = parts
  const nearest = createNearestSearch(parts)
  const searchText = createTextSearch(parts)
  const lister = createImageLister(parts)
  let closing: Promise<void> | undefined
  /** Runs a read of the database as a promise, so that what it throws is a rejection. */
  const read = async <T>(work: () => T): Promise<T> => database.read(work)
  return {
    space,
    description: embeddedDescription,
    jobs: createJobTable(database),
    answers: createAnswerTable(database),
    ...createImageWriter(parts, space.dims),
    ...lister,
    summarise: async () => ({
      ...(await lister.summarise()),
      indexBytes: sizeOfDatabase(dirname(file), basename(file)),
    }),
    get: (imageIds) => read(() => imageIds.map((id) => images.findById(id)?.record ?? null)),
    getByPath: (paths) => read(() => paths.map((path) => images.findByPath(path)?.record ?? null)),
    findByContent: (contentSha256, limit) => read(() => images.findByContent(contentSha256, limit)),
    getVectors: (imageIds) => read(() => imageIds.map((id) => images.findVector(id))),
    sampleVectors: (count) => read(() => images.sampleVectors(count)),
    findTombstones: (paths) => read(() => new Set(paths.filter((path) => images.isBuried(path)))),
    async search(request, { signal } = {}) {
      signal?.throwIfAborted()
      assertUnitVector(request.vector, space.dims)
      return nearest.search(request, signal)
    },
    async searchText(request, { signal } = {}) {
      signal?.throwIfAborted()
      return searchText(request, signal)
    },
    describeSearch: (request) => nearest.describe(request),
    hasExactScores: true,
    // One process writes here, and its model makes every vector.
    listPending: async () => [],
    complete: async () => false,
    makeSearchable: () => read(() => {}),
    check: () =>
      read(() => {
        database.assertThere()
        images.readAfterId('', 1)
      }),
    close() {
      closing ??= pool.close().then(() => database.close())
      return closing
    },
  }
}

function prepareImages({ sqlite }: Database, dims: number): ImageTable {
  try {
    return createImageTable(sqlite, dims)
  } catch (cause) {
    throw toStoreInvalid(cause)
  }
}

/**
 * Fills the memory from the rows: what filters ask of them on this thread, giving way to other work in between, and their vectors beside
 * it. Throws STORE_INVALID where a row is damaged.
 */
async function loadImages(
  file: string,
  { database, images, mirror, slotIndex, exactMax }: Omit<NearestSearchParts, 'pool' | 'writeGate'>,
): Promise<void> {
  const failed = new AbortController()
  try {
    const slotEnd = images.countSlots()
    mirror.makeRoom(slotEnd)
    slotIndex.makeRoom(slotEnd)
    if (slotEnd > exactMax) mirror.signs.useCentre(meanOf(images.sampleVectors(centreSample)))
    const loading = [
      loadMirror(database, file, mirror, slotEnd, failed.signal),
      indexImages(images, mirror, slotIndex, failed.signal),
    ]
    await Promise.all(loading).finally(() => {
      failed.abort()
      return Promise.allSettled(loading)
    })
  } catch (cause) {
    throw createError('STORE_INVALID', 'The database of the embedded store is damaged.', { cause })
  }
}

async function indexImages(
  images: ImageTable,
  mirror: VectorMirror,
  slotIndex: SlotIndex,
  signal: AbortSignal,
): Promise<void> {
  for (let last = -1; ; ) {
    const rows = images.readAfterSlot(last, rowsPerLoad)
    if (rows.length === 0) return
    for (const { slot, image } of rows) {
      mirror.occupy(slot)
      slotIndex.add(slot, image)
      last = slot
    }
    await giveWay(signal)
  }
}
