// Whether vectors sent as base64 are faster than numbers: the same work both ways within each round, so that what else the
// machine does meets both. The client's own work is part of it.
import type { Client } from '@elastic/elasticsearch'
import { quantile } from '../statistics.ts'
import { findVariant } from './index-variants.ts'
import { searchNearest } from './knn-search.ts'
import { type Encoding, encodings } from './vector-encodings.ts'
import { createIndex, dropIndex, loadVectors, showDocuments } from './vector-index.ts'
import type { Workload } from './workload.ts'

/** Milliseconds: of loading with a graph and without one, until all is found, and of the middle search. */
type Times = { graphMs: number; flatMs: number; searchMs: number }
export type EncodingRound = Record<Encoding, Times>

const index = 'bench-encodings'
const documentsPerLoad = 4000

/** The first round is thrown away: the engine is not warm in it. */
export async function measureEncodings(client: Client, workload: Workload, rounds: number): Promise<EncodingRound[]> {
  const results: EncodingRound[] = []
  for (let round = 0; round <= rounds; round++) results.push(await measureRound(client, workload, round))
  await dropIndex(client, index)
  return results.slice(1)
}

async function measureRound(client: Client, workload: Workload, round: number): Promise<EncodingRound> {
  const order: Encoding[] = round % 2 === 0 ? ['numbers', 'base64'] : ['base64', 'numbers']
  const times: EncodingRound = {
    numbers: { graphMs: 0, flatMs: 0, searchMs: 0 },
    base64: { graphMs: 0, flatMs: 0, searchMs: 0 },
  }
  const vectors = workload.vectors.slice(0, documentsPerLoad)
  for (const encoding of order) times[encoding].graphMs = await timeLoad(client, 'int8_hnsw', vectors, encoding)
  for (const encoding of order)
    times[encoding].flatMs = await timeLoad(client, 'int8_hnsw, no graph', vectors, encoding)
  const searches = await timeSearches(client, workload, order)
  for (const encoding of order) times[encoding].searchMs = quantile(searches[encoding], 0.5)
  return times
}

async function timeLoad(client: Client, name: string, vectors: Float32Array[], encoding: Encoding): Promise<number> {
  await createIndex(client, index, findVariant(name))
  const start = performance.now()
  await loadVectors(client, index, vectors, encodings[encoding])
  await showDocuments(client, index)
  return performance.now() - start
}

/** Each query one way and then the other. */
async function timeSearches(client: Client, { queries }: Workload, order: Encoding[]) {
  const times: Record<Encoding, number[]> = { numbers: [], base64: [] }
  for (const { vector } of queries) {
    for (const encoding of order) {
      const start = performance.now()
      const breadth = { size: 10, k: 50, numCandidates: 200, oversample: 1 }
      await searchNearest(client, index, vector, breadth, encodings[encoding])
      times[encoding].push(performance.now() - start)
    }
  }
  return times
}
