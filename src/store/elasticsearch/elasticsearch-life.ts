// The life of the indexes of a store on Elasticsearch: what `likeness index` does there. The port is ../index-life.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import type { VectorSpace } from '../../embedder/embedder.ts'
import { createError } from '../../errors.ts'
import type { IndexLife, IndexVersion, MigrationTarget, RecordSource } from '../index-life.ts'
import type { StoreAccess } from '../store-adapter.ts'
import { createBulkWriter } from './bulk-writer.ts'
import { createClusterLife } from './cluster-life.ts'
import { toRecord } from './document.ts'
import { createEngine, type Engine } from './engine.ts'
import { runExclusively } from './exclusive-work.ts'
import { countDocuments, getDocuments, getRecords, getVectors } from './image-reader.ts'
import { createVersion, type FamilyIndex, findFamily, toOpenIndex } from './index-family.ts'
import { toIndexOptions } from './index-shape.ts'
import { familyAgeMaxMs } from './index-watch.ts'
import { findInstances } from './presence.ts'
import { listRecords } from './record-lister.ts'
import { findServing, makeServing, removeIndex } from './serving-alias.ts'
import { createSharedState, findTombstones, hasSharedState } from './shared-state.ts'
import type { StoreAddress } from './store-address.ts'
import { createStoreOperations } from './store-operations.ts'

export function createElasticsearchLife(address: StoreAddress, access: StoreAccess): IndexLife {
  const engine = createEngine(address, access)
  const store = address.index

  async function requireIndex(name: string): Promise<{ index: FamilyIndex; family: FamilyIndex[] }> {
    const family = await findFamily(engine, store)
    const index = family.find((one) => one.name === name)
    if (index) return { index, family }
    throw createError('INDEX_MISSING', `The store "${store}" has no index "${name}".`)
  }

  /** Errors: INDEX_IN_USE. */
  async function assertUnused(name: string, family: FamilyIndex[]): Promise<void> {
    if (findServing(family, store)?.name === name) {
      throw createError('INDEX_IN_USE', `The index "${name}" is the one that serves.`)
    }
    const users = (await findInstances(engine, store)).get(name) ?? []
    if (users.length > 0) throw createError('INDEX_IN_USE', `The index "${name}" is used by ${users.join(', ')}.`)
  }

  async function versions(): Promise<IndexVersion[]> {
    const family = await findFamily(engine, store)
    if (family.length === 0) return []
    const serving = findServing(family, store)
    const users = (await hasSharedState(engine, store)) ? await findInstances(engine, store) : new Map()
    return Promise.all(
      family.map(async ({ name, meta }) => ({
        name,
        space: meta?.space ?? null,
        ...(await measure(engine, name, meta !== null)),
        isServing: name === serving?.name,
        isFilling: meta?.is_filling ?? false,
        // Every write reaches every index: the one that serves lacks nothing.
        isNewest: name === serving?.name,
        usedBy: users.get(name) ?? [],
      })),
    )
  }

  return {
    description: 'Elasticsearch',
    versions,

    cluster: createClusterLife(engine, store),

    async create(space, wishes) {
      const isFilling = (await findFamily(engine, store)).length > 0
      const name = await createVersion(engine, store, space, { isFilling, options: toIndexOptions(wishes) })
      return (await versions()).find((one) => one.name === name)!
    },

    async openSource(name): Promise<RecordSource> {
      const { index } = await requireIndex(name)
      const own = toOpenIndex(index, dimsOf(index))
      return {
        get: (imageIds) => getRecords(engine, own, imageIds),
        getVectors: (imageIds) => getVectors(engine, own, imageIds),
        list: (request) => listRecords(engine, own, request),
        count: () => countDocuments(engine, own.name),
        findTombstones: (paths) => findTombstones(engine, store, paths),
        // The indexes of a store share them.
        listTombstones: async () => [],
        close: async () => {},
      }
    },

    async openTarget(name) {
      const { index, family } = await requireIndex(name)
      await assertUnused(name, family)
      if (index.meta === null) throw createError('STORE_READ_ONLY', `No model is recorded for the index "${name}".`)
      if (!index.meta.is_filling) await setFilling(engine, index, true)
      // From then on every running instance writes to this index too.
      await sleep(familyAgeMaxMs * 2)
      return openTarget(engine, store, index, index.meta.space)
    },

    async switchTo(name) {
      const { index, family } = await requireIndex(name)
      // First, so that an instance that follows the alias finds an index it may use.
      if (index.meta?.is_filling) await setFilling(engine, index, false)
      await makeServing(engine, store, family, name)
    },

    async delete(name) {
      const { family } = await requireIndex(name)
      await assertUnused(name, family)
      await removeIndex(engine, store, family, name)
    },

    async exclusively(work) {
      await createSharedState(engine, store)
      return runExclusively(engine, store, work)
    },

    close: () => engine.close(),
  }
}

/** Only this index is written to, and nothing waits for a refresh but the lists that compare it. */
function openTarget(engine: Engine, store: string, index: FamilyIndex, space: VectorSpace): MigrationTarget {
  const bulk = createBulkWriter(engine)
  const own = toOpenIndex(index, space.dims)
  const watch = {
    use: <T>(work: (index: typeof own) => Promise<T>) => work(own),
    targets: async () => ({ own, others: [], isTuned: false }),
  }
  const operations = createStoreOperations({ engine, bulk, store, space, watch, keepsTombstones: false })
  return {
    ...operations,
    space,
    description: 'Elasticsearch',
    upsert: (images) => operations.upsert(images, { isSearchable: false }),
    async get(imageIds) {
      const documents = await getDocuments(engine, own, imageIds, false)
      return documents.map((document) => (document === null || document.pending ? null : toRecord(document)))
    },
    async list(request) {
      if (request.afterId === undefined) await operations.makeSearchable()
      return operations.list(request)
    },
    // The indexes of a store share them.
    bury: async () => {},
    check: async () => {},
    close: () => bulk.close(),
  }
}

async function measure(engine: Engine, name: string, hasPending: boolean) {
  await engine.call((client, options) => client.indices.refresh({ index: name }, options))
  const [images, pending, stats] = await Promise.all([
    countDocuments(engine, name),
    hasPending ? countDocuments(engine, name, { term: { pending: true } }) : 0,
    engine.call((client, options) => client.indices.stats({ index: name, metric: 'store' }, options)),
  ])
  return { images, pending, sizeBytes: stats._all.total?.store?.size_in_bytes ?? 0 }
}

async function setFilling(engine: Engine, { name, mapping, meta }: FamilyIndex, isFilling: boolean): Promise<void> {
  const { is_filling, ...likeness } = meta!
  await engine.call((client, options) =>
    client.indices.putMapping(
      {
        index: name,
        _meta: { ...mapping._meta, likeness: isFilling ? { ...likeness, is_filling: true } : likeness },
      },
      options,
    ),
  )
}

function dimsOf({ mapping, meta }: FamilyIndex): number {
  const field = mapping.properties?.image_embedding
  return meta?.space.dims ?? (field?.type === 'dense_vector' ? (field.dims ?? 0) : 0)
}
