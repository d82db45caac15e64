// Looks for a picture of the same bytes, so that a file that was renamed or copied keeps its vector. add-images.ts asks.
import type { EmbeddedImage } from './embedder/embedder.ts'
import { isLikenessError } from './errors.ts'
import type { Library } from './library/library.ts'
import type { PlacedUpload } from './place-upload.ts'
import type { ImageRecord, VectorStore } from './store/vector-store.ts'

export type Twin = {
  record: ImageRecord
  /** What embedding the bytes would give again. */
  embedded: EmbeddedImage
  /** Whether its file is gone from its place: the bytes were moved and not copied. */
  isGone: boolean
}

/** A picture that is copied more often is found all the same; whether one of the others was moved is not looked at then. */
const twinsMax = 16

/** One whose file is gone before one that is there; null where none has these bytes, or none has all that is needed. */
export async function findTwin(
  { store, library }: { store: VectorStore; library: Library },
  { contentSha256, relativePath }: PlacedUpload,
): Promise<Twin | null> {
  const records = (await store.findByContent(contentSha256, twinsMax)).filter(
    (record) => record.relativePath !== relativePath && record.contentSha256 === contentSha256,
  )
  if (records.length === 0) return null
  const gone = await Promise.all(records.map((record) => isFileGone(library, record)))
  const i = Math.max(0, gone.indexOf(true))
  const record = records[i]!
  const [vector] = await store.getVectors([record.imageId])
  const { width, height, format } = record
  if (!vector || width === null || height === null || format === null) return null
  return { record, embedded: { vector, width, height, format }, isGone: gone[i]! }
}

/** Errors: LIBRARY_UNAVAILABLE. */
export async function isFileGone(library: Library, { relativePath }: ImageRecord): Promise<boolean> {
  try {
    await library.stat(relativePath)
    return false
  } catch (error) {
    // A library that does not answer, or a folder that cannot be looked into, says nothing about what lies in it.
    if (isLikenessError(error, 'LIBRARY_UNAVAILABLE')) throw error
    return isLikenessError(error, 'FILE_NOT_FOUND')
  }
}
