// The shape of an index: mapping, settings, and what the mapping's `_meta` records of the model. index-family.ts makes and
// finds indexes of this shape; a change of the mapping is a new schema version.
import type { estypes } from '@elastic/elasticsearch'
import type { VectorSpace } from '../../embedder/embedder.ts'
import { createError } from '../../errors.ts'
import type { IndexWishes } from '../index-life.ts'
import { attributeProperties } from './attributes.ts'
import { wordProperties } from './words.ts'

/** Counted up with every change of `properties`; a start adds to an older index what it lacks. */
export const schemaVersion = 5

/** How the vectors are indexed: as float32, as one byte a number, or as one bit a number. */
export const indexTypes = ['int8_hnsw', 'hnsw', 'bbq_hnsw'] as const
export type IndexType = (typeof indexTypes)[number]

export type IndexOptions = {
  type: IndexType
  /** Primary shards, 1 to 64. */
  shards: number
  /** Copies of each shard; null for one as soon as there is a second node. */
  replicas: number | null
}

export const defaultIndexOptions: IndexOptions = { type: 'int8_hnsw', shards: 1, replicas: null }

/** The options that fulfil the wishes. Errors: CONFIG_INVALID. */
export function toIndexOptions({ type, shards, replicas }: IndexWishes = {}): IndexOptions {
  const known = indexTypes.find((one) => one === (type ?? defaultIndexOptions.type))
  if (!known) throw createError('CONFIG_INVALID', `An index is of the type ${indexTypes.join(', ')}, not "${type}".`)
  if (shards !== undefined && !isWithin(shards, 1, 64)) throw createError('CONFIG_INVALID', 'Shards are 1 to 64.')
  if (replicas !== undefined && !isWithin(replicas, 0, 10)) throw createError('CONFIG_INVALID', 'Replicas are 0 to 10.')
  return {
    type: known,
    shards: shards ?? defaultIndexOptions.shards,
    replicas: replicas ?? defaultIndexOptions.replicas,
  }
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max
}

/** What the mapping's `_meta.likeness` holds. */
export type IndexMeta = {
  schema_version: number
  /** The STORE_URL's index name, which the index belongs to. */
  store: string
  space: VectorSpace
  /** A migration fills it and has not switched to it yet: no service may use it. */
  is_filling?: boolean
  /** The settings that `likeness index restore` gives back; only there while the index is tuned for a load. */
  before_tuning?: Record<string, string | null>
}

/** Explicit, as an index that nobody searches for 30 s would not be refreshed otherwise. */
export const refreshInterval = '1s'

/** Every field but the vector. Hand-filled indexes may lack all but the first three. */
const properties: Record<string, estypes.MappingProperty> = {
  image_id: { type: 'keyword' },
  image_name: { type: 'keyword' },
  relative_path: { type: 'keyword' },
  // Of the path, to be counted by; an older document has none until it is written again.
  folder: { type: 'keyword' },
  tags: { type: 'keyword' },
  // Found by its words alone, and read from the source.
  caption: { type: 'keyword', index: false, doc_values: false },
  ...attributeProperties,
  taken_at: { type: 'date' },
  location: { type: 'geo_point' },
  camera: { type: 'keyword' },
  added_at: { type: 'date' },
  updated_at: { type: 'date' },
  width: { type: 'integer' },
  height: { type: 'integer' },
  // Of width and height, which no query compares with each other.
  orientation: { type: 'keyword' },
  format: { type: 'keyword' },
  size_bytes: { type: 'long' },
  file_modified_at: { type: 'date' },
  content_sha256: { type: 'keyword' },
  origin: { type: 'keyword' },
  // Set on a record that an instance of another space wrote: its vector is still to be made.
  pending: { type: 'boolean' },
  // Whatever others know of a picture, under one field, so that no name of it can clash with ours.
  metadata: { type: 'flattened' },
  ...wordProperties,
}

export const vectorField = 'image_embedding'

/**
 * More links between vectors, chosen with more care, than the engine's own 16 and 100: with those, pictures of a burst may be
 * reached from nowhere (79.6 % found by their own vector where 200 are alike, against 96.7 %; docs/decisions/0011).
 */
const graph = { m: 32, ef_construction: 200 }
/** Of one segment: below it every vector is looked at, which takes 2.7 ms for 10,000, and no graph can hide one. */
const flatThreshold = 20_000
/** What engines before 9.4 do not know. */
const recentOptions = { flat_index_threshold: flatThreshold }
const recentSettings = { 'dense_vector.hnsw_enable_early_termination': false }

/** Whether the engine refused an index for what only newer ones know. */
export function isTooRecent(error: unknown): boolean {
  const words = String(((error as Error).cause as Error | undefined)?.message)
  return /unknown setting|unsupported parameters/.test(words) && /early_termination|flat_index_threshold/.test(words)
}

export function buildIndex(meta: IndexMeta, { type, shards, replicas }: IndexOptions, isRecent = true) {
  const vector: estypes.MappingProperty = {
    type: 'dense_vector',
    dims: meta.space.dims,
    index: true,
    // Vectors are of unit length: their dot product is the cosine, and they are kept as they are.
    similarity: 'dot_product',
    index_options: { type, ...graph, ...(isRecent ? recentOptions : {}) },
  }
  return {
    settings: {
      number_of_shards: shards,
      ...(replicas === null ? { auto_expand_replicas: '0-1' } : { number_of_replicas: replicas }),
      refresh_interval: refreshInterval,
      ...(isRecent ? recentSettings : {}),
    },
    mappings: {
      dynamic: 'strict' as const,
      _meta: { likeness: meta },
      properties: { ...properties, [vectorField]: vector },
    },
  }
}

/** What a mapping lacks of the fields of this version. */
export function missingProperties(mapping: estypes.MappingTypeMapping): Record<string, estypes.MappingProperty> {
  const present = mapping.properties ?? {}
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !(name in present)))
}

/** The names of fields whose type is not the one that this service writes; empty for a mapping that fits. */
export function findForeignFields(mapping: estypes.MappingTypeMapping): string[] {
  const present = mapping.properties ?? {}
  return Object.entries(properties)
    .filter(([name, { type }]) => name in present && present[name]?.type !== type)
    .map(([name]) => name)
}

/** The vector field as it is mapped. Errors: STORE_INVALID where it cannot hold, or be searched for, vectors of `dims`. */
export function readVectorField(
  name: string,
  mapping: estypes.MappingTypeMapping,
  dims: number,
): estypes.MappingDenseVectorProperty {
  const field = mapping.properties?.[vectorField]
  if (field?.type !== 'dense_vector' || field.index === false) {
    throw createError('STORE_INVALID', `The index "${name}" has no indexed dense_vector field "${vectorField}".`)
  }
  if (field.dims !== undefined && field.dims !== dims) {
    const detail = `The field "${vectorField}" of the index "${name}" holds vectors of ${field.dims} numbers; the model in use makes ${dims}.`
    throw createError('STORE_MISMATCH', detail)
  }
  const similarity = field.similarity ?? 'cosine'
  if (similarity !== 'cosine' && similarity !== 'dot_product') {
    const detail = `The field "${vectorField}" of the index "${name}" compares by ${similarity}; scores here are cosines, so it must be cosine or dot_product.`
    throw createError('STORE_INVALID', detail)
  }
  return field
}

export function readMeta(mapping: estypes.MappingTypeMapping): IndexMeta | null {
  return (mapping._meta?.likeness as IndexMeta | undefined) ?? null
}
