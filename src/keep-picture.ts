// What lies at an upload's place already: the record there, and whether the upload is the same picture, which then stays as it is.
// add-images.ts and follow-move.ts look here, under the locks that are named here.
import type { ChangeNotes } from './change-notes.ts'
import type { Embedder } from './embedder/embedder.ts'
import { createError } from './errors.ts'
import type { KeyedMutex } from './keyed-mutex.ts'
import type { Library } from './library/library.ts'
import type { ReadPictureMetadata } from './picture/picture-metadata.ts'
import { compareFile, findFileTime, type ImageUpload, type PlacedUpload } from './place-upload.ts'
import type { ImageChanges, ImageRecord, VectorStore } from './store/vector-store.ts'

export type AddOptions = {
  /** Replace other bytes at the path; otherwise that is PATH_TAKEN. */
  overwrite: boolean
  /** Take a picture that was deleted back; otherwise that is IMAGE_DELETED. */
  restore: boolean
  /** The bytes were just read from the library itself: nothing is compared or written there. */
  inLibrary?: boolean
  /** False for one of many, whose caller makes them all searchable at the end. */
  isSearchable?: boolean
  signal?: AbortSignal
}

/** `moved`: the file of a record lay at another place before, and the record has followed it with all that is known of it. */
export type AddOutcome =
  | { status: 'created' | 'updated' | 'moved' | 'unchanged'; record: ImageRecord }
  | { status: 'failed'; error: unknown }

export type AddParts = {
  embedder: Embedder
  store: VectorStore
  library: Library
  changeNotes: ChangeNotes
  readMetadata: ReadPictureMetadata
  mutex: KeyedMutex
}

/** What whoever writes or removes a picture holds meanwhile. */
export function lockKeys(relativePath: string, imageId: string): string[] {
  return [pathKey(relativePath), `id:${imageId}`]
}

export function pathKey(relativePath: string): string {
  return `path:${relativePath}`
}

/** The record at the path, unless a tombstone forbids to add there. */
export async function currentRecord(
  parts: AddParts,
  placed: PlacedUpload,
  options: AddOptions,
): Promise<ImageRecord | null> {
  const [record] = await parts.store.getByPath([placed.relativePath])
  if (record || options.restore) return record ?? null
  const tombstones = await parts.store.findTombstones([placed.relativePath])
  if (tombstones.has(placed.relativePath)) {
    throw createError('IMAGE_DELETED', `The picture at "${placed.relativePath}" was deleted.`)
  }
  return null
}

/**
 * The outcome of a picture that is there already, byte for byte: it stays as it is, and metadata that the upload brings is
 * taken over. Null where the picture must be stored.
 */
export async function keepPicture(
  parts: AddParts,
  placed: PlacedUpload,
  record: ImageRecord | null,
  options: AddOptions,
): Promise<AddOutcome | null> {
  const { store, library } = parts
  if (record?.contentSha256 !== placed.contentSha256) return null
  const fileModifiedAt = await fileTimeOf({ library }, placed, options)
  if (!options.inLibrary && (await compareFile(library, placed)) !== 'same') return null
  const changes = { ...(await metadataOfFile(parts, placed, record)), ...changedMetadata(record, placed) }
  if (Object.keys(changes).length === 0) {
    return { status: 'unchanged', record: await noteFileTime(store, record, fileModifiedAt) }
  }
  const updated = await store.update(record.imageId, { ...changes, fileModifiedAt }, new Date().toISOString())
  // Null when it was removed meanwhile: then there is nothing to keep.
  return updated && { status: 'updated', record: updated }
}

/** What the file tells of a picture of which nothing is known, as of one that was added when files were not asked yet. */
async function metadataOfFile(
  { readMetadata }: AddParts,
  { bytes }: PlacedUpload,
  { takenAt, location, camera, tags, caption }: ImageRecord,
): Promise<ImageChanges> {
  const isKnown = [takenAt, location, camera, caption].some((value) => value !== null)
  if (isKnown || tags.length > 0) return {}
  const told = Object.entries(await readMetadata(bytes))
  return Object.fromEntries(told.filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value !== null)))
}

/** So that the next ingest knows the file without reading it. Nothing that a client could see as a change of the picture. */
async function noteFileTime(
  store: VectorStore,
  record: ImageRecord,
  fileModifiedAt: string | null,
): Promise<ImageRecord> {
  if (fileModifiedAt === null || fileModifiedAt === record.fileModifiedAt) return record
  const { imageId, updatedAt } = record
  const noted = await store.update(imageId, { fileModifiedAt }, updatedAt ?? new Date().toISOString(), {
    isSearchable: false,
  })
  return noted ?? record
}

/** Of the library's file, as it was before its bytes were read or compared. */
export async function fileTimeOf(
  { library }: Pick<AddParts, 'library'>,
  placed: PlacedUpload,
  { inLibrary }: AddOptions,
): Promise<string | null> {
  return inLibrary ? (placed.fileModifiedAt ?? null) : findFileTime(library, placed.relativePath)
}

/** What an upload says otherwise than the record. */
export function changedMetadata(
  record: ImageRecord,
  { imageName, tags, caption, takenAt, location, attributes = {} }: ImageUpload,
): ImageChanges {
  const given: ImageChanges = { imageName, tags, caption, takenAt, location }
  const changed = changedEntries(record, given)
  const changedAttributes = changedEntries(record.attributes, attributes)
  return { ...changed, ...(Object.keys(changedAttributes).length > 0 && { attributes: changedAttributes }) }
}

function changedEntries<T extends object>(before: object, given: T): T {
  const changed = Object.entries(given).filter(
    ([name, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(before[name as keyof object]),
  )
  return Object.fromEntries(changed) as T
}
