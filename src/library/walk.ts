// Lists the files below the root, folder by folder in path order. folder.ts calls it; ingest is its user.
// Holds the names of one folder and of those above it at a time, whatever the size of the library.
import type { Dirent } from 'node:fs'
import { lstat, opendir, realpath } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { isInside, resolveInside, systemCode } from './inside-root.ts'
import type { Selection, WalkEntry } from './library.ts'
import { checkRelativePath, findPathFault } from './safe-path.ts'
import { type SkippedPlace, skipped } from './skipped-place.ts'

/** How many names are fetched from a folder at once; Node's 32 makes a large folder several times slower. */
const dirBufferLength = 1024

/** Something found in a folder: where it lies on disk, and its canonical path below the root. */
type Place = { kind: 'folder' | 'file'; path: string; relativePath: string } | SkippedPlace

/**
 * Every regular file below `start`, in the order of comparing whole paths by UTF-16 code units; '' is the whole root.
 *
 * Each file appears once, under its real place: links are skipped with a reason, inside the root as well as out of it, so
 * that no cycle and no second name of one picture can arise. Hidden files and folders, and what `selection` leaves out, are
 * passed over in silence; `start` itself is taken in any case. What cannot be entered or named is skipped with a reason. Rejects with PATH_INVALID or FILE_NOT_FOUND for `start` itself.
 */
export async function* walkInside(
  realRoot: string,
  start: string,
  selection: Selection = everything,
): AsyncGenerator<WalkEntry> {
  const stack: Place[] = [await placeOfStart(realRoot, start)]
  while (stack.length > 0) {
    const place = stack.pop()!
    if (place.kind === 'skipped') yield place
    else if (place.kind === 'file') yield await describeFile(place.path, place.relativePath)
    else {
      const places = await listFolder(realRoot, place.path, place.relativePath)
      for (const found of places.reverse()) if (isSelected(found, selection)) stack.push(found)
    }
  }
}

const everything: Selection = { takesFile: () => true, entersFolder: () => true }

/** What cannot be taken is told only where it would have been wanted. */
function isSelected({ kind, relativePath }: Place, { takesFile, entersFolder }: Selection): boolean {
  return kind === 'folder' ? entersFolder(relativePath) : takesFile(relativePath)
}

async function placeOfStart(realRoot: string, start: string): Promise<Place> {
  if (start === '') return { kind: 'folder', path: realRoot, relativePath: '' }
  const path = await resolveInside(realRoot, checkRelativePath(start))
  if (path === realRoot) return { kind: 'folder', path, relativePath: '' }
  const relativePath = checkRelativePath(relative(realRoot, path))
  const stats = await lstat(path)
  return { kind: stats.isDirectory() ? 'folder' : 'file', path, relativePath }
}

/** What lies in a folder, in path order: a folder's key ends with `/`, as the paths of all that is in it do. */
async function listFolder(realRoot: string, folder: string, prefix: string): Promise<Place[]> {
  try {
    const places: { key: string; place: Place }[] = []
    for await (const dirent of await openFolder(folder)) {
      if (dirent.name[0] === '.'.charCodeAt(0)) continue
      const place = await placeOf(realRoot, folder, prefix, dirent)
      places.push({ key: place.kind === 'folder' ? `${place.relativePath}/` : place.relativePath, place })
    }
    return places.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ place }) => place)
  } catch (error) {
    return [skipped(prefix, `The folder cannot be read (${systemCode(error)}).`)]
  }
}

/** Names as bytes, as they need not be valid UTF-8; Node does it, its types do not know. */
async function openFolder(folder: string): Promise<AsyncIterable<Dirent<Buffer>>> {
  const options = { encoding: 'buffer' as BufferEncoding, bufferSize: dirBufferLength }
  return (await opendir(folder, options)) as unknown as AsyncIterable<Dirent<Buffer>>
}

async function placeOf(realRoot: string, folder: string, prefix: string, dirent: Dirent<Buffer>): Promise<Place> {
  const name = dirent.name.toString('utf8')
  const canonical = name.normalize('NFC')
  const relativePath = prefix === '' ? canonical : `${prefix}/${canonical}`
  const path = join(folder, name)
  if (!Buffer.from(name).equals(dirent.name)) return skipped(relativePath, 'The name is not valid UTF-8.')
  const fault = await findFault(relativePath, folder, name, canonical)
  if (fault) return skipped(relativePath, fault)
  if (dirent.isSymbolicLink()) return skipped(relativePath, await describeLink(realRoot, path))
  if (dirent.isDirectory()) return { kind: 'folder', path, relativePath }
  if (dirent.isFile()) return { kind: 'file', path, relativePath }
  return skipped(relativePath, notRegular)
}

/** Why the library could not find the file again under its canonical path, or null. */
async function findFault(path: string, folder: string, name: string, canonical: string): Promise<string | null> {
  const fault = findPathFault(path)
  if (fault !== null) return fault
  if (name === canonical) return null
  if (name !== canonical.normalize('NFD')) return 'The name is in neither of Unicode’s normal forms (NFC, NFD).'
  const hasTwin = await lstat(join(folder, canonical)).then(
    () => true,
    () => false,
  )
  return hasTwin ? 'Another file has the same name in Unicode’s composed form (NFC).' : null
}

async function describeLink(realRoot: string, path: string): Promise<string> {
  const target = await realpath(path).catch(() => null)
  if (target === null) return 'A link that leads nowhere.'
  if (!isInside(realRoot, target)) return 'A link that leads out of the library.'
  return 'A link; what it leads to is found at its own place.'
}

const notRegular = 'Not a regular file.'

async function describeFile(path: string, relativePath: string): Promise<WalkEntry> {
  try {
    const stats = await lstat(path)
    if (!stats.isFile()) return skipped(relativePath, notRegular)
    return { kind: 'file', relativePath, sizeBytes: stats.size, modifiedMs: stats.mtimeMs }
  } catch (error) {
    return skipped(relativePath, `The file cannot be read (${systemCode(error)}).`)
  }
}
