// Whether the mapping of each index of a store is the one that this service writes and searches. diagnose-store.ts asks;
// index-shape.ts has the shape.
import type { estypes } from '@elastic/elasticsearch'
import type { VectorSpace } from '../../embedder/embedder.ts'
import { isLikenessError } from '../../errors.ts'
import { type Finding, failure, ok, warning } from '../diagnosis.ts'
import type { FamilyIndex } from './index-family.ts'
import {
  findForeignFields,
  indexTypes,
  missingProperties,
  readVectorField,
  schemaVersion,
  vectorField,
} from './index-shape.ts'

const newIndex = 'Restore it from a snapshot, or set STORE_URL to a new name and ingest again.'

/** `wanted` is the space of the settings' model, null where it cannot be told. */
export function diagnoseMapping(index: FamilyIndex, wanted: VectorSpace | null): Finding {
  const { name, meta, mapping } = index
  const field = readField(index, meta?.space ?? wanted)
  if ('verdict' in field) return field
  const foreign = findForeignFields(mapping)
  if (meta !== null && foreign.length > 0) {
    return failure('mapping', `${name}: ${foreign.join(', ')} of another type than this service writes`, newIndex)
  }
  const type = field.index_options?.type ?? 'an index type that the engine chose'
  const vector = `${vectorField} of ${field.dims} numbers, ${type}, ${field.similarity ?? 'cosine'}`
  return findWeakness(index, type, vector) ?? ok('mapping', `${name}: ${describeSchema(index)}, ${vector}`)
}

/** The vector field, or why it is none. */
function readField(
  { name, mapping }: FamilyIndex,
  space: VectorSpace | null,
): estypes.MappingDenseVectorProperty | Finding {
  const mapped = mapping.properties?.[vectorField]
  // Without a space to compare with it is compared with itself.
  const dims = space?.dims ?? (mapped?.type === 'dense_vector' ? (mapped.dims ?? 0) : 0)
  try {
    return readVectorField(name, mapping, dims)
  } catch (error) {
    if (!isLikenessError(error)) throw error
    const advice = isLikenessError(error, 'STORE_MISMATCH')
      ? 'Set MODEL or MODEL_DIR to the model that it was filled with, or use another index name in STORE_URL.'
      : newIndex
    return failure('mapping', error.message, advice)
  }
}

function describeSchema({ meta, mapping }: FamilyIndex): string {
  return meta === null ? 'filled by hand' : `schema version ${meta.schema_version}, dynamic ${dynamicOf(mapping)}`
}

function dynamicOf({ dynamic = 'true' }: estypes.MappingTypeMapping): string {
  return String(dynamic)
}

/** What works, and yet is not as it should be; the gravest first. */
function findWeakness({ name, meta, mapping }: FamilyIndex, type: string, vector: string): Finding | null {
  if (meta === null) return findByHandWeakness(name, mapping)
  if (meta.schema_version > schemaVersion) {
    const detail = `${name} has schema version ${meta.schema_version}; this version of the service knows up to ${schemaVersion}`
    return failure('mapping', detail, 'Use the newer version of the service that wrote it.')
  }
  const missing = Object.keys(missingProperties(mapping))
  if (missing.length > 0 || meta.schema_version < schemaVersion) {
    const lacks = missing.length > 0 ? ` lacks ${missing.join(', ')}` : ` has schema version ${meta.schema_version}`
    return warning('mapping', `${name}${lacks}`, 'Start the service anew: it brings the mapping up to date.')
  }
  if (dynamicOf(mapping) !== 'strict') {
    const detail = `${name}: dynamic is ${dynamicOf(mapping)}, so that whoever writes to it may add fields`
    return warning('mapping', detail, `Send the cluster PUT /${name}/_mapping {"dynamic":"strict"}`)
  }
  if (indexTypes.some((known) => known === type)) return null
  const isScan = /flat$/.test(type)
  const detail = `${name}: ${vector}${isScan ? ': each search reads every vector' : ''}`
  const advice = `Make a new index of the type ${indexTypes.join(', ')}: the service is measured with these.`
  return warning('mapping', detail, advice)
}

/** What a search gives back of a picture, and what it is looked up by. */
const neededByHand = ['image_id', 'image_name', 'relative_path']
const lookedUpBy = ['image_id', 'relative_path']

function findByHandWeakness(name: string, { properties = {} }: estypes.MappingTypeMapping): Finding | null {
  const missing = neededByHand.filter((field) => !(field in properties))
  if (missing.length > 0) {
    const detail = `${name}, filled by hand, lacks ${missing.join(', ')}`
    return warning('mapping', detail, 'Fill an index anew with these fields of each picture, or ingest into a new one.')
  }
  const inexact = lookedUpBy.filter((field) => {
    const property = properties[field]
    return property?.type === 'text' && property.fields?.keyword?.type !== 'keyword'
  })
  if (inexact.length === 0) return null
  const detail = `${name}, filled by hand: ${inexact.join(', ')} cannot be looked up by exact value, as text without a keyword field below it`
  return failure(
    'mapping',
    detail,
    'Make a new index in which they are of the type keyword, and fill it from this one.',
  )
}
