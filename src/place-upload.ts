// Where an upload goes: the path it names, or one made from its file's name, and what lies there already.
// add-images.ts goes on from here.
import { createHash } from 'node:crypto'
import type { Attributes } from './attributes.ts'
import { isLikenessError } from './errors.ts'
import { toFileTime } from './file-time.ts'
import type { Library } from './library/library.ts'

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
  caption?: string
  /** Of a picture that is there already only those that are named change. */
  attributes?: Attributes
  /** ISO 8601, UTC. */
  takenAt?: string
  location?: { lat: number; lon: number }
  /** When the library's file was last modified before its bytes were read; only of bytes that come from there. */
  fileModifiedAt?: string | null
}

/** An upload and the SHA-256 of its bytes, in hex. */
export type HashedUpload = ImageUpload & { contentSha256: string }
/** An upload that has its place in the library. */
export type PlacedUpload = HashedUpload & { relativePath: string; hasDefaultPath: boolean }

export function hashUpload(upload: ImageUpload): HashedUpload {
  return { ...upload, contentSha256: sha256(upload.bytes) }
}

/** The path of the upload. A default name that other bytes hold gets the content's hash as its suffix. */
export async function placeUpload(library: Library, upload: HashedUpload): Promise<PlacedUpload> {
  if (upload.relativePath !== undefined) {
    // The name comes from the path then, not from what the client's file happened to be called.
    const relativePath = library.checkPath(upload.relativePath)
    return { ...upload, relativePath, hasDefaultPath: false, fileName: undefined }
  }
  const fileName = library.safeFileName(upload.fileName ?? '')
  const [year, month] = new Date().toISOString().split('-')
  const at = (name: string): PlacedUpload => {
    const relativePath = library.checkPath(`uploads/${year}/${month}/${name}`)
    return { ...upload, fileName, relativePath, hasDefaultPath: true }
  }
  const plain = at(fileName)
  if ((await compareFile(library, plain)) !== 'other') return plain
  const dot = fileName.lastIndexOf('.') > 0 ? fileName.lastIndexOf('.') : fileName.length
  return at(`${fileName.slice(0, dot)}-${upload.contentSha256.slice(0, 12)}${fileName.slice(dot)}`)
}

/** Whether the file at the path holds the upload's bytes; sizes are compared first, so that a large other file costs nothing. */
export async function compareFile(library: Library, placed: PlacedUpload): Promise<'nothing' | 'same' | 'other'> {
  try {
    const { sizeBytes } = await library.stat(placed.relativePath)
    if (sizeBytes !== placed.bytes.length) return 'other'
    return sha256(await library.read(placed.relativePath)) === placed.contentSha256 ? 'same' : 'other'
  } catch (error) {
    if (isLikenessError(error, 'FILE_NOT_FOUND')) return 'nothing'
    throw error
  }
}

/** When the file at the path was last modified; null where none lies. */
export async function findFileTime(library: Library, relativePath: string): Promise<string | null> {
  try {
    const { modifiedMs } = await library.stat(relativePath)
    return toFileTime(modifiedMs)
  } catch (error) {
    if (isLikenessError(error, 'FILE_NOT_FOUND')) return null
    throw error
  }
}

/** The last part of a path. */
export function nameOf(relativePath: string): string {
  return relativePath.slice(relativePath.lastIndexOf('/') + 1)
}

/** SHA-256 in hex: a record's `contentSha256`. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
