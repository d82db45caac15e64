// What the service's own metrics say (GET /metrics, Prometheus text): the benchmark looks there whether a cache answered.

/** By name and labels, as they are written: `likeness_cache_requests_total{cache="image",outcome="hit"}`. */
export type Metrics = Map<string, number>

export async function readMetrics(url: string): Promise<Metrics> {
  const response = await fetch(`${url}/metrics`)
  if (!response.ok) throw new Error(`GET /metrics was answered with ${response.status}`)
  return parseMetrics(await response.text())
}

export function parseMetrics(text: string): Metrics {
  const samples = text.matchAll(/^([a-z_:][\w:]*(?:\{[^\n]*\})?) (\S+)/gim)
  return new Map([...samples].map(([, name = '', value]) => [name, Number(value)]))
}

export type CacheName = 'text' | 'image'
export type CacheOutcome = 'hit' | 'shared' | 'miss'
export type CacheCounts = Record<CacheName, Record<CacheOutcome, number>>

export async function readCacheCounts(url: string): Promise<CacheCounts> {
  const metrics = await readMetrics(url)
  const count = (cache: CacheName, outcome: CacheOutcome): number => {
    const value = metrics.get(`likeness_cache_requests_total{cache="${cache}",outcome="${outcome}"}`)
    // Without the counter nothing would show that a cache was measured in place of the model.
    if (value === undefined) throw new Error(`GET /metrics does not count the ${cache} cache’s outcome ${outcome}`)
    return value
  }
  const of = (cache: CacheName) => ({
    hit: count(cache, 'hit'),
    shared: count(cache, 'shared'),
    miss: count(cache, 'miss'),
  })
  return { text: of('text'), image: of('image') }
}

/** Throws where a request since `before` was answered from memory, or shared the work of another. */
export function assertUncached(before: CacheCounts, after: CacheCounts): void {
  for (const cache of ['text', 'image'] as const) {
    for (const outcome of ['hit', 'shared'] as const) {
      const more = after[cache][outcome] - before[cache][outcome]
      if (more !== 0) {
        throw new Error(
          `The ${cache} cache took part in what was measured (${outcome}: ${more}): the figures mean nothing.`,
        )
      }
    }
  }
}
