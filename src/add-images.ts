// Adding pictures: decide id and path, embed, write the file, store the record. Part of image-catalog.ts.
import { createHash } from 'node:crypto'
import type { EmbeddedImage, Embedder } from './embedder/embedder.ts'
import { createError, isLikenessError } from './errors.ts'
import { deriveImageId } from './image-id.ts'
import type { KeyedMutex } from './keyed-mutex.ts'
import type { Library } from './library/library.ts'
import type { ImageChanges, ImageRecord, VectorStore } from './store/vector-store.ts'

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

type Parts = { embedder: Embedder; store: VectorStore; library: Library; mutex: KeyedMutex }

/** One upload on its way: what its bytes hash to, then also where it goes. */
type Hashed = ImageUpload & { contentSha256: string }
type Placed = Hashed & { relativePath: string }

export function createAddImages(parts: Parts) {
  return async function addImages(uploads: readonly ImageUpload[], options: AddOptions): Promise<AddOutcome[]> {
    const settled = await Promise.allSettled(uploads.map((upload) => addOne(parts, upload, options)))
    return settled.map((one) => (one.status === 'fulfilled' ? one.value : { status: 'failed', error: one.reason }))
  }
}

async function addOne(parts: Parts, upload: ImageUpload, options: AddOptions): Promise<AddOutcome> {
  const { embedder, store, mutex } = parts
  const placed = await place(parts, upload)

  // Looked at before the expensive part, and again under the lock, as another request may have been faster.
  const before = await currentRecord(parts, placed, options)
  if (before && isUnchanged(before, placed) && (await fileIsThere(parts, placed, options))) {
    return keepPicture(parts, before, placed)
  }
  const embedded = await embedder.embedImage(upload.bytes, { signal: options.signal })

  const newId = placed.imageId ?? deriveImageId(placed.relativePath)
  return mutex.run([`path:${placed.relativePath}`, `id:${newId}`], async () => {
    options.signal?.throwIfAborted()
    const now = await currentRecord(parts, placed, options)
    const imageId = now?.imageId ?? newId
    if (!now) await assertIdIsFree(store, imageId, placed)
    const wrote = await settleFile(parts, placed, options)
    const record = buildRecord(imageId, placed, embedded, now, wrote)
    try {
      await store.upsert([{ record, vector: embedded.vector }])
    } catch (error) {
      if (wrote && !now) await parts.library.remove(placed.relativePath)
      throw error
    }
    return { status: now ? 'updated' : 'created', record }
  })
}

/** The path of the upload. A default name that other bytes hold gets the content's hash as its suffix. */
async function place({ library }: Parts, given: ImageUpload): Promise<Placed> {
  const upload: Hashed = { ...given, contentSha256: sha256(given.bytes) }
  if (upload.relativePath !== undefined) {
    // The name comes from the path then, not from what the client's file happened to be called.
    return { ...upload, relativePath: library.checkPath(upload.relativePath), fileName: undefined }
  }
  const fileName = library.safeFileName(upload.fileName ?? '')
  const [year, month] = new Date().toISOString().split('-')
  const plain = library.checkPath(`uploads/${year}/${month}/${fileName}`)
  if ((await lookAt(library, plain, upload)) !== 'other') return { ...upload, fileName, relativePath: plain }
  const dot = fileName.lastIndexOf('.') > 0 ? fileName.lastIndexOf('.') : fileName.length
  const suffixed = `${fileName.slice(0, dot)}-${upload.contentSha256.slice(0, 12)}${fileName.slice(dot)}`
  return { ...upload, fileName, relativePath: library.checkPath(`uploads/${year}/${month}/${suffixed}`) }
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

function isUnchanged(record: ImageRecord, placed: Placed): boolean {
  return record.contentSha256 === placed.contentSha256
}

async function fileIsThere(parts: Parts, placed: Placed, options: AddOptions): Promise<boolean> {
  return options.inLibrary === true || (await lookAt(parts.library, placed.relativePath, placed)) === 'same'
}

/** The picture stays as it is; metadata that the upload brings is taken over. */
async function keepPicture({ store }: Parts, record: ImageRecord, placed: Placed): Promise<AddOutcome> {
  const changes = changedMetadata(record, placed)
  if (Object.keys(changes).length === 0) return { status: 'unchanged', record }
  const updated = await store.update(record.imageId, changes, new Date().toISOString())
  if (!updated) throw createError('IMAGE_NOT_FOUND', `The image "${record.imageId}" was deleted meanwhile.`)
  return { status: 'updated', record: updated }
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

/** Sees to it that the bytes lie at the path. Resolves to whether the service wrote them. */
async function settleFile({ library }: Parts, placed: Placed, options: AddOptions): Promise<boolean> {
  if (options.inLibrary) return false
  if ((await lookAt(library, placed.relativePath, placed)) === 'same') return false
  await library.write(placed.relativePath, placed.bytes, { overwrite: options.overwrite })
  return true
}

/** Whether the file at the path holds the upload's bytes; sizes are compared first, so that a large other file costs nothing. */
async function lookAt(library: Library, relativePath: string, upload: Hashed): Promise<'nothing' | 'same' | 'other'> {
  try {
    const { sizeBytes } = await library.stat(relativePath)
    if (sizeBytes !== upload.bytes.length) return 'other'
    return sha256(await library.read(relativePath)) === upload.contentSha256 ? 'same' : 'other'
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
