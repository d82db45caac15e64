// A file that was renamed or moved within the library: its record follows it, with its vector and all that is known of the picture.
// add-images.ts asks where the picture of other bytes would be embedded; find-twin.ts has found the record.
import { changeAttributes } from './attributes.ts'
import { isFileGone, type Twin } from './find-twin.ts'
import {
  type AddOptions,
  type AddOutcome,
  type AddParts,
  changedMetadata,
  currentRecord,
  fileTimeOf,
  lockKeys,
  pathKey,
} from './keep-picture.ts'
import { compareFile, nameOf, type PlacedUpload } from './place-upload.ts'
import type { ImageRecord } from './store/vector-store.ts'

/** Takes the record to the file's new place, where its bytes lie; null where that place was taken, or the file came back. */
export async function followMove(
  parts: AddParts,
  placed: PlacedUpload,
  { record: { imageId, relativePath: oldPath } }: Twin,
  options: AddOptions,
): Promise<AddOutcome | null> {
  const { store, library, mutex } = parts
  return mutex.run([...lockKeys(placed.relativePath, imageId), pathKey(oldPath)], async () => {
    options.signal?.throwIfAborted()
    const [record] = await store.get([imageId])
    const isSame = record?.relativePath === oldPath && record.contentSha256 === placed.contentSha256
    if (!isSame || (await currentRecord(parts, placed, options)) || !(await isFileGone(library, record))) return null
    const [vector] = await store.getVectors([imageId])
    if (!vector) return null
    const moved: ImageRecord = {
      ...record,
      ...changedMetadata(record, placed),
      attributes: changeAttributes(record.attributes, placed.attributes ?? {}),
      // A name that was made from the old path follows the new one.
      imageName:
        placed.imageName ?? (record.imageName === nameOf(oldPath) ? nameOf(placed.relativePath) : record.imageName),
      relativePath: placed.relativePath,
      updatedAt: new Date().toISOString(),
      fileModifiedAt: await fileTimeOf(parts, placed, options),
    }
    await store.upsert([{ record: moved, vector }], { isSearchable: options.isSearchable })
    return { status: 'moved', record: moved }
  })
}

/** Whether the bytes lie at their path already: those that do not were not moved there. */
export async function liesInLibrary(
  { library }: AddParts,
  placed: PlacedUpload,
  { inLibrary }: AddOptions,
): Promise<boolean> {
  return inLibrary || (await compareFile(library, placed)) === 'same'
}
