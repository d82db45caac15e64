// Finding and opening files below the library root without ever leaving it, whatever links lie there.
// folder.ts, write-file.ts and walk.ts go through here; safe-path.ts has checked the path before.
import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open, readlink, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { createError, isLikenessError } from '../errors.ts'
import { assertReadable } from './read-limit.ts'

/** The system's name for why a call failed (`ENOENT`), if it gave one. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

export function isInside(realRoot: string, realPath: string): boolean {
  return realPath === realRoot || realPath.startsWith(realRoot === sep ? sep : realRoot + sep)
}

/**
 * The path where a canonical relative path lies on disk. Names are compared in both of Unicode's normal forms, as macOS
 * has left many libraries in NFD; where neither is there, the canonical name is where it would be made.
 */
export async function pathOnDisk(realRoot: string, relativePath: string): Promise<string> {
  const canonical = join(realRoot, relativePath)
  if (relativePath === relativePath.normalize('NFD') || (await exists(canonical))) return canonical
  let path = realRoot
  for (const segment of relativePath.split('/')) path = await nameOnDisk(path, segment)
  return path
}

/** The same for one name in a folder. */
export async function nameOnDisk(folder: string, name: string): Promise<string> {
  const composed = join(folder, name)
  const decomposed = join(folder, name.normalize('NFD'))
  const isDecomposed = decomposed !== composed && !(await exists(composed)) && (await exists(decomposed))
  return isDecomposed ? decomposed : composed
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

/** The path, free of links, of what lies at the relative path. PATH_INVALID outside the root, FILE_NOT_FOUND for nothing. */
export async function resolveInside(realRoot: string, relativePath: string): Promise<string> {
  try {
    const realPath = await realpath(await pathOnDisk(realRoot, relativePath))
    if (!isInside(realRoot, realPath)) throw leavesRoot()
    return realPath
  } catch (error) {
    throw asReadError(error)
  }
}

/** The regular file at the relative path, by its link-free path. Errors as `resolveInside`. */
export async function statInside(realRoot: string, relativePath: string): Promise<{ path: string; stats: Stats }> {
  const path = await resolveInside(realRoot, relativePath)
  try {
    const stats = await lstat(path)
    if (!stats.isFile()) throw notFound()
    return { path, stats }
  } catch (error) {
    throw asReadError(error)
  }
}

/** The regular file at the relative path, open, with what is known of that very file. Errors as `resolveInside`. */
export async function openInside(
  realRoot: string,
  relativePath: string,
): Promise<{ handle: FileHandle; stats: Stats }> {
  const { path } = await statInside(realRoot, relativePath)
  let handle: FileHandle | undefined
  try {
    // Looked at again once open, as it may have been replaced since: a folder on the way by a link out of the root, the
    // file by a FIFO, whose opening without O_NONBLOCK would wait for a writer that may never come.
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    if (!isInside(realRoot, await pathOfHandle(handle, path))) throw leavesRoot()
    const stats = await handle.stat()
    if (!stats.isFile()) throw notFound()
    return { handle, stats }
  } catch (error) {
    await handle?.close()
    throw asReadError(error)
  }
}

/** The bytes of the regular file at the relative path. Errors as `resolveInside`; IMAGE_TOO_LARGE over 512 MiB. */
export async function readInside(realRoot: string, relativePath: string): Promise<Uint8Array> {
  const opened = await openInside(realRoot, relativePath)
  await using handle = opened.handle
  assertReadable(opened.stats.size)
  try {
    return await readBytes(handle, opened.stats.size)
  } catch (error) {
    throw asReadError(error)
  }
}

/** At most `sizeBytes`, so that a file that grows while it is read stays bounded. The buffer is the file's own. */
async function readBytes(handle: FileHandle, sizeBytes: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(sizeBytes)
  let offset = 0
  while (offset < sizeBytes) {
    const { bytesRead } = await handle.read(bytes, offset, sizeBytes - offset, offset)
    if (bytesRead === 0) break
    offset += bytesRead
  }
  return bytes.subarray(0, offset)
}

/** A folder held open, so that what is done in it is done there, whatever becomes of its name. */
export type HeldFolder = AsyncDisposable & {
  /** The folder's path for as long as it is held. */
  path: string
  /** Makes the names in it durable. */
  sync(): Promise<void>
}

/** Opens the folder at a link-free path. PATH_INVALID if it has become a link out of the root since it was resolved. */
export async function holdFolder(realRoot: string, realPath: string): Promise<HeldFolder> {
  const handle = await open(realPath, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
  try {
    if (!isInside(realRoot, await pathOfHandle(handle, realPath))) throw leavesRoot()
  } catch (error) {
    await handle.close()
    throw error
  }
  return {
    path: isLinux ? descriptorPath(handle) : realPath,
    sync: () => handle.sync(),
    [Symbol.asyncDispose]: () => handle.close(),
  }
}

/** Where an open file really lies. Linux tells it exactly; elsewhere the name is resolved once more. */
async function pathOfHandle(handle: FileHandle, path: string): Promise<string> {
  return isLinux ? readlink(descriptorPath(handle)) : realpath(path)
}

const isLinux = process.platform === 'linux'

function descriptorPath(handle: FileHandle): string {
  return `/proc/self/fd/${handle.fd}`
}

/** Permissions, or a file system that is only read: a library may well be mounted so, or belong to another user. */
export function isForbidden(error: unknown): boolean {
  return ['EROFS', 'EACCES', 'EPERM'].includes(systemCode(error) ?? '')
}

export function forbidden(cause: unknown) {
  const detail = 'The service may not write to the folder of the pictures.'
  return createError('LIBRARY_UNAVAILABLE', detail, { cause, retryAfterS: 60 })
}

export function leavesRoot() {
  return createError('PATH_INVALID', 'The path leads out of the library through a link.')
}

function notFound(cause?: unknown) {
  return createError('FILE_NOT_FOUND', 'No file lies at this path.', { cause })
}

function asReadError(error: unknown) {
  if (isLikenessError(error)) return error
  const code = systemCode(error)
  // ELOOP: links that lead to each other, or a link put in the file's place after it was resolved. ENXIO: a socket.
  if (code && ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ENXIO'].includes(code)) return notFound(error)
  const detail = isForbidden(error)
    ? 'The file could not be read: its permissions forbid it.'
    : 'The file could not be read.'
  return createError('INTERNAL', detail, { cause: error })
}
