// What an index holds, all in all. Part of store-operations.ts.
import type { StoreSummary } from '../vector-store.ts'
import type { Engine } from './engine.ts'
import type { OpenIndex } from './index-family.ts'

/** As of the last refresh. */
export async function summariseIndex(engine: Engine, { name }: OpenIndex): Promise<StoreSummary> {
  const [found, stats] = await Promise.all([
    engine.call((client, options) =>
      client.search<never, { bytes: { value: number }; formats: { buckets: { key: string; doc_count: number }[] } }>(
        {
          index: name,
          size: 0,
          track_total_hits: true,
          allow_partial_search_results: false,
          aggs: { bytes: { sum: { field: 'size_bytes' } }, formats: { terms: { field: 'format', size: 20 } } },
        },
        options,
      ),
    ),
    engine.call((client, options) => client.indices.stats({ index: name, metric: 'store' }, options)),
  ])
  const { total } = found.hits
  const { bytes, formats } = found.aggregations!
  return {
    images: typeof total === 'number' ? total : (total?.value ?? 0),
    pictureBytes: bytes.value,
    indexBytes: stats._all.total?.store?.size_in_bytes ?? 0,
    formats: Object.fromEntries(formats.buckets.map(({ key, doc_count }) => [key, doc_count])),
  }
}
