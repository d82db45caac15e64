// How far the engine's scores lie from the cosine of the float vectors, scored again on these and not.
import type { Client } from '@elastic/elasticsearch'
import { dot } from '../../src/vector.ts'
import { searchNearest } from './knn-search.ts'
import type { Workload } from './workload.ts'

/** The greatest distance and the mean one, without its sign. */
export type ScoreError = { max: number; mean: number }
export type ScoreErrors = { rescored: ScoreError; quantised: ScoreError }

export async function measureScoreErrors(client: Client, index: string, workload: Workload): Promise<ScoreErrors> {
  return {
    rescored: await measureScoreError(client, index, workload, 1),
    quantised: await measureScoreError(client, index, workload, 0),
  }
}

async function measureScoreError(
  client: Client,
  index: string,
  { vectors, queries }: Workload,
  oversample: number,
): Promise<ScoreError> {
  const errors: number[] = []
  for (const { vector } of queries) {
    const { positions, cosines } = await searchNearest(client, index, vector, {
      size: 10,
      k: 10,
      numCandidates: 200,
      oversample,
    })
    positions.forEach((position, i) => {
      errors.push(Math.abs(cosines[i]! - dot(vector, vectors[position]!)))
    })
  }
  return { max: Math.max(...errors), mean: errors.reduce((sum, error) => sum + error, 0) / errors.length }
}
