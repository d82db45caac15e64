// Removing a file and the folders it leaves empty. folder.ts calls it; inside-root.ts keeps it below the root.
// A link is removed itself; what it leads to stays.
import { lstat, realpath, rmdir, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { createError, isLikenessError } from '../errors.ts'
import { forbidden, holdFolder, isForbidden, isInside, leavesRoot, pathOnDisk, systemCode } from './inside-root.ts'

/** Removes the file at a checked relative path, and the folders above it that are then empty, up to the root. */
export async function removeInside(realRoot: string, relativePath: string): Promise<void> {
  const path = await pathOnDisk(realRoot, relativePath)
  try {
    const folder = await realpath(dirname(path))
    if (!isInside(realRoot, folder)) throw leavesRoot()
    await using held = await holdFolder(realRoot, folder)
    const file = join(held.path, basename(path))
    if ((await lstat(file)).isDirectory()) {
      throw createError('FILE_NOT_FOUND', 'A folder lies at this path, not a file.')
    }
    await unlink(file)
    // A folder that was reached through a link stays: without it the link would lead nowhere.
    if (folder === dirname(path)) await removeEmptyFolders(realRoot, folder)
  } catch (error) {
    if (isLikenessError(error)) throw error
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return
    if (isForbidden(error)) throw forbidden(error)
    throw createError('INTERNAL', 'The file could not be removed.', { cause: error })
  }
}

async function removeEmptyFolders(realRoot: string, folder: string): Promise<void> {
  for (let path = folder; path !== realRoot; path = dirname(path)) {
    try {
      await rmdir(path)
    } catch {
      // Not empty, or not ours to remove: either way it and those above it stay.
      return
    }
  }
}
