// Copies of the database that serves, made while its owner goes on writing, and put back into an empty folder. The embedded store's part of
// ../index-life.ts for `likeness backup` and `restore`.
import { accessSync, constants, copyFileSync, mkdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { createError, isLikenessError } from '../../errors.ts'
import type { StoreSnapshots } from '../index-life.ts'
import { firstDatabaseName, listDatabases, sweepDeleted, syncPath } from './database-files.ts'
import { forgetIndexState, readIndexState, withIndexLock } from './index-state.ts'
import { acquireOwnerLock } from './owner-lock.ts'
import { type DatabaseFacts, inspectDatabase, inspectSpace } from './read-database.ts'

/** All pages in one step: a copy in several begins anew with every write of another process. */
const pagesPerStep = 2 ** 30

export function createSnapshots(folder: string): StoreSnapshots {
  return {
    async save(file) {
      const { serving } = readIndexState(folder)
      if (serving === null) throw createError('INDEX_MISSING', 'The store has no index yet: nothing was added to it.')
      assertForeign(folder, file)
      const database = join(folder, serving)
      inspectSpace(database)
      const temporary = `${file}.partial`
      const source = new DatabaseSync(database, { readOnly: true })
      try {
        rmSync(temporary, { force: true })
        await backup(source, temporary, { rate: pagesPerStep })
        syncPath(temporary)
        const { images } = inspectDatabase(temporary)
        renameSync(temporary, file)
        return images
      } catch (cause) {
        throw isLikenessError(cause) ? cause : unwritable(file, cause)
      } finally {
        source.close()
        removeDatabase(temporary)
      }
    },
    async load(file) {
      assertReadable(file)
      mkdirSync(folder, { recursive: true })
      const owner = acquireOwnerLock(folder)
      try {
        return withIndexLock(folder, () => placeDatabase(folder, file))
      } finally {
        owner.release()
      }
    },
  }
}

/** What a store keeps in its folder: a copy in the place of one would be the end of it. */
const ownNames = /^(store(-\d+)?\.sqlite(-wal|-shm|-journal)?|(index|owner|migration)\.(json|lock)(-journal)?)$/

function assertForeign(folder: string, file: string): void {
  const realPath = (path: string) => realpathSync.native(path)
  let isInFolder = false
  try {
    isInFolder = realPath(dirname(resolve(file))) === realPath(folder)
  } catch (cause) {
    throw unwritable(file, cause)
  }
  if (!isInFolder || !ownNames.test(basename(file))) return
  const detail = `${file} is a file of the store itself. Name the file that the copy is to be written to, such as store.backup.`
  throw createError('CONFIG_INVALID', detail)
}

function assertReadable(file: string): void {
  let logBytes = 0
  try {
    accessSync(file, constants.R_OK)
    logBytes = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
  } catch (cause) {
    throw createError('CONFIG_INVALID', `The file ${file} cannot be read (${reasonOf(cause)}).`, { cause })
  }
  if (logBytes === 0) return
  const detail = `${file} is no copy that backup wrote: what it holds is in part in ${file}-wal. Let a backup of its store be made, or copy both into an empty folder.`
  throw createError('CONFIG_INVALID', detail)
}

/** Looks into the copy in the folder: SQLite writes beside a file even to read it, and its own place may be read-only. */
function placeDatabase(folder: string, file: string): number {
  if (listDatabases(folder).length > 0) {
    const detail = 'The folder holds an index already. Restore into a folder of its own, or move that one away first.'
    throw createError('CONFIG_INVALID', detail)
  }
  sweepDeleted(folder)
  forgetIndexState(folder)
  const place = join(folder, firstDatabaseName)
  const temporary = `${place}.restoring`
  try {
    copyDatabase(file, temporary)
    const images = countImages(file, temporary)
    removeSideFiles(temporary)
    renameSync(temporary, place)
    syncPath(folder)
    return images
  } finally {
    removeDatabase(temporary)
  }
}

function copyDatabase(file: string, copy: string): void {
  try {
    copyFileSync(file, copy, constants.COPYFILE_FICLONE)
    syncPath(copy)
  } catch (cause) {
    throw createError('CONFIG_INVALID', `The file ${file} cannot be copied into the store (${reasonOf(cause)}).`, {
      cause,
    })
  }
}

function countImages(file: string, copy: string): number {
  let facts: DatabaseFacts
  try {
    facts = inspectDatabase(copy)
  } catch (cause) {
    throw createError('STORE_INVALID', `${file} is no copy of a store, or is damaged.`, { cause })
  }
  if (facts.space === null) throw createError('STORE_INVALID', `${file} is no copy of a store: it holds no pictures.`)
  return facts.images
}

function removeSideFiles(file: string): void {
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
}

function removeDatabase(file: string): void {
  rmSync(file, { force: true })
  removeSideFiles(file)
}

function unwritable(file: string, cause: unknown): Error {
  return createError('CONFIG_INVALID', `The copy cannot be written to ${file} (${reasonOf(cause)}).`, { cause })
}

/** The system's code, or what SQLite says. */
function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException
  return code === undefined || code === 'ERR_SQLITE_ERROR' ? message : code
}
