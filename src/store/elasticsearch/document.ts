// Where records (camelCase) and documents (the known form, snake_case) meet. Documents come back as a `_source` or, from
// searches, as `fields`, in which every value is a list.
import { toAttributes, utcTime } from '../../attributes.ts'
import type { ImageFormat } from '../../embedder/embedder.ts'
import { type FacetName, folderOf } from '../../facets.ts'
import { orientationOf } from '../../filter.ts'
import { isUnitVector, normalise } from '../../vector.ts'
import type { ImageChanges, ImageRecord } from '../vector-store.ts'
import { toAttributeFields } from './attributes.ts'
import { vectorField } from './index-shape.ts'
import { toWordFields } from './words.ts'

/** The exact-match fields of the index: a hand-filled one may have them below a text field. */
export type FieldNames = {
  imageId: string
  imageName: string
  relativePath: string
  addedAt: string
  location: string
  /** What each facet counts, and filters ask; where a hand-filled index has no such field, all its images lack a value. */
  facets: Record<FacetName, string>
  /** Characters of what lists are ordered by: longer values are not in that field, and none is where it is 0. */
  orderLengthMax: Record<'imageName' | 'takenAt' | 'addedAt', number>
}

export const ownFieldNames: FieldNames = {
  imageId: 'image_id',
  imageName: 'image_name',
  relativePath: 'relative_path',
  addedAt: 'added_at',
  location: 'location',
  facets: { tags: 'tags', year: 'taken_at', folder: 'folder', format: 'format', camera: 'camera' },
  orderLengthMax: {
    imageName: Number.POSITIVE_INFINITY,
    takenAt: Number.POSITIVE_INFINITY,
    addedAt: Number.POSITIVE_INFINITY,
  },
}

/** A document as the engine returns it. */
export type Fields = Record<string, unknown>

/** What searches ask for to make a record of. */
export const recordFields = [
  'image_id',
  'image_name',
  'relative_path',
  'tags',
  'caption',
  'attributes',
  'taken_at',
  'location',
  'camera',
  'added_at',
  'updated_at',
  'width',
  'height',
  'format',
  'size_bytes',
  'file_modified_at',
  'content_sha256',
  'origin',
]

/** The document with its vector; without one it is marked as pending, for an instance of the index's space to complete. */
export function toDocument(record: ImageRecord, vector: Float32Array | null): Fields {
  return {
    image_id: record.imageId,
    image_name: record.imageName,
    relative_path: record.relativePath,
    folder: folderOf(record.relativePath),
    tags: record.tags,
    caption: record.caption,
    ...toAttributeFields(record.attributes),
    taken_at: record.takenAt,
    location: record.location,
    camera: record.camera,
    added_at: record.addedAt,
    updated_at: record.updatedAt,
    width: record.width,
    height: record.height,
    orientation: orientationOf(record),
    format: record.format,
    size_bytes: record.sizeBytes,
    file_modified_at: record.fileModifiedAt,
    content_sha256: record.contentSha256,
    origin: record.origin,
    ...toWordFields(record),
    ...(vector === null ? { pending: true } : { [vectorField]: encodeVector(vector) }),
  }
}

/** The fields of a document that the changes touch. */
export function toPartialDocument(changes: ImageChanges, updatedAt: string): Fields {
  const partial: Fields = { updated_at: updatedAt, ...toWordFields(changes) }
  if (changes.imageName !== undefined) partial.image_name = changes.imageName
  if (changes.tags !== undefined) partial.tags = changes.tags
  if (changes.caption !== undefined) partial.caption = changes.caption
  // The engine merges objects name by name.
  if (changes.attributes !== undefined) Object.assign(partial, toAttributeFields(changes.attributes))
  if (changes.takenAt !== undefined) partial.taken_at = changes.takenAt
  if (changes.location !== undefined) partial.location = changes.location
  if (changes.camera !== undefined) partial.camera = changes.camera
  if (changes.fileModifiedAt !== undefined) partial.file_modified_at = changes.fileModifiedAt
  return partial
}

/** All of them: the compiler sees to it that none is missing, which would come back as not known. */
const formats: Record<ImageFormat, true> = {
  jpeg: true,
  png: true,
  webp: true,
  avif: true,
  heic: true,
  gif: true,
  tiff: true,
}

