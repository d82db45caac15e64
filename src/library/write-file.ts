// Writing a file whole or not at all: a temporary file beside it, made durable, then given its name in one step.
// folder.ts calls it; inside-root.ts keeps it below the root. Temporary names begin with a dot, so that no path reaches them.
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { link, lstat, mkdir, open, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { createError, isLikenessError } from '../errors.ts'
import { forbidden, holdFolder, isForbidden, isInside, leavesRoot, nameOnDisk, systemCode } from './inside-root.ts'

const temporaryPrefix = '.likeness-'

/** How often a write starts over because another took its new, still empty folder or its temporary file away. */
const attemptsMax = 5

export type WriteOptions = {
  overwrite: boolean
  /** Where a note of each unfinished write lies, so that leftovers of a crash are found without searching the library. */
  notesFolder: string
}

/**
 * Writes a file at a checked relative path, making the folders it needs; durable on return.
 *
 * Errors: PATH_TAKEN where a file lies (unless `overwrite`), a folder lies, or a file is in the place of a folder;
 * PATH_INVALID where a link leads out of the root or the file system cannot hold the name; STORE_UNAVAILABLE for a full disk,
 * LIBRARY_UNAVAILABLE where nothing may be written, INTERNAL for a failing disk.
 */
export async function writeInside(
  realRoot: string,
  relativePath: string,
  bytes: Uint8Array,
  options: WriteOptions,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await writeOnce(realRoot, relativePath, bytes, options)
    } catch (error) {
      if (systemCode(error) === 'ENOENT' && attempt < attemptsMax) continue
      throw asWriteError(error)
    }
  }
}

async function writeOnce(root: string, relativePath: string, bytes: Uint8Array, options: WriteOptions): Promise<void> {
  const segments = relativePath.split('/')
  const name = segments.pop()!
  let folder = root
  for (const segment of segments) folder = await enterFolder(root, folder, segment)
  await using held = await holdFolder(root, folder)
  const path = await nameOnDisk(held.path, name)
  if (!options.overwrite && (await kindAt(path)) !== 'nothing') throw taken()
  const id = randomUUID()
  const temporary = join(held.path, temporaryPrefix + id)
  const note = join(options.notesFolder, id)
  await noteWrite(note, join(folder, temporaryPrefix + id))
  try {
    await writeDurably(temporary, bytes)
    // link() refuses an existing name in the same step; rename() replaces it in the same step.
    if (options.overwrite) await rename(temporary, path)
    else await link(temporary, path)
  } finally {
    await rm(temporary, { force: true })
    await rm(note, { force: true })
  }
  await held.sync()
}

/** The link-free path of a folder's subfolder, made where nothing lies. */
async function enterFolder(root: string, parent: string, name: string): Promise<string> {
  const path = await nameOnDisk(parent, name)
  const kind = await kindAt(path)
  if (kind === 'folder') return path
  if (kind === 'nothing') {
    await makeFolder(path)
    return path
  }
  if (kind !== 'link') throw folderTaken()
  // An empty string for a link that leads nowhere.
  const target = await realpath(path).catch(() => '')
  if (target !== '' && !isInside(root, target)) throw leavesRoot()
  if (target === '' || (await kindAt(target)) !== 'folder') throw folderTaken()
  return target
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    // Another write made it first.
    if (systemCode(error) !== 'EEXIST') throw error
  }
  await syncFolder(dirname(path))
}

async function kindAt(path: string): Promise<'nothing' | 'folder' | 'link' | 'file'> {
  try {
    const stats = await lstat(path)
    if (stats.isDirectory()) return 'folder'
    return stats.isSymbolicLink() ? 'link' : 'file'
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 'nothing'
    throw error
  }
}

async function noteWrite(note: string, temporary: string): Promise<void> {
  try {
    await mkdir(dirname(note), { recursive: true })
    await writeFile(note, temporary, { flag: 'wx' })
  } catch (cause) {
    throw isDiskFull(cause)
      ? diskFull(cause)
      : createError('INTERNAL', 'The cache folder cannot be written to.', { cause })
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await using handle = await open(path, 'wx')
  await handle.writeFile(bytes)
  await handle.sync()
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  await handle.sync()
}

function taken() {
  return createError('PATH_TAKEN', 'Another file lies at this path.')
}

function folderTaken() {
  return createError('PATH_TAKEN', 'A file lies where the path needs a folder.')
}

/** No room on the disk, none for this user, or none below the process's limit for files. */
function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(systemCode(error) ?? '')
}

function diskFull(cause: unknown) {
  return createError('STORE_UNAVAILABLE', 'There is no room left to write the file.', { cause, retryAfterS: 60 })
}

function asWriteError(error: unknown) {
  if (isLikenessError(error)) return error
  if (isDiskFull(error)) return diskFull(error)
  const code = systemCode(error)
  if (code === 'EEXIST' || code === 'EISDIR' || code === 'ENOTEMPTY') return taken()
  if (code === 'ENOTDIR' || code === 'ELOOP') return folderTaken()
  if (isForbidden(error)) return forbidden(error)
  if (code === 'ENAMETOOLONG') return createError('PATH_INVALID', 'The path is too long for the file system.')
  return createError('INTERNAL', 'The file could not be written.', { cause: error })
}

/**
 * Removes the temporary files that a crash left behind, as their notes tell. Called once, at the start. Where another
 * process is writing such a file right now, its write finds the file gone and starts over.
 */
export async function sweepLeftovers(realRoot: string, notesFolder: string): Promise<void> {
  for (const id of await readdir(notesFolder).catch(() => [])) {
    // A note that cannot be followed (another start was faster, the folder is read-only) is no reason not to start.
    await sweepLeftover(realRoot, notesFolder, id).catch(() => {})
  }
}

async function sweepLeftover(realRoot: string, notesFolder: string, id: string): Promise<void> {
  const note = join(notesFolder, id)
  const temporary = await readFile(note, 'utf8')
  const isOurs = basename(temporary) === temporaryPrefix + id && isInside(realRoot, dirname(temporary))
  if (isOurs) await rm(temporary, { force: true })
  await rm(note)
}
