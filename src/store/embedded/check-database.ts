// Checks one database of the data folder without owning it, page by page. diagnose-embedded.ts asks for each.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { VectorSpace } from '../../embedder/embedder.ts'
import { isLikenessError } from '../../errors.ts'
import { count, type Finding, failure, formatBytes, ok } from '../diagnosis.ts'
import { busyTimeoutMs, hasTables, readNumber, readSchemaVersion, readSpace } from './database.ts'
import { sizeOfDatabase } from './database-files.ts'

export type DatabaseState = {
  name: string
  /** Null where it has none yet, or cannot be read. */
  space: VectorSpace | null
  finding: Finding
}

/** Faults that SQLite names at most; more say nothing else. */
const faultsMax = 3

/** Reads the whole file: about a second for each gigabyte that is not in memory. */
export function checkDatabase(folder: string, name: string): DatabaseState {
  const size = formatBytes(sizeOfDatabase(folder, name))
  let sqlite: DatabaseSync | undefined
  try {
    sqlite = new DatabaseSync(join(folder, name), { readOnly: true, timeout: busyTimeoutMs })
    if (!hasTables(sqlite)) return { name, space: null, finding: ok('database', `${name}: made, and empty so far`) }
    const version = readSchemaVersion(sqlite)
    const faults = findFaults(sqlite)
    if (faults.length > 0) return damaged(name, size, faults.join('; '))
    const images = count(readNumber(sqlite, 'SELECT count(*) AS value FROM images'), 'picture')
    const detail = `${name}: ${images}, ${size}, schema version ${version}, whole`
    return { name, space: readSpace(sqlite), finding: ok('database', detail) }
  } catch (error) {
    if (!isLikenessError(error)) return damaged(name, size, String((error as Error).message))
    const advice = 'Use the version of the service that wrote it, or restore it from a backup.'
    return { name, space: null, finding: failure('database', `${name}: ${error.message}`, advice) }
  } finally {
    sqlite?.close()
  }
}

function findFaults(sqlite: DatabaseSync): string[] {
  return sqlite
    .prepare(`PRAGMA quick_check(${faultsMax})`)
    .all()
    .map(({ quick_check }) => String(quick_check))
    .filter((line) => line !== 'ok')
}

function damaged(name: string, size: string, fault: string): DatabaseState {
  const advice =
    'Stop the service, and restore the file and its -wal from a backup; or move them away and ingest anew, which makes the vectors again.'
  return { name, space: null, finding: failure('database', `${name} (${size}) is damaged: ${fault}`, advice) }
}
