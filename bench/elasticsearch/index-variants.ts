// The kinds of index that the Elasticsearch benchmark compares, and the searches that it asks of each.
import type { estypes } from '@elastic/elasticsearch'
import type { Breadth } from './knn-search.ts'

export type IndexVariant = {
  name: string
  options: estypes.MappingDenseVectorIndexOptions
  /** Whether a search may stop before `num_candidates` are seen, as it may unless told otherwise. */
  earlyTermination: boolean
  breadths: Breadth[]
}

/** Kept and scored again on the floats beyond the hits wanted, so that equal scores at the end are told apart by id. */
const keptMin = 50

const perKept = (k: number, oversample: number, numCandidates: number[], size = 10): Breadth[] =>
  numCandidates.map((candidates) => ({ size, k, numCandidates: candidates, oversample }))

/** Ten hits of more and more candidates, then a hundred. */
const widening = (oversample: number): Breadth[] => [
  ...perKept(keptMin, oversample, [50, 100, 200, 400, 800]),
  ...perKept(200, oversample, [200, 400, 1000], 100),
]

/** More links between vectors, chosen with more care, than the engine's own 16 and 100. */
const wideGraph = { m: 32, ef_construction: 200 }

export const variants: IndexVariant[] = [
  { name: 'hnsw', options: { type: 'hnsw' }, earlyTermination: true, breadths: widening(0) },
  {
    name: 'int8_hnsw',
    options: { type: 'int8_hnsw' },
    earlyTermination: true,
    breadths: [...perKept(10, 0, [100, 200]), ...perKept(10, 1, [200]), ...perKept(10, 2, [200]), ...widening(1)],
  },
  {
    name: 'int8_hnsw, wide graph',
    options: { type: 'int8_hnsw', ...wideGraph },
    earlyTermination: false,
    breadths: widening(1),
  },
  {
    // No graph below so many vectors in a segment: every vector is looked at.
    name: 'int8_hnsw, no graph',
    options: { type: 'int8_hnsw', flat_index_threshold: 1_000_000 },
    earlyTermination: true,
    breadths: [...perKept(keptMin, 1, [200]), ...perKept(200, 1, [1000], 100)],
  },
  {
    name: 'bbq_hnsw',
    options: { type: 'bbq_hnsw' },
    earlyTermination: true,
    breadths: [
      ...perKept(10, 0, [200]),
      ...perKept(10, 3, [100, 200]),
      ...perKept(keptMin, 1, [200]),
      ...perKept(keptMin, 3, [200]),
      ...widening(5),
    ],
  },
]

export function findVariant(name: string): IndexVariant {
  return variants.find((variant) => variant.name === name)!
}
