// Takes over an index that somebody filled by hand with documents of the known form: records whose model it is, adds the fields
// that it lacks, and sees to it that each document has its image's id, a vector of unit length and its words. elasticsearch-life.ts offers it.
import type { VectorSpace } from '../../embedder/embedder.ts'
import { createError } from '../../errors.ts'
import { dot, normalise } from '../../vector.ts'
import type { Adoption } from '../index-life.ts'
import { type BulkOperation, createBulkWriter } from './bulk-writer.ts'
import { encodeVector, type Fields, readVector, toRecord } from './document.ts'
import type { Engine } from './engine.ts'
import { toItemError } from './engine-failure.ts'
import type { FamilyIndex } from './index-family.ts'
import { writeAliasOf } from './index-names.ts'
import {
  findForeignFields,
  type IndexMeta,
  missingProperties,
  readVectorField,
  schemaVersion,
  vectorField,
} from './index-shape.ts'
import { createSharedState } from './shared-state.ts'
import { toWordFields, wordProperties } from './words.ts'

/** As the service's addresses take them. */
const imageIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/
/** Rounding of float32 is about 1e-7; what is further off was not made unit length. */
const unitTolerance = 1e-4
/** Of one page of the scan, with vectors: about 3 MB. */
const documentsPerPage = 500
const faultsToldMax = 10
const keepAlive = '5m'

type Document = { id: string; source: Fields; vector: Float32Array | null }

/**
 * Goes on where an earlier run stopped, as what is in order is left alone. Errors: STORE_INVALID, which names the fields or
 * documents that stand in the way; then the index stays read-only.
 */
export async function adoptIndex(
  engine: Engine,
  store: string,
  { name, mapping }: FamilyIndex,
  space: VectorSpace,
  onProgress: (checked: number) => void,
): Promise<Adoption> {
  readVectorField(name, mapping, space.dims)
  const foreign = findForeignFields(mapping)
  if (foreign.length > 0) {
    const detail = `The index "${name}" cannot be adopted as it is: ${foreign.join(', ')} must have other types (image_id, image_name and relative_path: keyword). Reindex it into an index with such a mapping.`
    throw createError('STORE_INVALID', detail)
  }
  await createSharedState(engine, store)
  await engine.call((client, options) => client.indices.putAlias({ index: name, name: writeAliasOf(name) }, options))
  // First, as the engine would choose another form for fields that it does not know.
  await engine.call((client, options) =>
    client.indices.putMapping({ index: name, properties: wordProperties }, options),
  )
  const adoption = await bringInOrder(engine, name, onProgress)
  const meta: IndexMeta = { schema_version: schemaVersion, store, space }
  // Last: with it the index becomes writable.
  await engine.call((client, options) =>
    client.indices.putMapping(
      {
        index: name,
        dynamic: 'strict',
        properties: missingProperties(mapping),
        _meta: { ...mapping._meta, likeness: meta },
      },
      options,
    ),
  )
  return adoption
}

async function bringInOrder(engine: Engine, name: string, onProgress: (checked: number) => void): Promise<Adoption> {
  const bulk = createBulkWriter(engine)
  const adoption: Adoption = { images: 0, renamed: 0, normalised: 0 }
  const seen = new Set<string>()
  const faults: string[] = []
  for await (const page of scan(engine, name)) {
    const operations: BulkOperation[] = []
    for (const document of page) {
      const fault = findFault(document, seen)
      if (fault !== null) faults.push(`${document.id}: ${fault}`)
      // Once one is at fault the rest is only looked at, so that all can be told.
      else if (faults.length === 0) operations.push(...mend(document, writeAliasOf(name), adoption))
    }
    for (const { error } of await bulk.write(operations, { isSearchable: false })) if (error) throw toItemError(error)
    adoption.images += page.length
    onProgress(adoption.images)
  }
  if (faults.length > 0) throw faultyDocuments(name, faults)
  return adoption
}

