// The embedded store: SQLite holds the truth, shared memory mirrors the vectors for an exact search in worker threads.
// One process owns the folder (owner-lock.ts). Opened through the registry, ../open-store.ts.
import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { VectorSpace } from '../../embedder/embedder.ts'
import { createError, isLikenessError } from '../../errors.ts'
import { assertUnitVector } from '../../vector.ts'
import type { VectorStore } from '../vector-store.ts'
import { type Database, openDatabase, toStoreInvalid } from './database.ts'
import { createImageLister } from './image-lister.ts'
import { createImageTable, type ImageTable } from './image-table.ts'
import { createImageWriter } from './image-writer.ts'
import { createNearestSearch, type NearestSearchParts } from './nearest-search.ts'
import { acquireOwnerLock } from './owner-lock.ts'
import { createScanPool } from './scan-pool.ts'
import { createSlotIndex, type SlotIndex } from './slot-index.ts'
import { createVectorMirror, type VectorMirror } from './vector-mirror.ts'

/** The database's name in the data folder; SQLite puts `-wal` and `-shm` beside it. */
export const databaseName = 'store.sqlite'
/** More threads than this share the memory's bandwidth without gain. */
const workersMax = 4
const queueLengthMaxDefault = 256
/** Rows read at once while the store opens: about 8 ms. */
const rowsPerLoad = 1_000

export type EmbeddedStoreOptions = {
  /** The data folder; made when it is missing. */
  folder: string
  space: VectorSpace
  /** Worker threads that search, each a search at a time: one for each processor by default, and 4 at most. */
  workers?: number
  /** Searches that may wait for a worker; one more is refused with OVERLOADED. */
  queueLengthMax?: number
}

/**
 * Opens or creates the embedded store in a folder and takes the folder for this process alone.
 *
 * Errors: STORE_LOCKED when it is owned already, STORE_INVALID when the file is damaged, not ours or newer than this
 * version, STORE_MISMATCH when it holds vectors of another space.
 */
export async function createEmbeddedStore(options: EmbeddedStoreOptions): Promise<VectorStore> {
  const { folder, space, queueLengthMax = queueLengthMaxDefault } = options
  const workers = Math.min(options.workers ?? availableParallelism(), workersMax)
  const lock = takeFolder(folder)
  let database: Database | undefined
  try {
    database = openDatabase(join(folder, databaseName), space)
    const images = prepareImages(database, space.dims)
    const mirror = createVectorMirror(space.dims, workers)
    const slotIndex = createSlotIndex()
    await loadImages(images, mirror, slotIndex, space.dims)
    const pool = await createScanPool({ mirror, queueLengthMax })
    const parts = { database, images, mirror, slotIndex, pool }
    return assemble(options, parts, async () => {
      await pool.close()
      parts.database.close()
      lock.release()
    })
  } catch (error) {
    database?.close()
    lock.release()
    throw error
  }
}

function assemble(
  { space }: EmbeddedStoreOptions,
  parts: NearestSearchParts,
  release: () => Promise<void>,
): VectorStore {
  const { database, images } = parts
  const searchNearest = createNearestSearch(parts)
  let closing: Promise<void> | undefined
  /** Runs a read of the database as a promise, so that what it throws is a rejection. */
  const read = async <T>(work: () => T): Promise<T> => database.read(work)
  return {
    space,
    description: 'embedded store (SQLite, exact search)',
    ...createImageWriter(parts, space.dims),
    ...createImageLister(parts),
    get: (imageIds) => read(() => imageIds.map((id) => images.findById(id)?.record ?? null)),
    getByPath: (paths) => read(() => paths.map((path) => images.findByPath(path)?.record ?? null)),
    getVectors: (imageIds) => read(() => imageIds.map((id) => images.findVector(id))),
    findTombstones: (paths) => read(() => new Set(paths.filter((path) => images.isBuried(path)))),
    async search(request, { signal } = {}) {
      signal?.throwIfAborted()
      assertUnitVector(request.vector, space.dims)
      return searchNearest(request, signal)
    },
    check: () => read(() => void images.readAfterId('', 1)),
    close() {
      closing ??= release()
      return closing
    },
  }
}

function takeFolder(folder: string) {
  try {
    mkdirSync(folder, { recursive: true })
    return acquireOwnerLock(folder)
  } catch (cause) {
    if (isLikenessError(cause)) throw cause
    throw createError('STORE_INVALID', 'The data folder cannot be made or written to.', { cause })
  }
}

function prepareImages({ sqlite }: Database, dims: number): ImageTable {
  try {
    return createImageTable(sqlite, dims)
  } catch (cause) {
    throw toStoreInvalid(cause)
  }
}

/** Fills the memory from the rows, giving way to other work in between. Throws STORE_INVALID where a row is damaged. */
async function loadImages(images: ImageTable, mirror: VectorMirror, slotIndex: SlotIndex, dims: number): Promise<void> {
  for (let last = -1; ; ) {
    try {
      const rows = images.readAfterSlot(last, rowsPerLoad)
      if (rows.length === 0) return
      for (const row of rows) {
        assertUnitVector(row.vector, dims)
        mirror.load(row)
        slotIndex.add(row.slot, row)
        last = row.slot
      }
    } catch (cause) {
      throw createError('STORE_INVALID', 'The database of the embedded store is damaged.', { cause })
    }
    await setImmediate()
  }
}
