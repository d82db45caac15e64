// The same searches by the store on Elasticsearch: a real node on loopback, filled and asked through the product's own adapter.
import { join } from 'node:path'
import { openStore } from '../../src/store/open-store.ts'
import { startCluster } from '../../test/elasticsearch/cluster.ts'
import { fetchEngine } from '../../test/elasticsearch/engine.ts'
import { sampleSpace } from '../../test/store/sample-images.ts'
import { dims, fillLibraryStore, type SearchLibrary } from './library.ts'
import { type ExactAnswers, type FilterFigures, measureFilters } from './measure-searches.ts'

/** As `measureFilters` has them. */
export async function measureElasticsearch(
  folder: string,
  library: SearchLibrary,
  exact: ExactAnswers,
  rounds: number,
  say: (line: string) => void,
): Promise<Map<string, FilterFigures[]>> {
  const engine = fetchEngine(say)
  const cluster = await startCluster({ engine, folder: join(folder, 'elasticsearch'), nodeCount: 1, heapMb: 1536 })
  try {
    const access = { apiKey: null, caFingerprint: null, timeoutMs: 120_000 }
    const store = await openStore(`${cluster.urls[0]}/bench-search`, { space: sampleSpace(dims), access })
    say('filling Elasticsearch')
    await fillLibraryStore(store, library, { isSearchable: false })
    await store.makeSearchable()
    const figures = await measureFilters(store, library, exact, rounds, say)
    await store.close()
    return figures
  } finally {
    await cluster.stop()
  }
}
