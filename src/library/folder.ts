// The library in a folder of the file system: the adapter of the port in library.ts. wire.ts makes it.
// Each part has its file: safe-path, inside-root, file-part, write-file, remove-file, walk, thumbnail.
import type { Stats } from 'node:fs'
import { mkdir, realpath, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createError } from '../errors.ts'
import { clampRange, emptyStream, expectBytes } from './file-part.ts'
import { openInside, readInside, statInside } from './inside-root.ts'
import type { ByteRange, Library, LibraryFile, OpenedFile } from './library.ts'
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
    async stat(relativePath) {
      const { stats } = await statInside(realRoot, checkRelativePath(relativePath))
      return describeFile(stats)
    },
    async read(relativePath) {
      return readInside(realRoot, checkRelativePath(relativePath))
    },
    open: (relativePath, range) => openPart(realRoot, relativePath, range),
    async write(relativePath, bytes, { overwrite }) {
      await writeInside(realRoot, checkNewPath(relativePath), bytes, { overwrite, notesFolder })
    },
    async remove(relativePath) {
      await removeInside(realRoot, checkRelativePath(relativePath))
    },
    async thumbnail(relativePath, contentSha256, size) {
      const path = checkRelativePath(relativePath)
      return thumbnails.get(contentSha256, size, () => readInside(realRoot, path))
    },
    walk: (start = '', selection) => walkInside(realRoot, start, selection),
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
    throw createError('CONFIG_INVALID', 'The image library’s root folder cannot be opened or made.', { cause })
  }
  throw createError('CONFIG_INVALID', 'The image library’s root is not a folder.')
}
