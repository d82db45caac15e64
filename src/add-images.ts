// Adding pictures: embed, decide the id, write the file, store the record. Part of image-catalog.ts; place-upload.ts
// decides the path.
import { changeAttributes } from './attributes.ts'
import type { EmbeddedImage } from './embedder/embedder.ts'
import { createError, isLikenessError } from './errors.ts'
import { findTwin, type Twin } from './find-twin.ts'
import { followMove, liesInLibrary } from './follow-move.ts'
import { deriveImageId } from './image-id.ts'
import {
  type AddOptions,
  type AddOutcome,
  type AddParts,
  currentRecord,
  fileTimeOf,
  keepPicture,
  lockKeys,
  pathKey,
} from './keep-picture.ts'
import type { PictureMetadata } from './picture/picture-metadata.ts'
import { compareFile, hashUpload, type ImageUpload, nameOf, type PlacedUpload, placeUpload } from './place-upload.ts'
import type { ImageRecord, StoredImage, VectorStore } from './store/vector-store.ts'

export function createAddImages(parts: AddParts) {
  return async function addImages(uploads: readonly ImageUpload[], options: AddOptions): Promise<AddOutcome[]> {
    const settled = await Promise.allSettled(uploads.map((upload) => addOne(parts, upload, options)))
    return settled.map((one) => (one.status === 'fulfilled' ? one.value : { status: 'failed', error: one.reason }))
  }
}

async function addOne(parts: AddParts, upload: ImageUpload, options: AddOptions): Promise<AddOutcome> {
  const hashed = hashUpload(upload)
  const placed = await placeUpload(parts.library, hashed)

  // Looked at before the expensive part, and again after it, as another request may have been faster. Both times under the
  // lock, as metadata may be written.
  const kept = await parts.mutex.run([pathKey(placed.relativePath)], async () =>
    keepPicture(parts, placed, await currentRecord(parts, placed, options), options),
  )
  if (kept) return kept
  const { moved, twin } = await followTwin(parts, placed, options)
  if (moved) return moved
  const embedded =
    twin?.embedded ??
    (await parts.embedder.embedImage(upload.bytes, {
      signal: options.signal,
      priority: 'bulk',
      contentSha256: hashed.contentSha256,
    }))
  const picture = { ...embedded, metadata: await parts.readMetadata(upload.bytes) }
  try {
    return await storePicture(parts, placed, picture, options)
  } catch (error) {
    // Other bytes took the default name meanwhile; looked at again, it gets its suffix.
    if (!placed.hasDefaultPath || !isLikenessError(error, 'PATH_TAKEN')) throw error
    return storePicture(parts, await placeUpload(parts.library, hashed), picture, options)
  }
}

/** Where several copies were moved at once, another file may have been faster to take a record, and there is one more. */
async function followTwin(
  parts: AddParts,
  placed: PlacedUpload,
  options: AddOptions,
): Promise<{ moved: AddOutcome | null; twin: Twin | null }> {
  const tried = new Set<string>()
  let twin = await findTwin(parts, placed, tried)
  if (!twin?.isGone || !(await liesInLibrary(parts, placed, options))) return { moved: null, twin }
  while (twin?.isGone) {
    const moved = await followMove(parts, placed, twin, options)
    if (moved) return { moved, twin }
    tried.add(twin.record.imageId)
    twin = await findTwin(parts, placed, tried)
  }
  return { moved: null, twin }
}

/** What the picture's bytes gave. */
type ReadPicture = EmbeddedImage & { metadata: PictureMetadata }

async function storePicture(
  parts: AddParts,
  placed: PlacedUpload,
  picture: ReadPicture,
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
    const fileModifiedAt = await fileTimeOf(parts, placed, options)
    const mustWrite = !options.inLibrary && (await compareFile(parts.library, placed)) !== 'same'
    // Of a file that is written now the first ingest that meets it will know the time.
    const time = mustWrite ? null : fileModifiedAt
    const record = { ...buildRecord(imageId, placed, picture, now, mustWrite), fileModifiedAt: time }
    const image = { record, vector: picture.vector }
    if (mustWrite) await writeBoth(parts, placed, image, { overwrite: options.overwrite, isNew: !now })
    else await store.upsert([image], { isSearchable: options.isSearchable })
    return { status: now ? 'updated' : 'created', record }
  })
}

/** First the file, then the record, under a note for the case that a crash comes between them. */
async function writeBoth(
  { store, library, changeNotes }: AddParts,
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

async function assertIdIsFree(store: VectorStore, imageId: string, placed: PlacedUpload): Promise<void> {
  const [holder] = await store.get([imageId])
  if (holder && holder.relativePath !== placed.relativePath) {
    throw createError('IMAGE_ID_TAKEN', `The id "${imageId}" belongs to another picture.`)
  }
}

/** What a client says comes first, then what was known of the picture before, then what its file tells. */
function buildRecord(
  imageId: string,
  placed: PlacedUpload,
  { metadata, width, height, format }: ReadPicture,
  before: ImageRecord | null,
  wrote: boolean,
): Omit<ImageRecord, 'fileModifiedAt'> {
  const now = new Date().toISOString()
  return {
    imageId,
    imageName: placed.imageName ?? before?.imageName ?? placed.fileName ?? nameOf(placed.relativePath),
    relativePath: placed.relativePath,
    tags: placed.tags ?? before?.tags ?? metadata.tags,
    caption: placed.caption ?? before?.caption ?? metadata.caption,
    attributes: changeAttributes(before?.attributes ?? {}, placed.attributes ?? {}),
    takenAt: placed.takenAt ?? before?.takenAt ?? metadata.takenAt,
    location: placed.location ?? before?.location ?? metadata.location,
    camera: metadata.camera,
    addedAt: before?.addedAt ?? now,
    updatedAt: now,
    width,
    height,
    format,
    sizeBytes: placed.bytes.length,
    contentSha256: placed.contentSha256,
    origin: wrote ? 'upload' : (before?.origin ?? 'ingest'),
  }
}
