// The databases of a data folder, one a vector space: their names, sizes, and how one is deleted.
// index-state.ts records which of them serves.
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The first database's name; SQLite puts `-wal` and `-shm` beside each. Later ones are `store-2.sqlite` and so on. */
export const firstDatabaseName = 'store.sqlite'
const namePattern = /^store(?:-([1-9]\d{0,8}))?\.sqlite$/
const sideFiles = ['-wal', '-shm']
/** A database on its way out: nothing opens it any more. */
const deletedSuffix = '.deleted'

export function isDatabaseName(name: unknown): name is string {
  return typeof name === 'string' && namePattern.test(name)
}

/** The names of the databases in the folder, oldest first; none where there is no folder. */
export function listDatabases(folder: string): string[] {
  return readNames(folder)
    .filter(isDatabaseName)
    .sort((a, b) => numberOf(a) - numberOf(b))
}

/** The name for one more beside these, newer than all of them. */
export function nextDatabaseName(names: readonly string[]): string {
  return names.length === 0 ? firstDatabaseName : `store-${Math.max(...names.map(numberOf)) + 1}.sqlite`
}

/** With its log; 0 for one that is gone. */
export function sizeOfDatabase(folder: string, name: string): number {
  const paths = [name, `${name}-wal`].map((file) => join(folder, file))
  return paths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0)
}

/** Deletes a database that nobody has open. After a crash in the middle it is gone, and `sweepDeleted` removes the rest. */
export function deleteDatabase(folder: string, name: string): void {
  renameSync(join(folder, name), join(folder, name + deletedSuffix))
  sweepDeleted(folder)
}

/** Removes what is left of deleted databases, before one is made: a log beside a new one of the same name would be taken for its own. */
export function sweepDeleted(folder: string): void {
  for (const file of readNames(folder)) {
    if (!file.endsWith(deletedSuffix)) continue
    const name = file.slice(0, -deletedSuffix.length)
    if (!isDatabaseName(name)) continue
    const isNewThere = statSync(join(folder, name), { throwIfNoEntry: false }) !== undefined
    for (const side of isNewThere ? [] : sideFiles) rmSync(join(folder, name + side), { force: true })
    rmSync(join(folder, file), { force: true })
  }
}

function numberOf(name: string): number {
  return Number(namePattern.exec(name)?.[1] ?? 1)
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // Not made yet; whoever needs it makes it and tells why that fails.
  }
}

/** Makes a file, or the names in a folder, durable. */
export function syncPath(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
