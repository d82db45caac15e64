// The life of the databases in a data folder: made, filled by a migration, switched to, deleted. The adapter of
// ../index-life.ts; index-state.ts records what is decided here, and claim-database.ts is what a service makes of it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { VectorSpace } from '../../embedder/embedder.ts'
import { createError, isLikenessError } from '../../errors.ts'
import type { IndexLife, IndexVersion } from '../index-life.ts'
import { isSameSpace } from '../vector-space.ts'
import { openDatabase } from './database.ts'
import { deleteDatabase, listDatabases, nextDatabaseName, sizeOfDatabase, sweepDeleted } from './database-files.ts'
import { embeddedDescription, openEmbeddedIndex } from './embedded-index.ts'
import { forgetIndexState, type IndexState, readIndexState, withIndexLock, writeIndexState } from './index-state.ts'
import { acquireMigrationLock, findMigration, type MigrationLock } from './migration-lock.ts'
import { acquireOwnerLock, findUser } from './owner-lock.ts'
import { type DatabaseFacts, inspectDatabase, inspectSpace } from './read-database.ts'
import { openRecordSource } from './record-source.ts'
import { createSnapshots } from './snapshot.ts'

/** A migration does not search; the one thread is there for whoever asks all the same. */
const targetPool = { workers: 1, queueLengthMax: 16, exactMax: Number.POSITIVE_INFINITY }

/** The life of the databases in `folder`, which is made when the first of them is. */
export function createEmbeddedLife(folder: string): IndexLife {
  let held: MigrationLock | null = null

  /** Changing a database that another process may be changing too would be a defect of the caller. */
  function requireHold(): MigrationLock {
    if (held === null) throw new Error('The indexes of a store are changed within `exclusively` only.')
    return held
  }

  return {
    description: embeddedDescription,
    snapshots: createSnapshots(folder),
    versions: async () => listDatabases(folder).map((name) => describeVersion(folder, name)),
    async create(space, wishes = {}) {
      if (Object.values(wishes).some((wish) => wish !== undefined)) {
        const detail = 'The embedded store has one kind of index: a type, shards and replicas are for Elasticsearch.'
        throw createError('CONFIG_INVALID', detail)
      }
      requireHold()
      return describeVersion(folder, createDatabase(folder, space))
    },
    openSource: async (name) => openRecordSource(join(folder, requireDatabase(folder, name))),
    async openTarget(name) {
      const hold = requireHold()
      const space = withIndexLock(folder, () => {
        const state = readIndexState(folder)
        assertUnused(folder, name, state)
        // No service opens it until it is switched to again.
        if (state.finished.includes(name)) writeIndexState(folder, without(state, name))
        return inspectSpace(join(folder, requireDatabase(folder, name)))
      })
      if (space === null) throw createError('STORE_INVALID', `The index ${name} has no space yet.`)
      hold.noteDatabase(name)
      return openEmbeddedIndex({ file: join(folder, name), space, ...targetPool })
    },
    async switchTo(name) {
      requireHold()
      withIndexLock(folder, () => {
        requireDatabase(folder, name)
        const state = readIndexState(folder)
        writeIndexState(folder, { ...state, serving: name, finished: [...without(state, name).finished, name] })
      })
    },
    async delete(name) {
      requireHold()
      withIndexLock(folder, () => {
        requireDatabase(folder, name)
        const state = readIndexState(folder)
        assertUnused(folder, name, state)
        if (state.finished.includes(name)) writeIndexState(folder, without(state, name))
        deleteDatabase(folder, name)
      })
    },
    async exclusively(work) {
      const lock = acquireMigrationLock(folder)
      held = lock
      try {
        // The lock is lost only with the process.
        return await work(new AbortController().signal)
      } finally {
        held = null
        lock.release()
      }
    },
    close: async () => {},
  }
}

function without(state: IndexState, name: string): IndexState {
  return { ...state, finished: state.finished.filter((one) => one !== name) }
}

/** The name of the space's database, which is made when it is missing. */
function createDatabase(folder: string, space: VectorSpace): string {
  mkdirSync(folder, { recursive: true })
  return withIndexLock(folder, () => {
    const names = listDatabases(folder)
    const spaces = names.map((name) => inspectSpace(join(folder, name)))
    const own = spaces.findIndex((found) => found !== null && isSameSpace(found, space))
    if (own !== -1) return names[own]!
    if (spaces.every((found) => found === null)) return createFirst(folder, names[0] ?? nextDatabaseName([]), space)
    // One that was made and killed before it got its space is taken; a number is not used for two spaces otherwise.
    const blank = names.find((_, i) => spaces[i] === null)
    const name = blank ?? nextDatabaseName(names)
    const state = readIndexState(folder)
    sweepDeleted(folder)
    // First, so that it is not taken for an earlier one of its name that had served.
    writeIndexState(folder, without(state, name))
    openDatabase(join(folder, name), space).close()
    return name
  })
}

/** A service that starts would make it just now: so this takes the folder for a moment. Errors: STORE_LOCKED. */
function createFirst(folder: string, name: string, space: VectorSpace): string {
  const owner = acquireOwnerLock(folder)
  try {
    sweepDeleted(folder)
    forgetIndexState(folder)
    openDatabase(join(folder, name), space).close()
    return name
  } finally {
    owner.release()
  }
}

function describeVersion(folder: string, name: string): IndexVersion {
  const { serving, lastUsed, finished } = readIndexState(folder)
  const { space, images } = inspectNamed(folder, name)
  return {
    name,
    space,
    images,
    pending: 0,
    isServing: name === serving,
    isFilling: !finished.includes(name),
    isNewest: name === lastUsed,
    sizeBytes: sizeOfDatabase(folder, name),
    usedBy: findUsers(folder, name),
  }
}

/** With the name of the one that is damaged, as others may be whole. */
function inspectNamed(folder: string, name: string): DatabaseFacts {
  try {
    return inspectDatabase(join(folder, name))
  } catch (cause) {
    throw isLikenessError(cause) ? createError(cause.code, `The index ${name}: ${cause.message}`, { cause }) : cause
  }
}

function findUsers(folder: string, name: string): string[] {
  const user = findUser(folder, name)
  const migration = findMigration(folder)
  const users = user ? [nameProcess(user.pid)] : []
  return migration?.database === name ? [...users, `${nameProcess(migration.pid)}, a migration`] : users
}

function nameProcess(pid: number | null): string {
  return pid === null ? 'another process' : `process ${pid}`
}

function requireDatabase(folder: string, name: string): string {
  if (listDatabases(folder).includes(name)) return name
  throw createError('CONFIG_INVALID', `There is no index "${name}" in this store.`)
}

function assertUnused(folder: string, name: string, { serving, lastUsed, finished }: IndexState): void {
  if (name === serving) throw createError('INDEX_IN_USE', `The index ${name} serves.`)
  const user = finished.includes(name) ? findUser(folder, name) : null
  if (user) throw createError('INDEX_IN_USE', `The index ${name} is in use by ${nameProcess(user.pid)}.`)
  if (name !== lastUsed) return
  throw createError(
    'INDEX_IN_USE',
    `The index ${name} was used last, so it may hold writes that no other index has. Start the service with the model of the one that serves: it takes them over.`,
  )
}
