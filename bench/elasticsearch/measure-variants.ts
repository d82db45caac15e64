// How well and how fast each kind of index answers, the more candidates it looks at, and what it costs to make and keep.
import type { Client } from '@elastic/elasticsearch'
import { quantile } from '../statistics.ts'
import { type IndexVariant, variants } from './index-variants.ts'
import { type Breadth, recall, searchNearest } from './knn-search.ts'
import { measureScoreErrors, type ScoreErrors } from './measure-score-errors.ts'
import { encodings } from './vector-encodings.ts'
import { createIndex, dropIndex, loadVectors, measureIndex, mergeToOneSegment, showDocuments } from './vector-index.ts'
import type { QueryKind, Workload } from './workload.ts'

/** Shares from 0 to 1, and milliseconds of one search at a time. */
export type BreadthResult = Breadth & { recall: Record<QueryKind, number>; p50Ms: number; p99Ms: number }
export type VariantResult = {
  name: string
  /** Loading until the vectors are found; with the merge, where one was made. */
  indexMs: number
  bytes: number
  segments: number
  breadths: BreadthResult[]
  scoreErrors: ScoreErrors
}

const index = 'bench-variant'
/** Enough for Java to compile what it runs. */
const warmUpSearches = 300

/**
 * Each as it was loaded, and where that left more than one segment, merged into one as well: many segments are searched one by
 * one, which finds more and takes longer.
 */
export async function measureVariants(
  client: Client,
  workload: Workload,
  say: (line: string) => void,
): Promise<VariantResult[]> {
  const results: VariantResult[] = []
  for (const variant of variants) {
    say(`${variant.name}: loading ${workload.vectors.length} vectors`)
    await createIndex(client, index, variant)
    const start = performance.now()
    await loadVectors(client, index, workload.vectors, encodings.base64)
    await showDocuments(client, index)
    const loadMs = performance.now() - start
    const loaded = { name: variant.name, indexMs: loadMs, ...(await measureSearches(client, workload, variant)) }
    results.push(loaded)
    if (loaded.segments > 1) {
      say(`${variant.name}: merging ${loaded.segments} segments`)
      const mergeStart = performance.now()
      await mergeToOneSegment(client, index)
      const indexMs = loadMs + performance.now() - mergeStart
      const name = `${variant.name}, merged`
      results.push({ name, indexMs, ...(await measureSearches(client, workload, variant)) })
    }
  }
  await dropIndex(client, index)
  return results
}

async function measureSearches(client: Client, workload: Workload, { breadths }: IndexVariant) {
  const size = await measureIndex(client, index)
  for (let i = 0; i < warmUpSearches; i++) {
    const { vector } = workload.queries[i % workload.queries.length]!
    await searchNearest(client, index, vector, breadths.at(-1)!)
  }
  const results: BreadthResult[] = []
  for (const breadth of breadths) results.push(await measureBreadth(client, workload, breadth))
  return { ...size, breadths: results, scoreErrors: await measureScoreErrors(client, index, workload) }
}

async function measureBreadth(client: Client, { queries }: Workload, breadth: Breadth): Promise<BreadthResult> {
  const times: number[] = []
  const recalls: Record<QueryKind, number[]> = { near: [], far: [] }
  for (const query of queries) {
    const start = performance.now()
    const found = await searchNearest(client, index, query.vector, breadth)
    times.push(performance.now() - start)
    recalls[query.kind].push(recall(found, query, breadth.size))
  }
  return {
    ...breadth,
    recall: { near: mean(recalls.near), far: mean(recalls.far) },
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
  }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
