// Searches of the embedded store, one at a time: plain, behind filters, and on later pages. Recall is counted against looking at all.
import { performance } from 'node:perf_hooks'
import type { Hit, SearchRequest, VectorStore } from '../../src/store/vector-store.ts'
import { findExactNeighbours } from '../elasticsearch/exact-neighbours.ts'
import { quantile } from '../statistics.ts'
import { imageIdOf, type SearchLibrary, type ShareName, shares } from './library.ts'

export const shareNames = Object.keys(shares) as ShareName[]
/** `none` is no filter. */
const filterNames = ['none', ...shareNames] as const

export type SearchTimes = { p50: number; p99: number }
type FilterName = (typeof filterNames)[number]
/** The ids of the exact answers to each query, by filter, `none` first. */
export type ExactAnswers = ReadonlyMap<FilterName, readonly ReadonlySet<string>[]>
export type FilterFigures = SearchTimes & { recall: number; found: number }

const k = 10

async function timeSearches(
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

export function findExactAnswers(library: SearchLibrary): ExactAnswers {
  return new Map(filterNames.map((name) => [name, exactIds(library, name)]))
}

/** Exact answers among the images that pass, for each query. */
function exactIds({ vectors, tags, queries }: SearchLibrary, filter: FilterName): Set<string>[] {
  const places = vectors.map((_, i) => i).filter((i) => filter === 'none' || tags[i]!.includes(filter))
  const passing = places.map((i) => vectors[i]!)
  return findExactNeighbours(passing, queries, k).map(
    ({ positions }) => new Set(positions.map((position) => imageIdOf(places[position]!))),
  )
}

/** 1 where there is nothing to find. */
function recallOf(hits: readonly Hit[][], exact: readonly ReadonlySet<string>[]): number {
  const found = hits.map((some, i) => some.filter(({ record }) => exact[i]!.has(record.imageId)).length)
  const all = exact.reduce((sum, { size }) => sum + size, 0)
  return all === 0 ? 1 : found.reduce((sum, one) => sum + one, 0) / all
}

async function measureFilter(
  store: VectorStore,
  library: SearchLibrary,
  name: FilterName,
  exact: readonly ReadonlySet<string>[],
): Promise<FilterFigures> {
  const filter = name === 'none' ? undefined : { tags: { all: [name] } }
  const { hits, p50, p99 } = await timeSearches(
    store,
    library.queries.map((vector) => ({ vector, k, filter })),
  )
  return { p50, p99, recall: recallOf(hits, exact), found: Math.min(...hits.map(({ length }) => length)) }
}

/** By filter, a figure for each round; what comes first does not count. */
export async function measureFilters(
  store: VectorStore,
  library: SearchLibrary,
  exact: ExactAnswers,
  rounds: number,
  say: (line: string) => void,
): Promise<Map<string, FilterFigures[]>> {
  const measure = (name: FilterName) => measureFilter(store, library, name, exact.get(name)!)
  await measure('none')
  const figures = new Map<string, FilterFigures[]>(filterNames.map((name) => [name, []]))
  for (let round = 1; round <= rounds; round++) {
    say(`searches, round ${round} of ${rounds}`)
    for (const name of filterNames) figures.get(name)!.push(await measure(name))
  }
  return figures
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
