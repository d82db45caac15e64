// Opens the SQLite file that is the record of truth: settings, migrations (schema.ts), and whose vectors it holds.
// image-table.ts reads and writes its rows; read-database.ts opens a file that another process may own.
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { VectorSpace } from '../../embedder/embedder.ts'
import { createError, isLikenessError } from '../../errors.ts'
import { isSameSpace, otherSpaceError } from '../vector-space.ts'
import { applicationId, migrations } from './schema.ts'
import { registerTerms } from './word-table.ts'

/** How long a statement waits for another process, such as a backup, that holds the file. */
export const busyTimeoutMs = 1_000

export type Database = {
  readonly sqlite: DatabaseSync
  /** Runs `work` in a transaction that is durable on return. What is not catalogued leaves as STORE_UNAVAILABLE. */
  transact<T>(work: () => T): T
  /** Runs `work`, which only reads. What is not catalogued leaves as STORE_UNAVAILABLE. */
  read<T>(work: () => T): T
  /** Errors: STORE_UNAVAILABLE where the file is gone: what is written then would be gone with the process. */
  assertThere(): void
  close(): void
}

/**
 * Opens or creates the file. Errors: STORE_INVALID for a file that is damaged, not ours or of a newer version,
 * STORE_MISMATCH for one of another vector space.
 */
export function openDatabase(file: string, space: VectorSpace): Database {
  let sqlite: DatabaseSync | undefined
  try {
    sqlite = new DatabaseSync(file, { timeout: busyTimeoutMs })
    prepareFile(sqlite)
    registerTerms(sqlite)
    migrate(sqlite)
    claimSpace(sqlite, space)
  } catch (error) {
    sqlite?.close()
    throw toStoreInvalid(error)
  }
  return guardDatabase(sqlite, file)
}

/** A failure to open, with the driver's text as its cause only. */
export function toStoreInvalid(cause: unknown): Error {
  if (isLikenessError(cause)) return cause
  return createError('STORE_INVALID', 'The database of the embedded store is damaged or cannot be opened.', { cause })
}

function prepareFile(sqlite: DatabaseSync): void {
  // A vector takes 2 KB: pages of 4 KB would hold one row each and make the file a third larger.
  sqlite.exec('PRAGMA page_size = 16384')
  hasTables(sqlite)
  sqlite.exec('PRAGMA journal_mode = WAL')
  // FULL: an acknowledged write survives a power cut, for about 0.2 ms a write.
  sqlite.exec('PRAGMA synchronous = FULL')
  // 4 MB: the write that copies the log into the file takes about 5 ms; the default of 1,000 pages makes it 15 ms.
  sqlite.exec('PRAGMA wal_autocheckpoint = 256')
}

/** Whether the file is more than just made. Throws STORE_INVALID for another program's. */
export function hasTables(sqlite: DatabaseSync): boolean {
  const tables = readNumber(sqlite, 'SELECT count(*) AS value FROM sqlite_schema')
  const owner = readNumber(sqlite, 'SELECT application_id AS value FROM pragma_application_id')
  if (tables > 0 && owner !== applicationId) {
    throw createError('STORE_INVALID', 'The database in the data folder was not made by this service.')
  }
  return tables > 0
}

function migrate(sqlite: DatabaseSync): void {
  const version = readSchemaVersion(sqlite)
  for (const [i, step] of migrations.entries()) {
    if (i < version) continue
    sqlite.exec(
      `BEGIN IMMEDIATE; ${step}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${i + 1}; COMMIT`,
    )
  }
}

/** Throws STORE_INVALID for one that this version of the service does not know. */
export function readSchemaVersion(sqlite: DatabaseSync): number {
  const version = readNumber(sqlite, 'SELECT user_version AS value FROM pragma_user_version')
  if (version <= migrations.length) return version
  throw createError(
    'STORE_INVALID',
    `The embedded store has schema version ${version}; this version of the service knows up to ${migrations.length}. Use the newer version of the service that wrote it.`,
  )
}

/** Records the space in a new store; refuses a store of another. */
function claimSpace(sqlite: DatabaseSync, space: VectorSpace): void {
  const stored = readSpace(sqlite)
  if (stored === null) {
    sqlite.prepare("INSERT INTO meta (key, value) VALUES ('space', ?)").run(JSON.stringify(space))
  } else if (!isSameSpace(stored, space)) {
    throw otherSpaceError(stored, space)
  }
}

/** Null where none was recorded yet. */
export function readSpace(sqlite: DatabaseSync): VectorSpace | null {
  const row = sqlite.prepare("SELECT value FROM meta WHERE key = 'space'").get()
  return row ? JSON.parse(String(row.value)) : null
}

export function readNumber(sqlite: DatabaseSync, sql: string): number {
  return Number(sqlite.prepare(sql).get()!.value)
}

/** The opened file behind calls whose failures are catalogued. */
export function guardDatabase(sqlite: DatabaseSync, file: string): Database {
  function assertThere(): void {
    if (existsSync(file)) return
    const detail = 'The database of the embedded store is gone from its folder. Put it back, or start the service anew.'
    throw createError('STORE_UNAVAILABLE', detail)
  }
  function guard<T>(work: () => T): T {
    if (!sqlite.isOpen) throw createError('STORE_UNAVAILABLE', 'The store is closed.')
    try {
      return work()
    } catch (cause) {
      if (isLikenessError(cause)) throw cause
      throw createError('STORE_UNAVAILABLE', 'The database of the embedded store does not answer.', { cause })
    }
  }
  return {
    sqlite,
    read: guard,
    assertThere,
    transact: (work) =>
      guard(() => {
        assertThere()
        sqlite.exec('BEGIN IMMEDIATE')
        try {
          const result = work()
          sqlite.exec('COMMIT')
          return result
        } catch (error) {
          // Some failures, such as a full disk, have rolled back by themselves.
          if (sqlite.isTransaction) sqlite.exec('ROLLBACK')
          throw error
        }
      }),
    close() {
      if (sqlite.isOpen) sqlite.close()
    },
  }
}
