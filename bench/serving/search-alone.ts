// The store's own search, in process, over a copy of the library: what a search over HTTP adds to it is the service's share. Runs in a
// process of its own (alone.ts).
import { builtinSource } from '../../src/embedder/models.ts'
import { loadModelPack } from '../../src/embedder/pack/model-pack.ts'
import { openStore } from '../../src/store/open-store.ts'
import type { VectorStore } from '../../src/store/vector-store.ts'
import { quantile } from '../statistics.ts'

export type SearchJob = {
  kind: 'search'
  storeUrl: string
  cores: number
  vector: Float32Array
  k: number
  count: number
}
export type SearchAloneResult = { msP50: number }

let store: VectorStore | undefined

export async function searchAlone({ storeUrl, cores, vector, k, count }: SearchJob): Promise<SearchAloneResult> {
  if (store === undefined) {
    const { info } = await loadModelPack(builtinSource)
    store = await openStore(storeUrl, { space: info.space, workers: cores })
  }
  const tookMs: number[] = []
  for (let i = 0; i < count; i++) {
    const startMs = performance.now()
    const hits = await store.search({ vector, k })
    tookMs.push(performance.now() - startMs)
    if (hits.length !== k) throw new Error(`the store gave ${hits.length} hits`)
  }
  return { msP50: quantile(tookMs, 0.5) }
}
