// What the store's own settings give: recall of its searches over an index that it made and filled itself. fill-store.ts fills it.
import { quantile } from '../statistics.ts'
import { openBenchStore } from './fill-store.ts'
import type { QueryKind, Workload } from './workload.ts'

export type DefaultsResult = { k: number; recall: Record<QueryKind, number>; p50Ms: number; p99Ms: number }

export async function measureDefaults(storeUrl: string, { queries }: Workload): Promise<DefaultsResult[]> {
  const store = await openBenchStore(storeUrl)
  const results: DefaultsResult[] = []
  for (const k of [10, 100]) {
    const shares: Record<QueryKind, number[]> = { near: [], far: [] }
    const times: number[] = []
    for (const { kind, vector, exact } of queries) {
      const start = performance.now()
      const hits = await store.search({ vector, k })
      times.push(performance.now() - start)
      const wanted = new Set(exact.positions.slice(0, k).map((position) => `image-${position}`))
      shares[kind].push(hits.filter(({ record }) => wanted.has(record.imageId)).length / k)
    }
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    results.push({
      k,
      recall: { near: mean(shares.near), far: mean(shares.far) },
      p50Ms: quantile(times, 0.5),
      p99Ms: quantile(times, 0.99),
    })
  }
  await store.close()
  return results
}
