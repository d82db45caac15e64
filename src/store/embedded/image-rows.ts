// The columns of the `images` table, and its rows as records. image-table.ts has the statements.
import type { SQLOutputValue } from 'node:sqlite'
import { type Attributes, toAttributes } from '../../attributes.ts'
import type { ImageFormat } from '../../embedder/embedder.ts'
import type { ImageOrigin, ImageRecord } from '../vector-store.ts'
import type { IndexedImage } from './slot-columns.ts'

export type Row = Record<string, SQLOutputValue>

export const recordColumns = [
  'image_id',
  'relative_path',
  'image_name',
  'tags',
  'caption',
  'attributes',
  'taken_at',
  'latitude',
  'longitude',
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
] as const

/** What filters ask of a record, in the order that `toFilterable` reads. */
export const filterableColumns = [
  'relative_path',
  'tags',
  'taken_at',
  'latitude',
  'longitude',
  'camera',
  'added_at',
  'width',
  'height',
  'format',
  'size_bytes',
  'attributes',
] as const satisfies readonly (typeof recordColumns)[number][]

export type FilterableRow = [slot: number, ...values: SQLOutputValue[]]

export function toRow(record: ImageRecord) {
  return {
    image_id: record.imageId,
    relative_path: record.relativePath,
    image_name: record.imageName,
    tags: JSON.stringify(record.tags),
    caption: record.caption,
    attributes: JSON.stringify(record.attributes),
    taken_at: record.takenAt,
    latitude: record.location?.lat ?? null,
    longitude: record.location?.lon ?? null,
    camera: record.camera,
    added_at: record.addedAt,
    updated_at: record.updatedAt,
    width: record.width,
    height: record.height,
    format: record.format,
    size_bytes: record.sizeBytes,
    file_modified_at: record.fileModifiedAt,
    content_sha256: record.contentSha256,
    origin: record.origin,
  } satisfies Record<(typeof recordColumns)[number], unknown>
}

export function toRecord(row: Row): ImageRecord {
  const { latitude, longitude } = row
  return {
    imageId: row.image_id as string,
    imageName: row.image_name as string,
    relativePath: row.relative_path as string,
    tags: JSON.parse(row.tags as string),
    caption: row.caption as string | null,
    attributes: parseAttributes(row.attributes),
    takenAt: row.taken_at as string | null,
    location: latitude === null ? null : { lat: latitude as number, lon: longitude as number },
    camera: row.camera as string | null,
    addedAt: row.added_at as string | null,
    updatedAt: row.updated_at as string | null,
    width: row.width as number | null,
    height: row.height as number | null,
    format: row.format as ImageFormat | null,
    sizeBytes: row.size_bytes as number | null,
    fileModifiedAt: row.file_modified_at as string | null,
    contentSha256: row.content_sha256 as string | null,
    origin: row.origin as ImageOrigin,
  }
}

export function toFilterable([slot, ...values]: FilterableRow): { slot: number; image: IndexedImage } {
  const [relativePath, tags, takenAt, latitude, longitude, camera, addedAt, width, height, format, ...more] = values
  const [sizeBytes, attributes] = more
  return {
    slot,
    image: {
      relativePath: relativePath as string,
      tags: tags === '[]' ? [] : JSON.parse(tags as string),
      takenAt: takenAt as string | null,
      location: latitude === null ? null : { lat: latitude as number, lon: longitude as number },
      camera: camera as string | null,
      addedAt: addedAt as string | null,
      width: width as number | null,
      height: height as number | null,
      format: format as ImageFormat | null,
      sizeBytes: sizeBytes as number | null,
      // As they were written: no order or copy of them is wanted, and a store that opens reads those of every image.
      attributes: attributes === '{}' ? {} : JSON.parse(attributes as string),
    },
  }
}

/** Most images have none. */
function parseAttributes(json: SQLOutputValue | undefined): Attributes {
  return json === '{}' ? {} : toAttributes(JSON.parse(json as string))
}
