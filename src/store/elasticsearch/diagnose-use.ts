// How a store on a cluster is used: records that lack a vector, instances at work, shards that grow too large, and vectors that
// the nodes' memory must hold. diagnose-store.ts asks.
import type { estypes } from '@elastic/elasticsearch'
import { count, type Finding, formatBytes, ok, warning } from '../diagnosis.ts'
import type { Engine } from './engine.ts'
import { lockTimes } from './exclusive-work.ts'
import { countDocuments } from './image-reader.ts'
import type { FamilyIndex } from './index-family.ts'
import { vectorField } from './index-shape.ts'
import { findInstances } from './presence.ts'
import { stateIndexOf } from './shared-state.ts'

/** Elastic's advice: https://www.elastic.co/docs/deploy-manage/production-guidance/optimize-performance/size-shards */
const shardBytesMax = 50 * 1024 ** 3
const shardDocumentsMax = 200_000_000
/** Of the memory beside the heaps, which the system uses for whatever is read. */
const memoryShareMax = 0.8

/** Who changes the store's indexes right now; null for nobody. */
export async function findMigration(engine: Engine, store: string): Promise<string | null> {
  const index = stateIndexOf(store)
  const { hits } = await engine.call(async (client, options) => {
    await client.indices.refresh({ index }, options)
    return client.search<{ who: string; at: string }>({ index, query: { term: { kind: 'migration' } } }, options)
  })
  const lock = hits.hits[0]?._source
  return lock && Date.now() - Date.parse(lock.at) < lockTimes.heldForMs ? lock.who : null
}

export async function diagnosePending(engine: Engine, family: readonly FamilyIndex[]): Promise<Finding[]> {
  const own = family.filter(({ meta }) => meta !== null)
  const counts = await Promise.all(
    own.map(async ({ name, meta }) => ({
      name,
      space: meta!.space.id,
      pending: await countDocuments(engine, name, { term: { pending: true } }),
    })),
  )
  const lacking = counts.filter(({ pending }) => pending > 0)
  if (lacking.length === 0) return own.length === 0 ? [] : [ok('pending', 'no record waits for its vector')]
  return lacking.map(({ name, space, pending }) =>
    warning(
      'pending',
      `${count(pending, 'record')} of ${name} ${pending === 1 ? 'waits' : 'wait'} for a vector of the space "${space}"`,
      'A running service of that model completes them within seconds where their files are in the library; its log names those that it cannot.',
    ),
  )
}

export async function diagnoseInstances(engine: Engine, store: string): Promise<Finding[]> {
  const byIndex = await findInstances(engine, store)
  const total = [...byIndex.values()].reduce((sum, { length }) => sum + length, 0)
  if (total === 0) return [ok('instances', 'none at work')]
  const each = [...byIndex].map(([index, who]) => `${who.join(', ')} (${index})`).join('; ')
  return [ok('instances', `${count(total, 'instance')} at work: ${each}`)]
}

export async function diagnoseShards(engine: Engine, family: readonly FamilyIndex[]): Promise<Finding[]> {
  const { indices = {} } = await engine.call((client, options) =>
    client.indices.stats(
      { index: family.map(({ name }) => name), metric: ['store', 'docs'], level: 'shards' },
      options,
    ),
  )
  const shards = Object.entries(indices).flatMap(([index, { shards = {} }]) =>
    Object.entries(shards).flatMap(([number, copies]) =>
      copies
        .filter(({ routing }) => routing?.primary)
        .map(({ store, docs }) => ({
          name: `${index}[${number}]`,
          bytes: store?.size_in_bytes ?? 0,
          documents: docs?.count ?? 0,
        })),
    ),
  )
  return toShardFindings(shards)
}

export type Shard = { name: string; bytes: number; documents: number }

export function toShardFindings(shards: readonly Shard[]): Finding[] {
  const describe = ({ name, bytes, documents }: Shard) =>
    `${name} of ${formatBytes(bytes)} with ${count(documents, 'document')}`
  const large = shards.filter(({ bytes, documents }) => bytes > shardBytesMax || documents > shardDocumentsMax)
  if (large.length > 0) {
    const most = `more than ${formatBytes(shardBytesMax)} or ${shardDocumentsMax.toLocaleString('en')} documents`
    const advice = 'Make a new index with more shards: beyond that size searches slow down and moves take long.'
    return large.map((shard) => warning('shards', `${describe(shard)}: ${most}`, advice))
  }
  const largest = [...shards].sort((a, b) => b.bytes - a.bytes)[0]
  return largest ? [ok('shards', `${count(shards.length, 'shard')}, the largest ${describe(largest)}`)] : []
}

/** The client's types of these statistics lack what was asked for. */
type WithVectors = { dense_vector?: estypes.ClusterStatsDenseVectorStats }

/** Whether the vectors that a search reads fit the memory of the data nodes beside their heaps. */
export async function diagnoseMemory(engine: Engine, served: FamilyIndex): Promise<Finding[]> {
  const [stats, { nodes = {} }] = await Promise.all([
    engine.call((client, options) => client.indices.stats({ index: served.name, metric: 'dense_vector' }, options)),
    engine.call((client, options) => client.nodes.stats({ node_id: 'data:true', metric: ['os', 'jvm'] }, options)),
  ])
  const memory = Object.values(nodes).reduce((sum, { os, jvm }) => {
    const total = os?.mem?.adjusted_total_in_bytes ?? os?.mem?.total_in_bytes ?? 0
    return sum + Math.max(0, total - (jvm?.mem?.heap_max_in_bytes ?? 0))
  }, 0)
  const bytes = bytesReadBySearch(stats._all.total as WithVectors | undefined, isQuantised(served))
  if (bytes === null || memory === 0) return []
  const detail = `what a search of ${served.name} reads takes ${formatBytes(bytes)}, copies counted, of the ${formatBytes(memory)} that the data nodes have beside their heaps`
  if (bytes <= memory * memoryShareMax) return [ok('memory', detail)]
  const advice = 'Add memory or data nodes, or make a new index of the type bbq_hnsw, whose vectors take a tenth.'
  return [warning('memory', detail, advice)]
}

function isQuantised({ mapping }: FamilyIndex): boolean {
  const field = mapping.properties?.[vectorField]
  return field?.type === 'dense_vector' && !['hnsw', 'flat'].includes(field.index_options?.type ?? '')
}

/** Graph and vectors outside the heap, the float32 ones only where nothing coarser stands in for them. Null where it is not told. */
function bytesReadBySearch(stats: WithVectors | undefined, quantised: boolean): number | null {
  const offHeap = stats?.dense_vector?.off_heap
  if (!offHeap) return null
  const { total_vex_size_bytes: graph, total_vec_size_bytes: full } = offHeap
  const coarse = offHeap.total_veq_size_bytes + offHeap.total_veb_size_bytes
  return graph + (quantised ? coarse : full)
}
