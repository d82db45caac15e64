// Adding pictures: embed, decide the id, write the file, store the record. Part of image-catalog.ts; place-upload.ts
// decides the path.
import type { ChangeNotes } from './change-notes.ts'
import type { EmbeddedImage, Embedder } from './embedder/embedder.ts'
import { createError, isLikenessError } from './errors.ts'
import { deriveImageId } from './image-id.ts'
import type { KeyedMutex } from './keyed-mutex.ts'
import type { Library } from './library/library.ts'
import { compareFile, hashUpload, type ImageUpload, type PlacedUpload, placeUpload } from './place-upload.ts'
import type { ImageChanges, ImageRecord, StoredImage, VectorStore } from './store/vector-store.ts'

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

export type AddOutcome =
  | { status: 'created' | 'updated' | 'unchanged'; record: ImageRecord }
  | { status: 'failed'; error: unknown }

type Parts = {
  embedder: Embedder
  store: VectorStore
  library: Library
  changeNotes: ChangeNotes
  mutex: KeyedMutex
}

export function createAddImages(parts: Parts) {
  return async function addImages(uploads: readonly ImageUpload[], options: AddOptions): Promise<AddOutcome[]> {
    const settled = await Promise.allSettled(uploads.map((upload) => addOne(parts, upload, options)))
    return settled.map((one) => (one.status === 'fulfilled' ? one.value : { status: 'failed', error: one.reason }))
  }
}

async function addOne(parts: Parts, upload: ImageUpload, options: AddOptions): Promise<AddOutcome> {
  const hashed = hashUpload(upload)
  const placed = await placeUpload(parts.library, hashed)

  // Looked at before the expensive part, and again after it, as another request may have been faster. Both times under the
  // lock, as metadata may be written.
  const kept = await parts.mutex.run([pathKey(placed.relativePath)], async () =>
    keepPicture(parts, placed, await currentRecord(parts, placed, options), options),
  )
  if (kept) return kept
  const embedded = await parts.embedder.embedImage(upload.bytes, {
    signal: options.signal,
    priority: 'bulk',
    contentSha256: hashed.contentSha256,
  })
  try {
    return await storePicture(parts, placed, embedded, options)
  } catch (error) {
    // Other bytes took the default name meanwhile; looked at again, it gets its suffix.
    if (!placed.hasDefaultPath || !isLikenessError(error, 'PATH_TAKEN')) throw error
    return storePicture(parts, await placeUpload(parts.library, hashed), embedded, options)
  }
}

async function storePicture(
  parts: Parts,
  placed: PlacedUpload,
  embedded: EmbeddedImage,
  options: AddOptions,
): Promise<AddOutcome> {
  const { store, mutex } = parts
  const newId = placed.imageId ?? deriveImageId(placed.relativePath)
  return mutex.run(lockKeys(placed.relativePath, newId), async () => {
    options.signal?.throwIfAborted()
    const now = await currentRecord(parts, placed, options)
    const kept = await keepPicture(parts, placed, now, options)
    if (kept) return kept
    const imageId = now?.imageId ?? newId
    if (!now) await assertIdIsFree(store, imageId, placed)
    const mustWrite = !options.inLibrary && (await compareFile(parts.library, placed)) !== 'same'
    const record = buildRecord(imageId, placed, embedded, now, mustWrite)
    const image = { record, vector: embedded.vector }
    if (mustWrite) await writeBoth(parts, placed, image, { overwrite: options.overwrite, isNew: !now })
    else await store.upsert([image], { isSearchable: options.isSearchable })
    return { status: now ? 'updated' : 'created', record }
  })
}

/** First the file, then the record, under a note for the case that a crash comes between them. */
async function writeBoth(
  { store, library, changeNotes }: Parts,
  { bytes, hasDefaultPath }: PlacedUpload,
  image: StoredImage,
  { overwrite, isNew }: { overwrite: boolean; isNew: boolean },
): Promise<void> {
  const { record } = image
  await changeNotes.during({ kind: 'write', record }, async () => {
    await library.write(record.relativePath, bytes, { overwrite: overwrite && !hasDefaultPath })
    try {
      await store.upsert([image])
    } catch (error) {
      if (isNew) await library.remove(record.relativePath)
      throw error
    }
  })
}

/** What whoever writes or removes a picture holds meanwhile. */
export function lockKeys(relativePath: string, imageId: string): string[] {
  return [pathKey(relativePath), `id:${imageId}`]
}

function pathKey(relativePath: string): string {
  return `path:${relativePath}`
}

/** The record at the path, unless a tombstone forbids to add there. */
async function currentRecord(parts: Parts, placed: PlacedUpload, options: AddOptions): Promise<ImageRecord | null> {
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
async function keepPicture(
  { store, library }: Parts,
  placed: PlacedUpload,
  record: ImageRecord | null,
  options: AddOptions,
): Promise<AddOutcome | null> {
  if (record?.contentSha256 !== placed.contentSha256) return null
  if (!options.inLibrary && (await compareFile(library, placed)) !== 'same') return null
  const changes = changedMetadata(record, placed)
  if (Object.keys(changes).length === 0) return { status: 'unchanged', record }
  const updated = await store.update(record.imageId, changes, new Date().toISOString())
  // Null when it was removed meanwhile: then there is nothing to keep.
  return updated && { status: 'updated', record: updated }
}

function changedMetadata(record: ImageRecord, { imageName, tags, takenAt, location }: ImageUpload): ImageChanges {
  const given: ImageChanges = { imageName, tags, takenAt, location }
  const changed = Object.entries(given).filter(
    ([name, value]) =>
      value !== undefined && JSON.stringify(value) !== JSON.stringify(record[name as keyof ImageChanges]),
  )
  return Object.fromEntries(changed)
}

async function assertIdIsFree(store: VectorStore, imageId: string, placed: PlacedUpload): Promise<void> {
  const [holder] = await store.get([imageId])
  if (holder && holder.relativePath !== placed.relativePath) {
    throw createError('IMAGE_ID_TAKEN', `The id "${imageId}" belongs to another picture.`)
  }
}

function buildRecord(
  imageId: string,
  placed: PlacedUpload,
  embedded: EmbeddedImage,
  before: ImageRecord | null,
  wrote: boolean,
): ImageRecord {
  const now = new Date().toISOString()
  const name = placed.relativePath.slice(placed.relativePath.lastIndexOf('/') + 1)
  return {
    imageId,
    imageName: placed.imageName ?? before?.imageName ?? placed.fileName ?? name,
    relativePath: placed.relativePath,
    tags: placed.tags ?? before?.tags ?? [],
    takenAt: placed.takenAt ?? before?.takenAt ?? null,
    location: placed.location ?? before?.location ?? null,
    addedAt: before?.addedAt ?? now,
    updatedAt: now,
    width: embedded.width,
    height: embedded.height,
    format: embedded.format,
    sizeBytes: placed.bytes.length,
    contentSha256: placed.contentSha256,
    origin: wrote ? 'upload' : (before?.origin ?? 'ingest'),
  }
}
