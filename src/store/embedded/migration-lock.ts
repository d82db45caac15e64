// One process at a time changes a data folder's databases: a lock of its own, as a service owns the folder meanwhile.
// The lock dies with its process; `migration.json` beside it only tells people who that is. embedded-life.ts takes it.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createError } from '../../errors.ts'
import { acquireProcessLock, isProcessLockHeld, type ProcessLock } from '../../process-lock.ts'

const lockName = 'migration.lock'
const recordName = 'migration.json'
/** Long enough to outlast a `findMigration` of another process, which holds the lock for less than a millisecond. */
const acquireTimeoutMs = 500

/** `migration.json`, in the snake_case of all files that people read. */
type MigrationFile = { pid: number; started_at: string; database: string | null }

export type Migration = {
  /** Null only in the instant before it is recorded. */
  pid: number | null
  /** Which database it fills. */
  database: string | null
}

export type MigrationLock = {
  /** Records which database this process fills. */
  noteDatabase(name: string): void
  release(): void
}

/** Errors: MIGRATION_RUNNING, which names the process that holds it; STORE_INVALID where the folder cannot be written to. */
export function acquireMigrationLock(folder: string): MigrationLock {
  const lock = takeLock(folder)
  if (lock === null) throw runningError(folder)
  const note = (database: string | null) =>
    writeRecord(folder, { pid: process.pid, started_at: new Date().toISOString(), database })
  try {
    note(null)
  } catch (cause) {
    lock.release()
    throw cause
  }
  return {
    noteDatabase: note,
    release() {
      try {
        rmSync(join(folder, recordName), { force: true })
      } finally {
        lock.release()
      }
    },
  }
}

/** The live process that changes the folder's databases; null when none does. Creates nothing. Errors: STORE_INVALID. */
export function findMigration(folder: string): Migration | null {
  if (!isLocked(join(folder, lockName))) return null
  const record = readRecord(folder)
  return { pid: record?.pid ?? null, database: record?.database ?? null }
}

function isLocked(path: string): boolean {
  try {
    return isProcessLockHeld(path)
  } catch (cause) {
    throw createError('STORE_INVALID', 'The lock of the data folder cannot be read.', { cause })
  }
}

function takeLock(folder: string): ProcessLock | null {
  try {
    mkdirSync(folder, { recursive: true })
    return acquireProcessLock(join(folder, lockName), acquireTimeoutMs)
  } catch (cause) {
    throw createError('STORE_INVALID', `The folder of the store cannot be made or written to: ${folder}`, { cause })
  }
}

function runningError(folder: string) {
  const pid = readRecord(folder)?.pid
  const who = pid === undefined ? 'Another process' : `Process ${pid}`
  return createError(
    'MIGRATION_RUNNING',
    `${who} is changing the indexes of this store. Let it finish, or stop it: the next migration goes on where it stopped.`,
  )
}

function readRecord(folder: string): MigrationFile | null {
  try {
    return JSON.parse(readFileSync(join(folder, recordName), 'utf8'))
  } catch {
    return null // Absent for the moment between lock and file, or damaged by hand: the lock alone decides.
  }
}

function writeRecord(folder: string, record: MigrationFile): void {
  const temporary = join(folder, `${recordName}.${process.pid}.tmp`)
  writeFileSync(temporary, `${JSON.stringify(record)}\n`)
  renameSync(temporary, join(folder, recordName))
}
