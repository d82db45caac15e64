// Searches of the embedded store, one at a time: plain, behind filters, and on later pages. Recall is counted against looking at all.
import { performance } from 'node:perf_hooks'
import type { Hit, SearchRequest, VectorStore } from '../../src/store/vector-store.ts'
import { findExactNeighbours } from '../elasticsearch/exact-neighbours.ts'
import { quantile } from '../statistics.ts'
import { imageIdOf, type SearchLibrary, type ShareName, shares } from './library.ts'

export type SearchTimes = { p50: number; p99: number }
export type FilterFigures = SearchTimes & { recall: number; found: number }

export const k = 10

export async function timeSearches(
  store: VectorStore,
  requests: readonly SearchRequest[],
): Promise<SearchTimes & { hits: Hit[][] }> {
  const times: number[] = []
  const hits: Hit[][] = []
  for (const request of requests) {
    const startMs = performance.now()
    hits.push(await store.search(request))
    times.push(performance.now() - startMs)
  }
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), hits }
}

/** Exact answers among the images that pass, for each query. */
export function exactIds({ vectors, tags, queries }: SearchLibrary, share: ShareName | null): Set<string>[] {
  const places = vectors.map((_, i) => i).filter((i) => share === null || tags[i]!.includes(share))
  const passing = places.map((i) => vectors[i]!)
  return findExactNeighbours(passing, queries, k).map(
    ({ positions }) => new Set(positions.map((position) => imageIdOf(places[position]!))),
  )
}

export function recallOf(hits: readonly Hit[][], exact: readonly ReadonlySet<string>[]): number {
  const found = hits.map((some, i) => some.filter(({ record }) => exact[i]!.has(record.imageId)).length)
  return found.reduce((sum, one) => sum + one, 0) / exact.reduce((sum, { size }) => sum + size, 0)
}

export async function measureFilter(
  store: VectorStore,
  library: SearchLibrary,
  share: ShareName | null,
  exact: readonly ReadonlySet<string>[],
): Promise<FilterFigures> {
  const filter = share === null ? undefined : { tags: { all: [share] } }
  const { hits, p50, p99 } = await timeSearches(
    store,
    library.queries.map((vector) => ({ vector, k, filter })),
  )
  return { p50, p99, recall: recallOf(hits, exact), found: Math.min(...hits.map(({ length }) => length)) }
}

/** How long the page at each depth takes, of all queries. */
export async function measurePages(
  store: VectorStore,
  { queries }: SearchLibrary,
  pages: number,
): Promise<SearchTimes[]> {
  const times: SearchTimes[] = []
  const after: SearchRequest['after'][] = queries.map(() => undefined)
  for (let page = 0; page < pages; page++) {
    const { hits, p50, p99 } = await timeSearches(
      store,
      queries.map((vector, i) => ({ vector, k, after: after[i] })),
    )
    times.push({ p50, p99 })
    hits.forEach((some, i) => {
      const { score, record } = some.at(-1)!
      after[i] = { score, imageId: record.imageId, depth: (page + 1) * k }
    })
  }
  return times
}

export const shareNames = Object.keys(shares) as ShareName[]
