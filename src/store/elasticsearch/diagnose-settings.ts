// Whether the settings of a store's indexes let it take and show pictures: refresh, copies, blocks, open or closed.
// diagnose-store.ts asks; index-shape.ts has what a new index is made with.
import { count, type Finding, failure, ok, warning } from '../diagnosis.ts'
import type { Engine } from './engine.ts'
import { refreshInterval } from './index-shape.ts'

/** Each by its full name, such as `index.refresh_interval`. */
export type FlatSettings = Record<string, unknown>

/** Uploads wait for the next refresh: beyond this their callers wait too long. */
const refreshMaxMs = 30_000

/** Of each index, by its name and in this order, the settings that are not defaults. */
export async function readIndexSettings(engine: Engine, names: string[]): Promise<Map<string, FlatSettings>> {
  const found = await engine.call((client, options) =>
    client.indices.getSettings({ index: names, flat_settings: true }, options),
  )
  return new Map(names.map((name) => [name, (found[name]?.settings ?? {}) as FlatSettings]))
}

export type SettingsContext = {
  /** The indexes that `likeness index tune` has made ready for a load. */
  tuned: ReadonlySet<string>
  /** Null where it cannot be told how many there are. */
  dataNodes: number | null
}

export function diagnoseIndexSettings(
  all: ReadonlyMap<string, FlatSettings>,
  { tuned, dataNodes }: SettingsContext,
): Finding[] {
  const findings = [...all].flatMap(([name, settings]) => [
    ...findClosed(name, settings),
    ...(tuned.has(name)
      ? [toTunedFinding(name, settings)]
      : [...findSlowRefresh(name, settings), ...findNoCopies(name, settings, dataNodes)]),
  ])
  if (findings.length > 0) return findings
  return [...all].map(([name, settings]) => {
    const shards = count(Number(settings['index.number_of_shards'] ?? 1), 'shard')
    const refreshed = settings['index.refresh_interval'] ?? 'by default'
    return ok('index settings', `${name}: ${shards}, copies ${copiesOf(settings)}, refreshed ${refreshed}`)
  })
}

export function isClosed(settings: FlatSettings): boolean {
  return String(settings['index.verified_before_close']) === 'true'
}

function findClosed(name: string, settings: FlatSettings): Finding[] {
  if (!isClosed(settings)) return []
  return [failure('index settings', `${name} is closed`, `Send the cluster POST /${name}/_open`)]
}

function toTunedFinding(name: string, settings: FlatSettings): Finding {
  const now = `refresh ${settings['index.refresh_interval'] ?? 'by default'}, copies ${copiesOf(settings)}`
  const detail = `${name} is tuned for a load (${now}): what is added is not found, and uploads wait in vain`
  return warning('index settings', detail, 'Once the load is over: `npx --no likeness index restore`')
}

function findSlowRefresh(name: string, settings: FlatSettings): Finding[] {
  const interval = settings['index.refresh_interval']
  if (interval === undefined) return []
  const ms = parseDuration(String(interval))
  if (ms !== null && ms >= 0 && ms <= refreshMaxMs) return []
  const meaning =
    ms !== null && ms < 0
      ? 'refreshes are off, so that new pictures are never found and uploads wait for them in vain'
      : `refreshed every ${interval}: an upload waits that long`
  const advice = `Send the cluster PUT /${name}/_settings {"index.refresh_interval":"${refreshInterval}"}`
  return [failure('index settings', `${name}: ${meaning}`, advice)]
}

const unitsMs: Record<string, number> = { nanos: 1e-6, micros: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7 }

/** Milliseconds of a duration as the engine writes it; null for what is none. `-1` is off. */
export function parseDuration(text: string): number | null {
  const [, number, unit] = /^(-?\d+(?:\.\d+)?)(nanos|micros|ms|s|m|h|d)?$/.exec(text.trim()) ?? []
  return number === undefined ? null : Number(number) * unitsMs[unit ?? 'ms']!
}

function findNoCopies(name: string, settings: FlatSettings, dataNodes: number | null): Finding[] {
  if (dataNodes === null || dataNodes < 2 || copiesOf(settings) !== '0') return []
  const detail = `${name} has no copies on a cluster of ${count(dataNodes, 'data node')}: with one node a part of it is lost`
  return [warning('index settings', detail, `Send the cluster PUT /${name}/_settings {"index.number_of_replicas":1}`)]
}

/** A number, or a range such as `0-1` that follows the number of nodes. */
function copiesOf(settings: FlatSettings): string {
  const range = settings['index.auto_expand_replicas']
  return String(range === undefined || String(range) === 'false' ? (settings['index.number_of_replicas'] ?? 1) : range)
}

const blockNames = ['read_only', 'read_only_allow_delete', 'write', 'read', 'metadata']

/** What of reading and writing is switched off, for an index or for the whole cluster. */
export async function diagnoseBlocks(engine: Engine, all: ReadonlyMap<string, FlatSettings>): Promise<Finding[]> {
  const { persistent, transient } = await engine.call((client, options) =>
    client.cluster.getSettings({ flat_settings: true }, options),
  )
  const cluster: FlatSettings = { ...persistent, ...transient }
  const findings = [
    ...blocksOf(cluster, 'cluster').map((block) =>
      failure(
        'blocks',
        `the whole cluster is set to ${block}`,
        `Send the cluster PUT /_cluster/settings {"persistent":{"${block}":null},"transient":{"${block}":null}}`,
      ),
    ),
    ...[...all].flatMap(([name, settings]) => blocksOf(settings, 'index').map((block) => toBlockFinding(name, block))),
  ]
  return findings.length > 0 ? findings : [ok('blocks', 'none')]
}

function blocksOf(settings: FlatSettings, scope: 'index' | 'cluster'): string[] {
  return blockNames.map((name) => `${scope}.blocks.${name}`).filter((name) => String(settings[name]) === 'true')
}

function toBlockFinding(name: string, block: string): Finding {
  const setting = `PUT /${name}/_settings {"${block}":null}`
  if (block === 'index.blocks.read_only_allow_delete') {
    const advice = `Make room on the disks: the engine then lifts it itself; where it does not, send the cluster ${setting}`
    return failure('blocks', `${name} takes no writes (${block}), as when a disk is nearly full`, advice)
  }
  const meaning = block === 'index.blocks.read' ? 'cannot be searched' : 'takes no changes'
  return failure('blocks', `${name} ${meaning} (${block})`, `Send the cluster ${setting}`)
}
