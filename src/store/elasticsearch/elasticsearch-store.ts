// The store on an Elasticsearch cluster: keeps nothing itself. Opened through the registry (../open-store.ts) by
// elasticsearch-adapter.ts; it may be opened while the cluster is away, and serves once that answers.
import type { VectorSpace } from '../../embedder/embedder.ts'
import { createError, isLikenessError } from '../../errors.ts'
import type { StoreAccess } from '../store-adapter.ts'
import type { VectorStore } from '../vector-store.ts'
import { createBulkWriter } from './bulk-writer.ts'
import { createEngine, type Engine } from './engine.ts'
import { createIndexWatch } from './index-watch.ts'
import { createPresence } from './presence.ts'
import { stateIndexOf } from './shared-state.ts'
import type { StoreAddress } from './store-address.ts'
import { createStoreOperations } from './store-operations.ts'

export type ElasticsearchStoreOptions = { address: StoreAddress; access: StoreAccess; space: VectorSpace }

/** What may be over when the cluster comes back: no reason not to start. */
const passingCodes = ['STORE_UNAVAILABLE', 'INDEX_RED', 'INDEX_MISSING'] as const

/**
 * Opens the store, and makes its index where the store is new. A cluster that does not answer is no error here: calls are
 * refused until it does, and `check` says why.
 *
 * Errors: STORE_MISMATCH for a store of other spaces, STORE_INVALID for an index that is not of the form of this service.
 */
export async function createElasticsearchStore(options: ElasticsearchStoreOptions): Promise<VectorStore> {
  const { address, access, space } = options
  const engine = createEngine(address, access)
  const bulk = createBulkWriter(engine)
  const presence = createPresence(bulk, address.index)
  const watch = createIndexWatch(engine, address.index, space, presence.announce)
  try {
    const { name } = await watch.refresh()
    await waitForShards(engine, [name, `${stateIndexOf(address.index)}*`])
  } catch (error) {
    if (!passingCodes.some((code) => isLikenessError(error, code))) {
      await engine.close()
      throw error
    }
  }
  let closing: Promise<void> | undefined
  return {
    space,
    description: 'Elasticsearch (approximate search, scored on float32)',
    ...createStoreOperations({ engine, bulk, store: address.index, space, watch, keepsTombstones: true }),
    async check() {
      const { name } = await watch.refresh()
      await assertNotRed(engine, name)
    },
    close() {
      closing ??= presence
        .end()
        .then(() => bulk.close())
        .then(() => engine.close())
      return closing
    },
  }
}

/**
 * What another instance made a moment ago has no shard yet, which health does not tell: a refresh waits for it. Shards that stay
 * away are told by the calls that need them.
 */
async function waitForShards(engine: Engine, index: string[]): Promise<void> {
  await engine
    .call((client, options) => client.indices.refresh({ index }, options), { timeoutMs: engine.timeoutMs / 4 })
    .catch(() => {})
}

/** Yellow serves: a copy is missing, no data. */
async function assertNotRed(engine: Engine, index: string): Promise<void> {
  const { status } = await engine.call((client, options) => client.cluster.health({ index, timeout: '1ms' }, options))
  if (status !== 'red') return
  throw createError('INDEX_RED', 'A part of the search index has no copy that serves.', { retryAfterS: 5 })
}
