// A temporary data folder for the embedded store's tests, and its stores, which close when the test ends.
import type { Test } from 'tap'
import type { VectorSpace } from '../../../src/embedder/embedder.ts'
import { createEmbeddedStore, type EmbeddedStoreOptions } from '../../../src/store/embedded/embedded-store.ts'
import type { VectorStore } from '../../../src/store/vector-store.ts'

export type EmbeddedPlace = {
  folder: string
  open(space: VectorSpace, options?: Partial<EmbeddedStoreOptions>): Promise<VectorStore>
}

export function createPlace(t: Test): EmbeddedPlace {
  const folder = t.testdir()
  const stores: VectorStore[] = []
  t.teardown(() => Promise.all(stores.map((store) => store.close())))
  return {
    folder,
    async open(space, options) {
      const store = await createEmbeddedStore({ folder, space, workers: 2, ...options })
      stores.push(store)
      return store
    },
  }
}
