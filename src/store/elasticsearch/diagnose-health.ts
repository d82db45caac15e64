// The health of a store's indexes, and of shards without a node why they have none. diagnose-store.ts asks.
// https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-cluster-allocation-explain
import type { estypes } from '@elastic/elasticsearch'
import { count, type Finding, failure, ok, warning } from '../diagnosis.ts'
import { attemptCheck } from './attempt-check.ts'
import type { Engine } from './engine.ts'

type IndexHealth = estypes.ClusterHealthIndexHealthStats

/** Longer reasons are cut. */
const reasonLengthMax = 240

export async function diagnoseHealth(engine: Engine, names: string[]): Promise<Finding[]> {
  const { indices = {} } = await engine.call((client, options) =>
    client.cluster.health({ index: names, level: 'shards', timeout: '1ms' }, options),
  )
  const ill = names.flatMap((name) => {
    const health = indices[name]
    return health && health.status.toLowerCase() !== 'green' ? [{ name, health }] : []
  })
  if (ill.length === 0) {
    const shards = Object.values(indices).reduce((sum, { active_shards }) => sum + active_shards, 0)
    const found = count(Object.keys(indices).length, 'index', 'indexes')
    return [ok('health', `green: ${found} with ${count(shards, 'shard')}, copies counted`)]
  }
  const findings = await Promise.all(
    ill.map(({ name, health }) => attemptCheck('health', async () => [await describeIll(engine, name, health)])),
  )
  return findings.flat()
}

async function describeIll(engine: Engine, name: string, health: IndexHealth): Promise<Finding> {
  const { unassigned_shards: unassigned, initializing_shards: starting } = health
  const isRed = health.status.toLowerCase() === 'red'
  const meaning = isRed ? 'a part of it cannot be searched' : 'all of it can be searched, but copies are missing'
  const detail = `${name} is ${isRed ? 'red' : 'yellow'}: ${meaning}`
  const tell = isRed ? failure : warning
  const shard = Object.entries(health.shards ?? {}).find(([, one]) => one.unassigned_shards > 0)
  if (unassigned === 0 || !shard) {
    return tell('health', `${detail}; ${count(starting, 'shard')} being started`, 'Wait: the engine is at it.')
  }
  const isPrimary = !shard[1].primary_active
  const { reason, advice } = await explain(engine, name, Number(shard[0]), isPrimary)
  return tell('health', `${detail}; ${count(unassigned, 'shard')} without a node, as ${reason}`, advice)
}

async function explain(engine: Engine, index: string, shard: number, primary: boolean) {
  const answer = await engine.call((client, options) =>
    client.cluster.allocationExplain({ index, shard, primary }, options),
  )
  return explainAllocation(answer)
}

/** What to do, by the rule of the engine that refuses the shard to a node. */
const advices: Record<string, string> = {
  same_shard: 'Add a data node, or do without copies: PUT /INDEX/_settings {"index.number_of_replicas":0}',
  filter:
    'Remove or correct the settings `index.routing.allocation.*` of the index and `cluster.routing.allocation.*`.',
  disk_threshold: 'Make room on the disks of the data nodes, or add a data node.',
  enable: 'Allow it again: PUT /_cluster/settings {"persistent":{"cluster.routing.allocation.enable":null}}',
  max_retry: 'Mend what the engine’s log tells of, then send the cluster POST /_cluster/reroute?retry_failed=true',
  shards_limit: 'Add a data node, or raise the limit of shards a node.',
  awareness: 'Add data nodes in the zones that lack them.',
  data_tier: 'Add a data node of the tier, or change `index.routing.allocation.include._tier_preference`.',
  node_version: 'Finish the upgrade of the older nodes.',
  throttling: 'Wait: the engine moves only so many shards at once.',
}

const lostAdvice =
  'Bring the node back that held it. Where it is lost for good, restore the index from a snapshot, or delete it and ingest anew.'

/** Why a shard has no node, in a phrase, and what to do. */
export function explainAllocation(answer: estypes.ClusterAllocationExplainResponse): {
  reason: string
  advice: string
} {
  const { can_allocate: verdict = '', allocate_explanation = '', unassigned_info, index } = answer
  if (verdict === 'no_valid_shard_copy') {
    return { reason: `no node has its data (${unassigned_info?.reason})`, advice: lostAdvice }
  }
  const decider = (answer.node_allocation_decisions ?? [])
    .flatMap(({ deciders = [] }) => deciders)
    .find(({ decision }) => decision !== 'YES')
  const known = Object.entries(advices).find(([rule]) => decider?.decider === rule)?.[1]
  const advice =
    known ??
    (verdict === 'allocation_delayed' ? lostAdvice : `See GET /_cluster/allocation/explain for the index ${index}.`)
  const reason = shorten(decider?.explanation ?? (allocate_explanation || String(verdict)))
  return { reason: decider ? `${reason} (${decider.decider})` : reason, advice: advice.replace('INDEX', index) }
}

/** The engine's texts end in details for its developers, in brackets. */
function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/ \[\[.*\]\]/, '')
  return line.length <= reasonLengthMax ? line : `${line.slice(0, reasonLengthMax - 1)}…`
}
