// Copies of the database that serves, made while its owner goes on writing, and put back into an empty folder. The embedded store's part of
// ../index-life.ts for `likeness backup` and `restore`.
import { constants, copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { createError, isLikenessError } from '../../errors.ts'
import type { StoreSnapshots } from '../index-life.ts'
import { firstDatabaseName, listDatabases, sweepDeleted, syncPath } from './database-files.ts'
import { forgetIndexState, readIndexState, withIndexLock } from './index-state.ts'
import { acquireOwnerLock } from './owner-lock.ts'
import { inspectDatabase } from './read-database.ts'

/** All pages in one step: a copy in several begins anew with every write of another process. */
const pagesPerStep = 2 ** 30

export function createSnapshots(folder: string): StoreSnapshots {
  return {
    async save(file) {
      const { serving } = readIndexState(folder)
      if (serving === null) throw createError('INDEX_MISSING', 'The store has no index yet: nothing was added to it.')
      const temporary = `${file}.partial`
      const source = new DatabaseSync(join(folder, serving), { readOnly: true })
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
        for (const suffix of ['', '-wal', '-shm']) rmSync(temporary + suffix, { force: true })
      }
    },
    async load(file) {
      const { space, images } = inspectDatabase(file)
      if (space === null) throw createError('STORE_INVALID', 'The file is no copy of a store: it holds no pictures.')
      mkdirSync(folder, { recursive: true })
      const owner = acquireOwnerLock(folder)
      try {
        withIndexLock(folder, () => placeDatabase(folder, file))
      } finally {
        owner.release()
      }
      return images
    },
  }
}

function placeDatabase(folder: string, file: string): void {
  if (listDatabases(folder).length > 0) {
    const detail = 'The folder holds an index already. Restore into a folder of its own, or move that one away first.'
    throw createError('CONFIG_INVALID', detail)
  }
  sweepDeleted(folder)
  forgetIndexState(folder)
  const place = join(folder, firstDatabaseName)
  const temporary = `${place}.restoring`
  copyFileSync(file, temporary, constants.COPYFILE_FICLONE)
  syncPath(temporary)
  renameSync(temporary, place)
  syncPath(folder)
}

function unwritable(file: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException
  return createError('CONFIG_INVALID', `The copy cannot be written to ${file} (${code ?? message}).`, { cause })
}
