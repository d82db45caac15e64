// The one place where domain types (camelCase) and wire types (snake_case) meet.

import type { AttributeTypes } from '../attributes.ts'
import type { ModelInfo } from '../embedder/embedder.ts'
import type { FileFacts } from '../image-catalog.ts'
import type { FoundHit } from '../image-search.ts'
import type { ImageUpload } from '../place-upload.ts'
import type { ImageChanges, ImageRecord } from '../store/vector-store.ts'
import { fromAttributeChanges, fromAttributeValues } from './attribute-map.ts'
import type { FileComparison } from './schemas/compare-files.ts'
import {
  duplicateIdsMax,
  type ImageMetadata,
  type ImagePatch,
  type Hit as WireHit,
  type Image as WireImage,
} from './schemas/image.ts'
import type { SearchParameters } from './schemas/search.ts'
import { toWireRanks } from './search-mode.ts'

export function toWireImage(record: ImageRecord): WireImage {
  return {
    image_id: record.imageId,
    image_name: record.imageName,
    relative_path: record.relativePath,
    tags: record.tags,
    caption: record.caption,
    attributes: record.attributes,
    taken_at: record.takenAt,
    location: record.location,
    camera: record.camera,
    added_at: record.addedAt,
    updated_at: record.updatedAt,
    width: record.width,
    height: record.height,
    format: record.format,
    size_bytes: record.sizeBytes,
    file_modified_at: record.fileModifiedAt,
    content_sha256: record.contentSha256,
    links: toLinks(record),
  }
}

function toLinks({ imageId, contentSha256 }: ImageRecord): WireImage['links'] {
  // An image id holds only characters that need no escaping in an address.
  const self = `/images/${imageId}`
  return {
    self,
    content: `${self}/content`,
    thumbnail: `${self}/thumbnail?size=small${contentSha256 === null ? '' : `&v=${contentSha256.slice(0, 12)}`}`,
    similar: `${self}/similar`,
  }
}

/** A hit with the fields that were asked for; all but the vector when none were named. */
export function toWireHit(hit: FoundHit, fields: SearchParameters['fields']): WireHit {
  const { links, ...image } = toWireImage(hit.record)
  const wireHit: WireHit = {
    ...(fields === undefined ? image : pick(image, fields)),
    image_id: image.image_id,
    // Rounding may take the cosine of equal vectors a hair past 1.
    score: Math.max(-1, Math.min(1, hit.score)),
    ...toWireRanks(hit),
    links,
  }
  if (hit.duplicateIds) {
    const { length } = hit.duplicateIds
    wireHit.duplicates = { count: length, image_ids: hit.duplicateIds.slice(0, duplicateIdsMax) }
  }
  if (hit.contributions) wireHit.contributions = hit.contributions
  if (hit.vector && fields?.includes('image_embedding')) wireHit.image_embedding = Array.from(hit.vector)
  return wireHit
}

function pick(image: Omit<WireImage, 'links'>, names: readonly string[]): Partial<WireImage> {
  return Object.fromEntries(Object.entries(image).filter(([name]) => names.includes(name)))
}

export function toWireModel(model: ModelInfo) {
  return { name: model.name, revision: model.revision, dims: model.dims }
}

export function fromFileFacts(facts: FileComparison['files'][number]): FileFacts {
  return {
    relativePath: facts.relative_path.normalize('NFC'),
    sizeBytes: facts.size_bytes,
    fileModifiedAt: toUtc(facts.file_modified_at),
  }
}

export function fromMetadata(metadata: ImageMetadata, types: AttributeTypes): Omit<ImageUpload, 'bytes' | 'fileName'> {
  return {
    imageId: metadata.image_id,
    imageName: metadata.image_name,
    relativePath: metadata.relative_path,
    tags: metadata.tags,
    caption: metadata.caption,
    attributes: metadata.attributes && fromAttributeValues(metadata.attributes, types),
    takenAt: toUtc(metadata.taken_at),
    location: metadata.location,
  }
}

/** Absent fields stay absent, null stays null: the store tells the two apart. */
export function fromPatch(patch: ImagePatch, types: AttributeTypes): ImageChanges {
  const changes: ImageChanges = {}
  if (patch.image_name !== undefined) changes.imageName = patch.image_name
  if (patch.tags !== undefined) changes.tags = patch.tags
  if (patch.caption !== undefined) changes.caption = patch.caption
  if (patch.attributes !== undefined) changes.attributes = fromAttributeChanges(patch.attributes, types)
  if (patch.taken_at !== undefined) changes.takenAt = patch.taken_at === null ? null : toUtc(patch.taken_at)
  if (patch.location !== undefined) changes.location = patch.location
  return changes
}

function toUtc(time: string): string
function toUtc(time: string | undefined): string | undefined
function toUtc(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString()
}
