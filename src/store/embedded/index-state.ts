// Which database of the data folder serves: `index.json`, written whole or not at all, and the lock for changing it.
// A folder without it holds one database, which serves.
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createError } from '../../errors.ts'
import { acquireProcessLock, type ProcessLock } from '../../process-lock.ts'
import { isDatabaseName, listDatabases, syncPath } from './database-files.ts'

const stateName = 'index.json'
const lockName = 'index.lock'
/** Much longer than anybody holds it, which is for some milliseconds. */
const lockTimeoutMs = 5_000

/** Names of databases that are there. */
export type IndexState = {
  /** What a migration switched to last; null only where that database is gone. */
  serving: string | null
  /** What a service opened last, and so what holds the newest writes; null only in an empty folder. */
  lastUsed: string | null
  /** Those that have served, or were switched to: a service may open them. */
  finished: string[]
}

/** `index.json`, in the snake_case of all files that people read. */
type StateFile = { serving: string | null; last_used: string | null; finished: string[] }

/** Errors: STORE_INVALID for a file that does not say what it should. */
export function readIndexState(folder: string): IndexState {
  const names = listDatabases(folder)
  const first = names[0] ?? null
  const file = readStateFile(folder)
  if (file === null) return { serving: first, lastUsed: first, finished: names.slice(0, 1) }
  // A database that somebody removed by hand is as if it had never been.
  const ifThere = (name: string | null) => names.find((one) => one === name) ?? null
  const finished = file.finished.filter((name) => names.includes(name))
  const serving = ifThere(file.serving)
  return { serving, lastUsed: ifThere(file.last_used) ?? serving ?? finished[0] ?? null, finished }
}

/** Writes the state, durable on return. Only within `withIndexLock`. */
export function writeIndexState(folder: string, { serving, lastUsed, finished }: IndexState): void {
  const file: StateFile = { serving, last_used: lastUsed, finished }
  const temporary = join(folder, `${stateName}.tmp`)
  try {
    writeDurably(temporary, `${JSON.stringify(file)}\n`)
    renameSync(temporary, join(folder, stateName))
    syncPath(folder)
  } catch (cause) {
    throw createError('STORE_UNAVAILABLE', 'The data folder cannot be written to.', { cause })
  }
}

/** For a folder whose databases are all gone: the next one is its first. Only within `withIndexLock`. */
export function forgetIndexState(folder: string): void {
  rmSync(join(folder, stateName), { force: true })
}

/** Runs `work`, which must be short and without a pause, while no other process looks at or changes what it decides on. */
export function withIndexLock<T>(folder: string, work: () => T): T {
  const lock = takeLock(folder)
  try {
    return work()
  } finally {
    lock.release()
  }
}

function takeLock(folder: string): ProcessLock {
  let lock: ProcessLock | null
  try {
    lock = acquireProcessLock(join(folder, lockName), lockTimeoutMs)
  } catch (cause) {
    throw createError('STORE_INVALID', 'The lock of the data folder cannot be taken.', { cause })
  }
  if (lock !== null) return lock
  throw createError('MIGRATION_RUNNING', 'Another process is changing the indexes of this store.')
}

function readStateFile(folder: string): StateFile | null {
  let text: string
  try {
    text = readFileSync(join(folder, stateName), 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw createError('STORE_INVALID', `${stateName} in the data folder cannot be read.`, { cause })
  }
  const file = parse(text)
  if (file !== null) return file
  throw createError(
    'STORE_INVALID',
    `${stateName} in the data folder is damaged: it says which database serves. Restore it from a backup, or write it anew as docs/operations.md tells.`,
  )
}

function parse(text: string): StateFile | null {
  try {
    const file = JSON.parse(text) as Record<string, unknown> | null
    const isWhole =
      isNameOrNull(file?.serving) &&
      isNameOrNull(file?.last_used) &&
      Array.isArray(file?.finished) &&
      file.finished.every(isDatabaseName)
    return isWhole ? (file as StateFile) : null
  } catch {
    return null
  }
}

function isNameOrNull(value: unknown): boolean {
  return value === null || isDatabaseName(value)
}

function writeDurably(path: string, text: string): void {
  const descriptor = openSync(path, 'w')
  try {
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
