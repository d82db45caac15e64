// Places for stores on a cluster: each an index name of its own, removed with the test.
import { randomUUID } from 'node:crypto'
import type { Test } from 'tap'
import type { VectorSpace } from '../../../src/embedder/embedder.ts'
import { openStore } from '../../../src/store/open-store.ts'
import type { VectorStore } from '../../../src/store/vector-store.ts'
import { ask } from '../../elasticsearch/test-cluster.ts'
import type { StorePlace } from '../vector-store.conformance.ts'
import { storeUrlOf } from './store-url.ts'

export type IndexPlace = StorePlace & { name: string; storeUrl: string }

export function createIndexPlace(t: Test, urls: readonly string[]): IndexPlace {
  const name = `test-${randomUUID()}`
  const storeUrl = storeUrlOf(urls, name)
  const open: VectorStore[] = []
  t.teardown(async () => {
    await Promise.all(open.map((store) => store.close()))
    const found = await ask<object>(urls[0]!, 'GET', `${name}*?expand_wildcards=all`)
    for (const index of Object.keys(found)) await ask(urls[0]!, 'DELETE', index)
  })
  return {
    name,
    storeUrl,
    async open(space: VectorSpace) {
      const store = await openStore(storeUrl, { space })
      open.push(store)
      // Each write waits for the next refresh: at the default of one second the suite would take minutes.
      await ask(urls[0]!, 'PUT', `${name}*/_settings`, { index: { refresh_interval: '20ms' } })
      return store
    },
  }
}
