// The same searches by the store on Elasticsearch: a real node on loopback, filled and asked through the product's own adapter.
import { join } from 'node:path'
import { openStore } from '../../src/store/open-store.ts'
import { startCluster } from '../../test/elasticsearch/cluster.ts'
import { fetchEngine } from '../../test/elasticsearch/engine.ts'
import { sampleSpace } from '../../test/store/sample-images.ts'
import { dims, fillLibraryStore, type SearchLibrary, type ShareName } from './library.ts'
import { type FilterFigures, measureFilter } from './measure-searches.ts'

/** By filter; `exact` are the ids of the exact answers by the same names. */
export async function measureElasticsearch(
  folder: string,
  library: SearchLibrary,
  names: readonly (ShareName | null)[],
  exact: ReadonlyMap<string, readonly ReadonlySet<string>[]>,
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
    const figures = new Map<string, FilterFigures[]>(names.map((name) => [name ?? 'none', []]))
    await measureFilter(store, library, null, exact.get('none')!)
    for (let round = 1; round <= rounds; round++) {
      say(`Elasticsearch, round ${round} of ${rounds}`)
      for (const name of names) {
        figures.get(name ?? 'none')!.push(await measureFilter(store, library, name, exact.get(name ?? 'none')!))
      }
    }
    await store.close()
    return figures
  } finally {
    await cluster.stop()
  }
}
