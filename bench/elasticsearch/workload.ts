// What the Elasticsearch benchmark searches: seeded vectors in clusters, queries about them, and the exact answers.
// exact-neighbours.ts finds the answers; the sections beside this file measure against them.
import { clusteredVectors, nearVector, pick } from '../../test/store/sample-images.ts'
import { createRandom, type Random } from '../../test/support/seeded-random.ts'
import { findExactNeighbours, type Neighbours } from './exact-neighbours.ts'

export const dims = 512
/** The most hits that a search of the benchmark asks for, so many exact answers are known for each query. */
export const kMax = 100
const vectorsPerCluster = 100
const queriesPerKind = 100

/**
 * How far a query lies from the vector it was made of. Near, as another photo of the same thing does: cosine about 0.9. Far, as
 * words lie from pictures in CLIP's space: cosine about 0.3.
 */
const kinds = { near: 0.5, far: 3 }
export type QueryKind = keyof typeof kinds

export type Query = { kind: QueryKind; vector: Float32Array; exact: Neighbours }
export type Workload = { vectors: Float32Array[]; queries: Query[] }

/** `count` unit vectors and the queries; the same seed gives the same. */
export function makeWorkload(count: number, seed: number): Workload {
  const random = createRandom(seed)
  const vectors = clusteredVectors(random, count, dims, Math.max(1, Math.round(count / vectorsPerCluster)))
  const asked = (Object.keys(kinds) as QueryKind[]).flatMap((kind) => makeQueries(random, vectors, kind))
  const answers = findExactNeighbours(
    vectors,
    asked.map(({ vector }) => vector),
    kMax,
  )
  return { vectors, queries: asked.map((query, i) => ({ ...query, exact: answers[i]! })) }
}

function makeQueries(random: Random, vectors: Float32Array[], kind: QueryKind) {
  return Array.from({ length: queriesPerKind }, () => {
    return { kind, vector: nearVector(random, pick(random, vectors), kinds[kind]) }
  })
}