function faultyDocuments(name: string, faults: string[]) {
  const told = faults.slice(0, faultsToldMax).join('; ')
  const more = faults.length > faultsToldMax ? ` and ${faults.length - faultsToldMax} more` : ''
  const detail = `${faults.length} documents of the index "${name}" stand in the way: ${told}${more}. Mend or delete them, and adopt again.`
  return createError('STORE_INVALID', detail)
}

/** Every document as of now, page by page. */
async function* scan(engine: Engine, index: string): AsyncGenerator<Document[]> {
  const { id } = await engine.call((client, options) =>
    client.openPointInTime({ index, keep_alive: keepAlive, allow_partial_search_results: false }, options),
  )
  try {
    for (let after: unknown[] | undefined; ; ) {
      const response = await engine.call((client, options) =>
        client.search<Fields, Fields>(
          {
            pit: { id, keep_alive: keepAlive },
            size: documentsPerPage,
            sort: ['_shard_doc'],
            ...(after ? { search_after: after as string[] } : {}),
            fields: [vectorField],
            track_total_hits: false,
          },
          options,
        ),
      )
      const { hits } = response.hits
      if (hits.length === 0) return
      yield hits.map(({ _id, _source = {}, fields }) => ({ id: _id!, source: _source, vector: readVector(fields) }))
      after = hits.at(-1)!.sort
    }
  } finally {
    await engine.call((client, options) => client.closePointInTime({ id }, options)).catch(() => {})
  }
}

function findFault({ id, source, vector }: Document, seen: Set<string>): string | null {
  const imageId = source.image_id ?? id
  if (typeof imageId !== 'string' || !imageIdPattern.test(imageId)) return 'its image_id is no id of this service'
  if (seen.has(imageId)) return `another document has the image_id ${imageId}`
  seen.add(imageId)
  if (typeof source.relative_path !== 'string' || source.relative_path === '') return 'it has no relative_path'
  if (vector === null) return `it has no ${vectorField}`
  return dot(vector, vector) > 0 ? null : `its ${vectorField} is zero`
}

/** What must be written so that the document is as this service writes it; counted in `adoption`. */
function mend({ id, source, vector }: Document, alias: string, adoption: Adoption): BulkOperation[] {
  const imageId = String(source.image_id ?? id)
  const path = String(source.relative_path)
  const imageName = source.image_name ?? path.slice(path.lastIndexOf('/') + 1)
  const isUnit = Math.abs(dot(vector!, vector!) - 1) <= unitTolerance
  if (!isUnit) adoption.normalised += 1
  if (id !== imageId) adoption.renamed += 1
  const words = toWordFields(toRecord({ ...source, image_name: imageName }))
  if (isUnit && id === imageId && source.image_id !== undefined && source.image_name !== undefined) {
    const isSearchable = Object.entries(words).every(([field, terms]) => source[field] === terms)
    return isSearchable ? [] : [{ kind: 'update', alias, id, document: words }]
  }
  const unit = isUnit ? vector! : normalise(vector!)
  const document = { ...source, image_id: imageId, image_name: imageName, ...words, [vectorField]: encodeVector(unit) }
  const write: BulkOperation = { kind: 'index', alias, id: imageId, document }
  return id === imageId ? [write] : [write, { kind: 'delete', alias, id }]
}

/** Vectors with the paths of their pictures, to be compared with what the model makes of them. */
export async function sampleVectors(
  engine: Engine,
  index: string,
  count: number,
): Promise<{ relativePath: string; vector: Float32Array }[]> {
  const response = await engine.call((client, options) =>
    client.search<Fields, Fields>(
      { index, size: count, query: { exists: { field: vectorField } }, fields: [vectorField], track_total_hits: false },
      options,
    ),
  )
  return response.hits.hits.flatMap(({ _source, fields }) => {
    const relativePath = _source?.relative_path
    const vector = readVector(fields)
    return typeof relativePath === 'string' && vector !== null ? [{ relativePath, vector }] : []
  })
}
