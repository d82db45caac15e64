// A database of the data folder as what a migration or an export reads from, also while the process that owns it goes on writing.
// embedded-life.ts and embedded-store.ts open it.
import type { RecordSource } from '../index-life.ts'
import { createImageTable } from './image-table.ts'
import { openDatabaseToRead } from './read-database.ts'

/** Errors: STORE_INVALID. */
export function openRecordSource(file: string): RecordSource {
  const { database, space } = openDatabaseToRead(file)
  const images = createImageTable(database.sqlite, space.dims)
  /** Runs a read as a promise, so that what it throws is a rejection. */
  const read = async <T>(work: () => T): Promise<T> => database.read(work)
  return {
    get: (imageIds) => read(() => imageIds.map((id) => images.findById(id)?.record ?? null)),
    getVectors: (imageIds) => read(() => imageIds.map((id) => images.findVector(id))),
    findTombstones: (paths) => read(() => new Set(paths.filter((path) => images.isBuried(path)))),
    list: ({ limit, afterId = '' }) => read(() => images.readAfterId(afterId, limit)),
    count: () => read(() => images.count()),
    listTombstones: ({ limit, afterPath = '' }) => read(() => images.readBuriedAfter(afterPath, limit)),
    close: async () => database.close(),
  }
}
