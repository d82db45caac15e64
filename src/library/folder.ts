// The library in a folder of the file system: the adapter of the port in library.ts. wire.ts makes it.
// Each part has its file: safe-path, inside-root, file-part, write-file, remove-file, walk, thumbnail.
import type { Stats } from 'node:fs'
import { mkdir, opendir, realpath, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createError, isLikenessError } from '../errors.ts'
import { clampRange, emptyStream, expectBytes } from './file-part.ts'
import { isForbidden, openInside, readInside, statInside } from './inside-root.ts'
import type { ByteRange, Library, LibraryFile, OpenedFile, Selection, WalkEntry } from './library.ts'
import { removeInside } from './remove-file.ts'
import { checkNewPath, checkRelativePath, safeFileName } from './safe-path.ts'
import { createThumbnailCache } from './thumbnail.ts'
import { walkInside } from './walk.ts'
import { sweepLeftovers, writeInside } from './write-file.ts'

export type FolderLibraryOptions = {
  /** The folder of the pictures, made where it is missing; it may be a link itself. */
  root: string
  /** For thumbnails and the notes of unfinished writes; outside `root`. What lies there may be removed at any time. */
  cacheFolder: string
  /** Most pixels (width × height) of a picture that a thumbnail is made of. */
  pixelsMax: number
}

/**
 * Opens the library and removes what writes cut short by a crash have left in it.
 *
 * A file is written through a temporary one beside it. `write` takes the names that other systems can hold too, while pictures that lie there already may have any name that
 * `checkPath` takes. Throws CONFIG_INVALID where the root is no folder and cannot be made one.
 */
export async function createFolderLibrary(options: FolderLibraryOptions): Promise<Library> {
  const root = resolve(options.root)
  const realRoot = await openRoot(root)
  const notesFolder = join(options.cacheFolder, 'writes')
  const thumbnails = createThumbnailCache(options)
  await sweepLeftovers(realRoot, notesFolder)

  return {
    root,
    folder: root,
    checkPath: checkRelativePath,
    safeFileName,
    stat: (relativePath) =>
      inRoot(realRoot, async () => describeFile((await statInside(realRoot, checkRelativePath(relativePath))).stats)),
    read: (relativePath) => inRoot(realRoot, () => readInside(realRoot, checkRelativePath(relativePath))),
    open: (relativePath, range) => inRoot(realRoot, () => openPart(realRoot, relativePath, range)),
    write: (relativePath, bytes, { overwrite }) =>
      inRoot(realRoot, () => writeInside(realRoot, checkNewPath(relativePath), bytes, { overwrite, notesFolder })),
    async remove(relativePath) {
      const path = checkRelativePath(relativePath)
      // Nothing to remove is no error.
      await assertRoot(realRoot)
      await removeInside(realRoot, path)
    },
    async thumbnail(relativePath, contentSha256, size) {
      const path = checkRelativePath(relativePath)
      return thumbnails.get(contentSha256, size, () => inRoot(realRoot, () => readInside(realRoot, path)))
    },
    walk: (start = '', selection) => walkRoot(realRoot, start, selection),
  }
}

/**
 * Where the root is gone, as a disk that was unmounted, or may not be entered, a file that is not found tells nothing: nobody may take it for removed.
 * Errors: LIBRARY_UNAVAILABLE then; else those of the work.
 */
async function inRoot<T>(realRoot: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (tellsOfRoot(error)) await assertRoot(realRoot)
    throw error
  }
}

/** The same for a walk, which also passes over what it cannot read. */
async function* walkRoot(realRoot: string, start: string, selection?: Selection): AsyncGenerator<WalkEntry> {
  try {
    for await (const entry of walkInside(realRoot, start, selection)) {
      if (entry.kind === 'skipped') await assertRoot(realRoot, { isListed: true })
      yield entry
    }
  } catch (error) {
    if (tellsOfRoot(error)) await assertRoot(realRoot, { isListed: true })
    throw error
  }
}

function tellsOfRoot(error: unknown): boolean {
  return isLikenessError(error, 'FILE_NOT_FOUND') || isLikenessError(error, 'INTERNAL')
}

/** Errors: LIBRARY_UNAVAILABLE where the root is gone, or may not be entered or, `isListed`, not be listed. */
async function assertRoot(realRoot: string, { isListed } = { isListed: false }): Promise<void> {
  try {
    // Through its own entry, which asks for the right to enter.
    await stat(`${realRoot}/.`)
    if (isListed) await (await opendir(realRoot)).close()
  } catch (cause) {
    const detail = isForbidden(cause)
      ? 'The service may not read the folder of the pictures.'
      : 'The folder of the pictures is not there.'
    throw createError('LIBRARY_UNAVAILABLE', detail, { cause, retryAfterS: 5 })
  }
}

function describeFile({ size, mtimeMs, mtime }: Stats): LibraryFile {
  const version = `${size.toString(16)}-${mtime.getTime().toString(16)}`
  return { sizeBytes: size, modifiedMs: mtimeMs, version }
}

async function openPart(realRoot: string, relativePath: string, range?: ByteRange): Promise<OpenedFile> {
  const { handle, stats } = await openInside(realRoot, checkRelativePath(relativePath))
  try {
    const file = describeFile(stats)
    const part = clampRange(file.sizeBytes, range)
    // Closes the file when it ends or is destroyed.
    if (part) return { file, stream: expectBytes(handle.createReadStream(part), part) }
    await handle.close()
    return { file, stream: emptyStream() }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function openRoot(root: string): Promise<string> {
  try {
    await mkdir(root, { recursive: true })
    const realRoot = await realpath(root)
    if ((await stat(realRoot)).isDirectory()) return realRoot
  } catch (cause) {
    throw createError('CONFIG_INVALID', `IMAGES_DIR names a folder that cannot be opened or made: ${root}`, { cause })
  }
  throw createError('CONFIG_INVALID', `IMAGES_DIR names no folder: ${root}`)
}
