// Which database of the data folder a service opens: the one of its model's space. embedded-store.ts asks, as the folder's owner.
import { join } from 'node:path'
import type { VectorSpace } from '../../embedder/embedder.ts'
import { isSameSpace, otherSpaceError, unfinishedError } from '../vector-space.ts'
import { firstDatabaseName, listDatabases, sweepDeleted } from './database-files.ts'
import { forgetIndexState, readIndexState, withIndexLock, writeIndexState } from './index-state.ts'
import { inspectSpace } from './read-database.ts'

export type ClaimedDatabase = {
  name: string
  /** The database that was used last, where that is another one: it may hold writes that this one lacks. */
  catchUpFrom: string | null
}

type FoundDatabase = { name: string; space: VectorSpace | null; fault: unknown }

/**
 * Finds the database of the space, or the name for the first of the folder. `note` is told before any other process can delete
 * it. Errors: STORE_MISMATCH where there are others only, or a migration has not finished it; STORE_INVALID.
 */
export function claimDatabase(folder: string, space: VectorSpace, note: (name: string) => void): ClaimedDatabase {
  return withIndexLock(folder, () => {
    const found = listDatabases(folder).map((name) => inspect(folder, name))
    if (found.every(isBlank)) return claimFirst(folder, found[0]?.name ?? firstDatabaseName, note)
    const { serving, lastUsed, finished } = readIndexState(folder)
    const own = found.find((database) => database.space !== null && isSameSpace(database.space, space))
    if (own && finished.includes(own.name)) {
      note(own.name)
      return { name: own.name, catchUpFrom: lastUsed === own.name ? null : lastUsed }
    }
    const damaged = found.find(({ fault }) => fault !== null)
    if (damaged) throw damaged.fault
    const stored = found.find((database) => database.name === serving)?.space ?? null
    if (own) throw unfinishedError(stored, space)
    throw otherSpaceError(stored ?? found.find((database) => database.space !== null)!.space!, space)
  })
}

/** What an earlier store of the folder, whose databases are all gone, has left does not count. */
function claimFirst(folder: string, name: string, note: (name: string) => void): ClaimedDatabase {
  sweepDeleted(folder)
  forgetIndexState(folder)
  note(name)
  return { name, catchUpFrom: null }
}

/** Made, and killed before it had a space: it is anybody's. */
function isBlank({ space, fault }: FoundDatabase): boolean {
  return space === null && fault === null
}

/** Records that a service uses the database from now on: it holds whatever the one before it held. */
export function noteLastUsed(folder: string, name: string): void {
  withIndexLock(folder, () => {
    const state = readIndexState(folder)
    if (state.lastUsed !== name) writeIndexState(folder, { ...state, lastUsed: name })
  })
}

/** A damaged database of another space is no reason not to open one's own. */
function inspect(folder: string, name: string): FoundDatabase {
  try {
    return { name, space: inspectSpace(join(folder, name)), fault: null }
  } catch (fault) {
    return { name, space: null, fault }
  }
}
