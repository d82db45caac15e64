// The approximate search: candidates from the graph of the index, scored again on the float32 vectors, so that a score is the
// cosine whatever the graph is made of. elasticsearch-store.ts offers it.
import type { estypes } from '@elastic/elasticsearch'
import { scoreNoise } from '../../vector.ts'
import type { Hit, HitPosition, SearchDescription, SearchRequest } from '../vector-store.ts'
import { encodeVector, readUnitVector, recordFields, toRecord } from './document.ts'
import type { Engine } from './engine.ts'
import { toFilterQuery } from './filter-query.ts'
import type { OpenIndex } from './index-family.ts'
import { vectorField } from './index-shape.ts'
import { scoreOf, searchFields } from './search-fields.ts'

/** The engine's own bound. */
const candidatesMax = 10_000
/** Scores come as float32 of (1 + cosine) / 2: two steps of rounding, so that none is cut that just reaches the wanted. */
const scoreSlack = 1e-6

/**
 * How many candidates each shard looks at where the caller does not say. Measured on 50,000 vectors: recall@10 and @100 are 1.00
 * near the query and at least 0.99 far from it (docs/decisions/0011).
 */
export function chooseCandidates(k: number): number {
  return Math.min(candidatesMax, Math.max(200, k * 10))
}

/**
 * How many of them are scored again on the floats, so that what the coarser numbers put just beyond the k-th comes back, and that
 * of equal scores those of the first ids are kept.
 */
export function chooseKept(k: number, candidates: number): number {
  return Math.min(candidates, Math.max(50, k * 2))
}

export async function searchNearest(
  engine: Engine,
  index: OpenIndex,
  request: SearchRequest,
  signal: AbortSignal | undefined,
): Promise<Hit[]> {
  const { minScore, includeVectors = false, k } = request
  const found = await searchFields(engine, index, buildSearch(index, request), { signal })
  const hits = found.map((one) => {
    const score = scoreOf(one) * 2 - 1
    const vector = includeVectors ? readUnitVector(one.fields) : null
    const hit: Hit = { record: toRecord(one.fields), score: Math.max(-1, Math.min(1, score)) }
    return vector === null ? hit : { ...hit, vector }
  })
  return hits.filter(({ score }) => minScore === undefined || score >= minScore).slice(0, k)
}

/** The engine finds the hits of the earlier pages again, to leave them out. */
function chooseBreadth({ k, numCandidates, after }: Pick<SearchRequest, 'k' | 'numCandidates' | 'after'>) {
  const reach = (after?.depth ?? 0) + k
  return { reach, candidates: Math.min(candidatesMax, Math.max(numCandidates ?? chooseCandidates(reach), reach)) }
}

export function describeSearch(request: Pick<SearchRequest, 'k' | 'numCandidates' | 'after'>): SearchDescription {
  return { kind: 'approximate', numCandidates: chooseBreadth(request).candidates }
}

function buildSearch(index: OpenIndex, request: SearchRequest): Omit<estypes.SearchRequest, 'index'> {
  const { vector, k, filter, excludeIds, minScore, includeVectors, after } = request
  const { reach, candidates } = chooseBreadth(request)
  return {
    size: k,
    fields: includeVectors ? [...recordFields, vectorField] : recordFields,
    knn: {
      field: vectorField,
      // The client's types know numbers only; the engine takes base64 as well.
      query_vector: encodeVector(vector) as unknown as number[],
      k: chooseKept(reach, candidates),
      num_candidates: candidates,
      ...(index.oversample === null ? {} : { rescore_vector: { oversample: index.oversample } }),
      filter: toFilterQuery(filter, index.fields, [...(excludeIds ?? []), ...(after?.nearIds ?? [])]),
    },
    sort: [{ _score: { order: 'desc' } }, { [index.fields.imageId]: { order: 'asc' } }],
    ...(after === undefined ? {} : { search_after: placeBehind(after) }),
    ...(minScore === undefined ? {} : { min_score: Math.max(0, toEngineScore(minScore) - scoreSlack) }),
  }
}

/** A little before the position, as scores differ by some last bits from one request to the next; what is known to lie there is left out by id. */
function placeBehind({ score, imageId, nearIds }: HitPosition): [number, string] {
  return nearIds === undefined ? [toEngineScore(score), imageId] : [toEngineScore(score + scoreNoise), '']
}

/** The engine's score of a cosine: exactly what it gave, for a score that came from it. */
function toEngineScore(cosine: number): number {
  return (1 + cosine) / 2
}
