// The embedded store in a data folder: which of the folder's databases a service opens, once it owns the folder.
// embedded-index.ts is an opened database; embedded-life.ts makes, fills and deletes them. Opened through ../open-store.ts.
import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { VectorSpace } from '../../embedder/embedder.ts'
import { createError, isLikenessError } from '../../errors.ts'
import type { CatchUp, MigrationTarget } from '../index-life.ts'
import type { VectorStore } from '../vector-store.ts'
import { claimDatabase, noteLastUsed } from './claim-database.ts'
import { openEmbeddedIndex } from './embedded-index.ts'
import { acquireOwnerLock } from './owner-lock.ts'
import { openRecordSource } from './record-source.ts'

/** More threads than this share the memory's bandwidth without gain. */
const workersMax = 4
const queueLengthMaxDefault = 256
/** So many are compared in about 2 ms on two cores; signs would save half of that and make the answer approximate. */
const exactMaxDefault = 65_536

export type EmbeddedStoreOptions = {
  /** The data folder; made when it is missing. */
  folder: string
  space: VectorSpace
  /** Worker threads that search, each a search at a time: one for each processor by default, and 4 at most. */
  workers?: number
  /** Searches that may wait for a worker; one more is refused with OVERLOADED. */
  queueLengthMax?: number
  /** Among more images than these, those that a filter leaves, a search is approximate: 65,536 by default. */
  exactMax?: number
  /** Takes over what was written to another database since this one was used. Without it such a database is refused. */
  catchUp?: CatchUp
}

/**
 * Opens the folder's database for the space, or makes the folder's first one, and takes the folder for this process alone.
 *
 * Errors: STORE_LOCKED when it is owned already, STORE_INVALID when a file is damaged, not ours or newer than this version,
 * STORE_MISMATCH when the folder holds vectors of other spaces, or those of this one are not complete yet.
 */
export async function createEmbeddedStore(options: EmbeddedStoreOptions): Promise<VectorStore> {
  const { folder, space, queueLengthMax = queueLengthMaxDefault, exactMax = exactMaxDefault } = options
  const workers = Math.min(options.workers ?? availableParallelism(), workersMax)
  const lock = takeFolder(folder)
  let index: MigrationTarget | undefined
  try {
    const { name, catchUpFrom } = claimDatabase(folder, space, lock.noteDatabase)
    index = await openEmbeddedIndex({ file: join(folder, name), space, workers, queueLengthMax, exactMax })
    if (catchUpFrom !== null) await catchUpWith(join(folder, catchUpFrom), index, options.catchUp)
    noteLastUsed(folder, name)
    return holdingLock(index, lock.release)
  } catch (error) {
    await index?.close()
    lock.release()
    throw error
  }
}

/** Before anybody uses the index: a kill in the middle leaves the other the newest, and the next start does it again. */
async function catchUpWith(file: string, index: MigrationTarget, catchUp: CatchUp | undefined): Promise<void> {
  if (catchUp === undefined) {
    throw createError(
      'STORE_INVALID',
      'Another index of this store was used since; this one must take its writes over.',
    )
  }
  const source = openRecordSource(file)
  try {
    await catchUp(source, index)
  } finally {
    await source.close()
  }
}

/** The index as a store that gives the folder back when it is closed. */
function holdingLock(index: MigrationTarget, release: () => void): VectorStore {
  let closing: Promise<void> | undefined
  return {
    ...index,
    close() {
      closing ??= index.close().then(release)
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
    throw createError('STORE_INVALID', `The folder of the store cannot be made or written to: ${folder}`, { cause })
  }
}
