// Stores for the tests of troubles: several on one index name, with a short time limit, closed with the test.
import type { Test } from 'tap'
import type { VectorSpace } from '../../../src/embedder/embedder.ts'
import { openStore } from '../../../src/store/open-store.ts'
import type { VectorStore } from '../../../src/store/vector-store.ts'
import { ask } from '../../elasticsearch/test-cluster.ts'
import { createIndexPlace } from './index-place.ts'
import { storeUrlOf } from './store-url.ts'

/** Of one call of a store; long enough for a busy machine, short enough to wait for. */
export const timeoutMs = 2_000

export type TroublePlace = {
  name: string
  /** The store at this place, or, by other addresses, the same store reached another way. */
  open(space: VectorSpace, urls?: readonly string[]): Promise<VectorStore>
  /** Asks the engine itself. `path` begins below the place's name: `-v1/_settings`, for example. */
  ask<Answer = unknown>(method: string, path: string, body?: object): Promise<Answer>
}

export function createTroublePlace(t: Test, urls: readonly string[], limitMs = timeoutMs): TroublePlace {
  const { name } = createIndexPlace(t, urls)
  return {
    name,
    async open(space, over = urls) {
      const access = { apiKey: null, caFingerprint: null, timeoutMs: limitMs }
      const store = await openStore(storeUrlOf(over, name), { space, access })
      t.teardown(() => store.close())
      // Each write waits for the next refresh, for a second by default.
      await ask(urls[0]!, 'PUT', `${name}*/_settings?allow_no_indices=true`, { index: { refresh_interval: '20ms' } })
      return store
    },
    ask: (method, path, body) => ask(urls[0]!, method, `${name}${path}`, body),
  }
}

/** Each call of the store's port that asks the cluster, by name. */
export function readsOf(store: VectorStore, vector: Float32Array): Record<string, () => Promise<unknown>> {
  return {
    get: () => store.get(['image-0']),
    getByPath: () => store.getByPath(['phone/image-0.jpeg']),
    getVectors: () => store.getVectors(['image-0']),
    search: () => store.search({ vector, k: 3 }),
    list: () => store.list({ limit: 3 }),
    count: () => store.count(),
    countFacets: () => store.countFacets({ facets: ['tags', 'year'], valuesMax: 3 }),
    makeSearchable: () => store.makeSearchable(),
    check: () => store.check(),
  }
}

/** The outcome of each call: `done`, or the code of its error. Calls that take longer than the time limit allows are `late`. */
export async function outcomesOf(
  calls: Record<string, () => Promise<unknown>>,
  limitMs = timeoutMs,
): Promise<Record<string, string>> {
  const outcomes = Object.entries(calls).map(async ([name, call]) => {
    const beganMs = performance.now()
    const outcome = await call().then(
      () => 'done',
      (error) => error.code ?? String(error),
    )
    return [name, performance.now() - beganMs > limitMs + slackMs ? 'late' : outcome]
  })
  return Object.fromEntries(await Promise.all(outcomes))
}

/** What a busy machine may add to a time limit. */
export const slackMs = 1_500