function isFormat(value: string | null): value is ImageFormat {
  return value !== null && Object.hasOwn(formats, value)
}

/**
 * The record of a `_source` or of `fields`. What a document lacks is null, or empty for tags; and so is what is of another kind, as somebody
 * else may have written it.
 */
export function toRecord(document: Fields): ImageRecord {
  const read = (name: string): unknown => {
    const value = document[name]
    return (Array.isArray(value) ? value[0] : value) ?? null
  }
  const readText = (name: string) => {
    const value = read(name)
    return typeof value === 'string' ? value : null
  }
  const readWhole = (name: string) => {
    const value = read(name)
    return typeof value === 'number' ? Math.trunc(value) : null
  }
  const attributes = read('attributes')
  const format = readText('format')
  const tags = [document.tags ?? []].flat()
  return {
    imageId: readText('image_id') ?? '',
    imageName: readText('image_name') ?? '',
    relativePath: readText('relative_path') ?? '',
    tags: tags.filter((tag): tag is string => typeof tag === 'string'),
    caption: readText('caption'),
    attributes: toAttributes(typeof attributes === 'object' && attributes !== null ? { ...attributes } : {}),
    takenAt: toUtc(read('taken_at')),
    location: toLocation(document.location),
    camera: readText('camera'),
    addedAt: toUtc(read('added_at')),
    updatedAt: toUtc(read('updated_at')),
    width: readWhole('width'),
    height: readWhole('height'),
    format: isFormat(format) ? format : null,
    sizeBytes: readWhole('size_bytes'),
    fileModifiedAt: toUtc(read('file_modified_at')),
    contentSha256: readText('content_sha256'),
    origin: read('origin') === 'upload' ? 'upload' : 'ingest',
  }
}

/** The engine returns our own times as they were written; those that somebody wrote by hand may be in any form that the engine takes. */
function toUtc(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  if (typeof value === 'string' && utcTime.test(value)) return value
  const time = new Date(value)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}

const degrees = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/

/** `fields` gives points as a list of GeoJSON. In a source they are as they were written: ours by their names, others maybe as lists or text. */
function toLocation(value: unknown): ImageRecord['location'] {
  const point: unknown = Array.isArray(value) && typeof value[0] === 'object' ? value[0] : value
  if (Array.isArray(point)) return toPoint(point[1], point[0])
  if (typeof point === 'string') {
    const [, lat, lon] = degrees.exec(point) ?? []
    return lat === undefined ? null : toPoint(Number(lat), Number(lon))
  }
  if (typeof point !== 'object' || point === null) return null
  const { lat, lon, coordinates } = point as Record<string, unknown>
  return Array.isArray(coordinates) ? toPoint(coordinates[1], coordinates[0]) : toPoint(lat, lon)
}

function toPoint(lat: unknown, lon: unknown): ImageRecord['location'] {
  return typeof lat === 'number' && typeof lon === 'number' ? { lat, lon } : null
}

/** Big-endian float32 in base64, which the engine takes since 9.3: exact, and less than half the bytes of JSON's numbers. */
export function encodeVector(vector: Float32Array): string {
  const bytes = Buffer.allocUnsafe(vector.length * 4)
  for (let i = 0; i < vector.length; i++) bytes.writeFloatBE(vector[i]!, i * 4)
  return bytes.toString('base64')
}

/** The vector of a document as it is stored; null where it has none. */
export function readVector(document: Fields | undefined): Float32Array | null {
  const value = document?.[vectorField]
  if (typeof value === 'string') return decodeVector(value)
  return Array.isArray(value) && value.length > 0 ? Float32Array.from(value as number[]) : null
}

/** As `readVector`, of unit length: whoever filled an index by hand may have left that to the engine. */
export function readUnitVector(document: Fields | undefined): Float32Array | null {
  const vector = readVector(document)
  // What the store itself took comes back bit by bit.
  return vector === null || isUnitVector(vector) ? vector : normalise(vector)
}

function decodeVector(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64')
  return Float32Array.from({ length: bytes.length >> 2 }, (_, i) => bytes.readFloatBE(i * 4))
}
