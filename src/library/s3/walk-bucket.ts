// Lists the pictures below a place in a bucket. s3-library.ts calls it; ../walk.ts does the same for a folder.
// Folders are only what keys have in common: all of them are listed, and what is not wanted is passed over.
import { createError, isLikenessError } from '../../errors.ts'
import type { Selection, WalkEntry } from '../library.ts'
import { checkRelativePath, findPathFault } from '../safe-path.ts'
import { skipped } from '../skipped-place.ts'
import type { Bucket } from './bucket.ts'
import type { ListedObject } from './storage-answer.ts'

/**
 * Every object below `start`, in the order of keys; '' is the whole library.
 *
 * Hidden names, the markers of folders (keys that end with `/`), and what `selection` leaves out are passed over in silence; `start`
 * itself is taken in any case. Keys that are no canonical path are skipped with a reason. Rejects with PATH_INVALID or
 * FILE_NOT_FOUND for `start` itself, and with LIBRARY_UNAVAILABLE.
 */
export async function* walkBucket(
  bucket: Pick<Bucket, 'head' | 'list'>,
  keyPrefix: string,
  { start, selection }: { start: string; selection: Selection | undefined },
): AsyncGenerator<WalkEntry> {
  const path = start === '' ? '' : checkRelativePath(start)
  let isAnything = path === ''
  if (path !== '') {
    const file = await headOrNull(bucket, keyPrefix + path)
    if (file) yield { kind: 'file', relativePath: path, sizeBytes: file.sizeBytes, modifiedMs: file.modifiedMs }
    isAnything = file !== null
  }
  const isEntered = createFolderCheck(path, selection)
  for await (const object of bucket.list(path === '' ? keyPrefix : `${keyPrefix}${path}/`)) {
    isAnything = true
    const entry = describeEntry(object, keyPrefix)
    if (entry && isEntered(entry.relativePath) && isTaken(entry, selection)) yield entry
  }
  if (!isAnything) throw createError('FILE_NOT_FOUND', 'No file or folder lies at this path.')
}

/** The file at the key; null where none lies. Errors: LIBRARY_UNAVAILABLE. */
export async function headOrNull(bucket: Pick<Bucket, 'head'>, key: string) {
  try {
    return await bucket.head(key)
  } catch (error) {
    if (isLikenessError(error, 'FILE_NOT_FOUND')) return null
    throw error
  }
}

/** Null for what is passed over. */
function describeEntry({ key, name, sizeBytes, modifiedMs }: ListedObject, keyPrefix: string): WalkEntry | null {
  if (key === null) return skipped(name.slice(keyPrefix.length), 'The name is not valid UTF-8.')
  const path = key.slice(keyPrefix.length)
  if (path.endsWith('/') || path === '' || isHidden(path)) return null
  const fault = findFault(path)
  return fault === null ? { kind: 'file', relativePath: path, sizeBytes, modifiedMs } : skipped(path, fault)
}

function isHidden(path: string): boolean {
  return path.startsWith('.') || path.includes('/.')
}

/** Why the library could not find the object again under its canonical path, or null. */
function findFault(path: string): string | null {
  return findPathFault(path) ?? (isComposed(path) ? null : 'The name is not in Unicode’s composed form (NFC).')
}

function isComposed(path: string): boolean {
  return path === path.normalize('NFC')
}

function isTaken({ relativePath }: WalkEntry, selection: Selection | undefined): boolean {
  return selection === undefined || selection.takesFile(relativePath)
}

/** Whether every folder between `start` and the file is to be entered; asked once for a run of files in the same folder. */
function createFolderCheck(start: string, selection: Selection | undefined): (path: string) => boolean {
  let lastFolder = start
  let isLastEntered = true
  return (path) => {
    if (selection === undefined) return true
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    if (folder !== lastFolder) {
      isLastEntered = foldersBelow(start, folder).every((upper) => selection.entersFolder(upper))
      lastFolder = folder
    }
    return isLastEntered
  }
}

/** `a/b` and `a/b/c` for the folder `a/b/c` below `a`. */
function foldersBelow(start: string, folder: string): string[] {
  const names = folder.split('/')
  return names.map((_, i) => names.slice(0, i + 1).join('/')).filter((path) => path.length > start.length)
}
