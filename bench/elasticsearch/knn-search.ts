// One search of the benchmark, as a store would send it: only ids come back, the best first, equal ones in the order of ids.
import type { Client, estypes } from '@elastic/elasticsearch'
import { type EncodeVector, encodings } from './vector-encodings.ts'
import { vectorField } from './vector-index.ts'
import type { Query } from './workload.ts'

export type Breadth = {
  /** How many hits come back. */
  size: number
  /** How many the search itself keeps, from `size` on. */
  k: number
  numCandidates: number
  /** How many times `k` are scored again on the float vectors; 0 for none. Without effect where floats are all there is. */
  oversample: number
}

/** The answer's ids are positions in the list of vectors. */
export type Found = { positions: number[]; cosines: number[] }

export async function searchNearest(
  client: Client,
  index: string,
  vector: Float32Array,
  { size, k, numCandidates, oversample }: Breadth,
  encode: EncodeVector = encodings.base64,
): Promise<Found> {
  const sort: estypes.Sort = [{ _score: { order: 'desc' } }, { image_id: { order: 'asc' } }]
  const knn = { field: vectorField, query_vector: encode(vector), k, num_candidates: numCandidates }
  const { hits } = await client.search({
    index,
    size,
    sort,
    knn: { ...knn, rescore_vector: { oversample } },
    _source: false,
    fields: ['image_id'],
    track_total_hits: false,
  })
  return {
    positions: hits.hits.map(({ _id }) => Number(_id)),
    // The engine's score of a cosine is (1 + cosine) / 2.
    cosines: hits.hits.map(({ _score }) => 2 * _score! - 1),
  }
}

/** The share of the `size` exact nearest that was found. */
export function recall({ positions }: Found, { exact }: Query, size: number): number {
  const wanted = new Set(exact.positions.slice(0, size))
  return positions.filter((position) => wanted.has(position)).length / wanted.size
}
