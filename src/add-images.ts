// Adding pictures: decide id and path, embed, write the file, store the record. Part of image-catalog.ts.
import { createHash } from 'node:crypto'
import type { ChangeNotes } from './change-notes.ts'
import type { EmbeddedImage, Embedder } from './embedder/embedder.ts'
import { createError, isLikenessError } from './errors.ts'
import { deriveImageId } from './image-id.ts'
import type { KeyedMutex } from './keyed-mutex.ts'
import type { Library } from './library/library.ts'
import type { ImageChanges, ImageRecord, StoredImage, VectorStore } from './store/vector-store.ts'

/** A picture to add. Without `relativePath` it lands below `uploads/<yyyy>/<mm>/` under its file name. */
export type ImageUpload = {
  bytes: Uint8Array
  /** What the client calls the file, any text: the default path and the default `imageName` are made from it. */
  fileName?: string
  /** Used when the path has no record yet; a record keeps the id it has. */
  imageId?: string
  imageName?: string
  relativePath?: string
  tags?: string[]
  /** ISO 8601, UTC. */
  takenAt?: string
  location?: { lat: number; lon: number }
}

export type AddOptions = {
  /** Replace other bytes at the path; otherwise that is PATH_TAKEN. */
  overwrite: boolean
  /** Take a picture that was deleted back; otherwise that is IMAGE_DELETED. */
  restore: boolean
  /** The bytes were just read from the library itself: nothing is compared or written there. */
  inLibrary?: boolean
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

/** One upload on its way: what its bytes hash to, then also where it goes. */
type Hashed = ImageUpload & { contentSha256: string }
type Placed = Hashed & { relativePath: string; hasDefaultPath: boolean }

export function createAddImages(parts: Parts) {
  return async function addImages(uploads: readonly ImageUpload[], options: AddOptions): Promise<AddOutcome[]> {
    const settled = await Promise.allSettled(uploads.map((upload) => addOne(parts, upload, options)))
    return settled.map((one) => (one.status === 'fulfilled' ? one.value : { status: 'failed', error: one.reason }))
  }
}

async function addOne(parts: Parts, upload: ImageUpload, options: AddOptions): Promise<AddOutcome> {
  const hashed: Hashed = { ...upload, contentSha256: sha256(upload.bytes) }
  const placed = await place(parts, hashed)

  // Looked at before the expensive part, and again under the lock, as another request may have been faster.
  const kept = await keepPicture(parts, placed, await currentRecord(parts, placed, options), options)
  if (kept) return kept
  const embedded = await parts.embedder.embedImage(upload.bytes, { signal: options.signal })
  try {
    return await storePicture(parts, placed, embedded, options)
  } catch (error) {
    // Other bytes took the default name meanwhile; looked at again, it gets its suffix.
    if (!placed.hasDefaultPath || !isLikenessError(error, 'PATH_TAKEN')) throw error
    return storePicture(parts, await place(parts, hashed), embedded, options)
  }
}

async function storePicture(
  parts: Parts,
  placed: Placed,
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
    const mustWrite = !options.inLibrary && (await lookAt(parts.library, placed)) !== 'same'
    const record = buildRecord(imageId, placed, embedded, now, mustWrite)
    const image = { record, vector: embedded.vector }
    if (mustWrite) await writeBoth(parts, placed, image, { overwrite: options.overwrite, isNew: !now })
    else await store.upsert([image])
    return { status: now ? 'updated' : 'created', record }
  })
}

/** First the file, then the record, under a note for the case that a crash comes between them. */
async function writeBoth(
  { store, library, changeNotes }: Parts,
  { bytes, hasDefaultPath }: Placed,
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
  return [`path:${relativePath}`, `id:${imageId}`]
}

/** The path of the upload. A default name that other bytes hold gets the content's hash as its suffix. */
async function place({ library }: Parts, upload: Hashed): Promise<Placed> {
  if (upload.relativePath !== undefined) {
    // The name comes from the path then, not from what the client's file happened to be called.
    const relativePath = library.checkPath(upload.relativePath)
    return { ...upload, relativePath, hasDefaultPath: false, fileName: undefined }
  }
  const fileName = library.safeFileName(upload.fileName ?? '')
  const [year, month] = new Date().toISOString().split('-')
  const at = (name: string): Placed => {
    const relativePath = library.checkPath(`uploads/${year}/${month}/${name}`)
    return { ...upload, fileName, relativePath, hasDefaultPath: true }
  }
  const plain = at(fileName)
  if ((await lookAt(library, plain)) !== 'other') return plain
  const dot = fileName.lastIndexOf('.') > 0 ? fileName.lastIndexOf('.') : fileName.length
  return at(`${fileName.slice(0, dot)}-${upload.contentSha256.slice(0, 12)}${fileName.slice(dot)}`)
}

/** The record at the path, unless a tombstone forbids to add there. */
async function currentRecord(parts: Parts, placed: Placed, options: AddOptions): Promise<ImageRecord | null> {
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
  placed: Placed,
  record: ImageRecord | null,
  options: AddOptions,
): Promise<AddOutcome | null> {
  if (record?.contentSha256 !== placed.contentSha256) return null
  if (!options.inLibrary && (await lookAt(library, placed)) !== 'same') return null
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

async function assertIdIsFree(store: VectorStore, imageId: string, placed: Placed): Promise<void> {
  const [holder] = await store.get([imageId])
  if (holder && holder.relativePath !== placed.relativePath) {
    throw createError('IMAGE_ID_TAKEN', `The id "${imageId}" belongs to another picture.`)
  }
}

/** Whether the file at the path holds the upload's bytes; sizes are compared first, so that a large other file costs nothing. */
async function lookAt(library: Library, placed: Placed): Promise<'nothing' | 'same' | 'other'> {
  try {
    const { sizeBytes } = await library.stat(placed.relativePath)
    if (sizeBytes !== placed.bytes.length) return 'other'
    return sha256(await library.read(placed.relativePath)) === placed.contentSha256 ? 'same' : 'other'
  } catch (error) {
    if (isLikenessError(error, 'FILE_NOT_FOUND')) return 'nothing'
    throw error
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function buildRecord(
  imageId: string,
  placed: Placed,
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
