// Looks into databases of the data folder without owning them: write-ahead logging lets one process write while others read.
// database.ts opens one to write.
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { VectorSpace } from '../../embedder/embedder.ts'
import { createError } from '../../errors.ts'
import {
  busyTimeoutMs,
  type Database,
  guardDatabase,
  hasTables,
  readNumber,
  readSchemaVersion,
  readSpace,
  toStoreInvalid,
} from './database.ts'
import { migrations } from './schema.ts'

export type DatabaseFacts = {
  /** Null for a file that was made but never filled, as after a kill. */
  space: VectorSpace | null
  images: number
}

/** What a database holds. Errors: STORE_INVALID where it is damaged or not ours. */
export function inspectDatabase(file: string): DatabaseFacts {
  return withFile(file, (sqlite) => {
    if (!hasTables(sqlite)) return { space: null, images: 0 }
    return { space: readSpace(sqlite), images: readNumber(sqlite, 'SELECT count(*) AS value FROM images') }
  })
}

/** The space alone, for a start that does not wait for the count. Errors as `inspectDatabase`. */
export function inspectSpace(file: string): VectorSpace | null {
  return withFile(file, (sqlite) => (hasTables(sqlite) ? readSpace(sqlite) : null))
}

/** Opens a database for reads of what other processes have committed. Errors: STORE_INVALID. */
export function openDatabaseToRead(file: string): { database: Database; space: VectorSpace } {
  const sqlite = openFile(file)
  try {
    const space = hasTables(sqlite) ? readSpace(sqlite) : null
    if (space === null) throw createError('STORE_INVALID', 'The database of the embedded store holds no pictures.')
    if (readSchemaVersion(sqlite) < migrations.length) {
      const detail = 'The embedded store was written by an older version of the service: start this one with it once.'
      throw createError('STORE_INVALID', detail)
    }
    return { database: guardDatabase(sqlite, file), space }
  } catch (error) {
    sqlite.close()
    throw toReadFault(file, error)
  }
}

function withFile<T>(file: string, look: (sqlite: DatabaseSync) => T): T {
  const sqlite = openFile(file)
  try {
    return look(sqlite)
  } catch (cause) {
    throw toReadFault(file, cause)
  } finally {
    sqlite.close()
  }
}

function openFile(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs })
  } catch (cause) {
    throw toReadFault(file, cause)
  }
}

/** SQLite's codes for what it could not open, or may not write. */
const accessCodes = [14, 8]

/** Who reads takes locks too, beside the file: a folder that may not be written to is no damage. */
function toReadFault(file: string, cause: unknown): Error {
  const { errcode } = cause as { errcode?: number }
  if (errcode === undefined || !accessCodes.includes(errcode & 0xff) || !existsSync(file)) return toStoreInvalid(cause)
  const detail =
    'The database of the embedded store cannot be opened by this user: who reads it keeps locks beside it, and so must be able to write to its folder. Run this as the user of the service.'
  return createError('STORE_INVALID', detail, { cause })
}
