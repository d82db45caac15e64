// Looks for a picture of the same bytes, so that a file that was renamed or copied keeps its vector. add-images.ts asks.
import type { EmbeddedImage } from './embedder/embedder.ts'
import { isLikenessError } from './errors.ts'
import type { Library } from './library/library.ts'
import { nameOf, type PlacedUpload } from './place-upload.ts'
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

/**
 * One whose file is gone before one that is there, and of those one of the same name before another; null where none has these bytes, or none
 * has all that is needed. Those of `tried`, by their ids, do not count as gone.
 */
export async function findTwin(
  { store, library }: { store: VectorStore; library: Library },
  { contentSha256, relativePath }: PlacedUpload,
  tried: ReadonlySet<string>,
): Promise<Twin | null> {
  const records = (await store.findByContent(contentSha256, twinsMax)).filter(
    (record) => record.relativePath !== relativePath && record.contentSha256 === contentSha256,
  )
  const areGone = await Promise.all(records.map((record) => !tried.has(record.imageId) && isFileGone(library, record)))
  const gone = records.filter((_, i) => areGone[i])
  const name = nameOf(relativePath)
  const record = gone.find((one) => nameOf(one.relativePath) === name) ?? gone[0] ?? records[0]
  if (!record) return null
  const [vector] = await store.getVectors([record.imageId])
  const { width, height, format } = record
  if (!vector || width === null || height === null || format === null) return null
  return { record, embedded: { vector, width, height, format }, isGone: gone.includes(record) }
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
