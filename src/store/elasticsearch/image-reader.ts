// Reads records, vectors and tombstones out of an index. By id straight from the engine's log of writes, so that what was just
// written is there; by path, in lists and in counts as of the last refresh.
import type { estypes } from '@elastic/elasticsearch'
import { createError } from '../../errors.ts'
import type { Filter } from '../../filter.ts'
import type { ImageRecord } from '../vector-store.ts'
import { type Fields, readUnitVector, recordFields, toRecord } from './document.ts'
import type { Engine } from './engine.ts'
import { readDocumentError, toItemError } from './engine-failure.ts'
import { toFilterQuery } from './filter-query.ts'
import type { OpenIndex } from './index-family.ts'
import { vectorField } from './index-shape.ts'
import { listSorted } from './record-lister.ts'
import { searchFields } from './search-fields.ts'

/** Of one request; a result window of the engine holds 10,000. */
const documentsMax = 1_000

export async function getRecords(
  engine: Engine,
  index: OpenIndex,
  imageIds: readonly string[],
): Promise<(ImageRecord | null)[]> {
  const documents = await getDocuments(engine, index, imageIds, false)
  return documents.map((document) => document && toRecord(document))
}

export async function getVectors(
  engine: Engine,
  index: OpenIndex,
  imageIds: readonly string[],
): Promise<(Float32Array | null)[]> {
  const documents = await getDocuments(engine, index, imageIds, true)
  return documents.map((document) => document && readUnitVector(document))
}

/** The documents of these ids, in their order; null where there is none. With their vectors alone, or without them. */
export async function getDocuments(
  engine: Engine,
  index: OpenIndex,
  imageIds: readonly string[],
  vectorsAlone: boolean,
): Promise<(Fields | null)[]> {
  const found: (Fields | null)[] = []
  for (let i = 0; i < imageIds.length; i += documentsMax) {
    const ids = imageIds.slice(i, i + documentsMax)
    // Whoever filled an index by hand may have left its documents' own ids to the engine.
    const documents = index.writeAlias === null ? await findById(engine, index, ids, vectorsAlone) : null
    found.push(...(documents ?? (await getById(engine, index, ids, vectorsAlone))))
  }
  return found
}

async function getById(
  engine: Engine,
  index: OpenIndex,
  ids: readonly string[],
  vectorsAlone: boolean,
): Promise<(Fields | null)[]> {
  const querystring = vectorsAlone
    ? { _source_includes: vectorField, _source_exclude_vectors: 'false' }
    : { _source_excludes: vectorField }
  const { docs } = await engine.call((client, options) =>
    // Not by `client.mget`, which sends the parameters for vectors where the engine does not take them.
    client.transport.request<estypes.MgetResponse<Fields>>(
      { method: 'POST', path: `/${encodeURIComponent(index.name)}/_mget`, querystring, body: { ids } },
      options,
    ),
  )
  return docs.map((doc) => {
    const error = readDocumentError(doc)
    if (error) throw toItemError(error)
    return 'found' in doc && doc.found ? (doc._source ?? {}) : null
  })
}

async function findById(
  engine: Engine,
  index: OpenIndex,
  ids: readonly string[],
  vectorsAlone: boolean,
): Promise<(Fields | null)[]> {
  const fields = vectorsAlone ? ['image_id', vectorField] : recordFields
  const found = await findByField(engine, index, index.fields.imageId, ids, fields)
  const byId = new Map(found.map((document) => [toRecord(document).imageId, document]))
  return ids.map((id) => byId.get(id) ?? null)
}

export async function getByPath(
  engine: Engine,
  index: OpenIndex,
  relativePaths: readonly string[],
): Promise<(ImageRecord | null)[]> {
  const byPath = new Map<string, ImageRecord>()
  for (let i = 0; i < relativePaths.length; i += documentsMax) {
    const paths = relativePaths.slice(i, i + documentsMax)
    for (const document of await findByField(engine, index, index.fields.relativePath, paths, recordFields)) {
      const record = toRecord(document)
      byPath.set(record.relativePath, record)
    }
  }
  return relativePaths.map((path) => byPath.get(path) ?? null)
}

/** As of the last refresh. An index that somebody filled by hand has no such field, and nothing is found there. */
export function findByContent(
  engine: Engine,
  index: OpenIndex,
  contentSha256: string,
  limit: number,
): Promise<ImageRecord[]> {
  const sort = [{ [index.fields.imageId]: { order: 'asc' } } as const]
  return listSorted(engine, index, { query: { term: { content_sha256: contentSha256 } }, sort, after: null, limit })
}

async function findByField(
  engine: Engine,
  index: OpenIndex,
  field: string,
  values: readonly string[],
  fields: string[],
): Promise<Fields[]> {
  const query = { terms: { [field]: [...values] } }
  const request = { query: { constant_score: { filter: query } }, size: documentsMax, fields }
  return (await searchFields(engine, index, request)).map((hit) => hit.fields)
}

/** As of the last refresh. */
export async function sampleVectors(engine: Engine, index: OpenIndex, count: number): Promise<Float32Array[]> {
  const query = { function_score: { query: { exists: { field: vectorField } }, functions: [{ random_score: {} }] } }
  const hits = await searchFields(engine, index, { query, size: count, fields: [vectorField] })
  return hits.map(({ fields }) => readUnitVector(fields)).filter((vector) => vector !== null)
}

export async function countRecords(engine: Engine, index: OpenIndex, filter: Filter | undefined): Promise<number> {
  return countDocuments(engine, index.name, toFilterQuery(filter, index.fields))
}

/** How many documents of an index match as of the last refresh; all without a query. */
export async function countDocuments(
  engine: Engine,
  index: string,
  query?: estypes.QueryDslQueryContainer,
): Promise<number> {
  const { count, _shards } = await engine.call((client, options) =>
    client.count({ index, ...(query ? { query } : {}) }, options),
  )
  if (_shards.failed === 0) return count
  throw createError('INDEX_RED', 'A part of the search index does not answer.', { retryAfterS: 2 })
}
