// How full the disks of the data nodes are, against the watermarks at which the engine stops giving a node shards, moves them
// away, and takes no writes. diagnose-store.ts asks; disk-watermarks.ts has what a watermark means.
import { type Finding, failure, formatBytes, ok, warning } from '../diagnosis.ts'
import {
  type Disk,
  findPassed,
  parseWatermark,
  type Watermark,
  type WatermarkName,
  watermarkNames,
} from './disk-watermarks.ts'
import type { Engine } from './engine.ts'

type Watermarks = {
  isEnforced: boolean
  /** Each as it is set, for people. */
  texts: Record<WatermarkName, string>
  marks: Partial<Record<WatermarkName, Watermark>>
}

const diskSettings = 'cluster.routing.allocation.disk'

const meanings: Record<WatermarkName, { verdict: typeof failure; meaning: string; advice: string }> = {
  low: {
    verdict: warning,
    meaning: 'the node gets no more shards',
    advice: 'Make room or add a data node before the disk is fuller.',
  },
  high: {
    verdict: warning,
    meaning: 'its shards are moved away',
    advice: 'Make room on that node, or add a data node: at the next watermark no pictures can be added.',
  },
  flood_stage: {
    verdict: failure,
    meaning: 'indexes with a shard there take no writes',
    advice:
      'Make room on that node, or add a data node; the engine itself allows writes again below the high watermark.',
  },
}

export async function diagnoseDisks(engine: Engine): Promise<Finding[]> {
  const [watermarks, disks] = await Promise.all([readWatermarks(engine), readDisks(engine)])
  if (disks.length === 0) {
    const advice = 'Look at the disks of the data nodes with the tools of whoever runs the cluster.'
    return [warning('disk', 'the engine does not tell how full its disks are', advice)]
  }
  const inOrder = disks.toSorted((a, b) => a.node.localeCompare(b.node))
  return inOrder.map((disk) => toDiskFinding(disk, watermarks))
}

function toDiskFinding(disk: Disk & { node: string }, { isEnforced, texts, marks }: Watermarks): Finding {
  const { node, freeBytes, totalBytes } = disk
  const used = `${((1 - freeBytes / totalBytes) * 100).toFixed(0)}% used`
  const set = `watermarks ${watermarkNames.map((name) => texts[name]).join(', ')}${isEnforced ? '' : ', not enforced'}`
  const detail = `${node}: ${formatBytes(freeBytes)} of ${formatBytes(totalBytes)} free, ${used} (${set})`
  const passed = findPassed(marks, disk)
  if (passed === null) return ok('disk', detail)
  const name = `the ${passed.replace('_', ' ')} watermark`
  if (!isEnforced) {
    const advice =
      'Make room: with `cluster.routing.allocation.disk.threshold_enabled` off nothing stops a disk from filling up.'
    return warning('disk', `${detail}: beyond ${name}`, advice)
  }
  const { verdict, meaning, advice } = meanings[passed]
  return verdict('disk', `${detail}: beyond ${name}, so ${meaning}`, advice)
}

async function readWatermarks(engine: Engine): Promise<Watermarks> {
  const settings = await engine.call((client, options) =>
    client.cluster.getSettings({ include_defaults: true, flat_settings: true }, options),
  )
  const flat: Record<string, unknown> = { ...settings.defaults, ...settings.persistent, ...settings.transient }
  const read = (name: string) => String(flat[`${diskSettings}.${name}`] ?? '')
  const texts = Object.fromEntries(
    watermarkNames.map((name) => [name, read(`watermark.${name}`) || 'unknown']),
  ) as Watermarks['texts']
  const marks: Watermarks['marks'] = {}
  for (const name of watermarkNames) {
    const mark = parseWatermark(texts[name], read(`watermark.${name}.max_headroom`))
    if (mark !== null) marks[name] = mark
  }
  return { isEnforced: read('threshold_enabled') !== 'false', texts, marks }
}

/** Of the data nodes; the engine goes by the free bytes that it may use itself. */
async function readDisks(engine: Engine): Promise<(Disk & { node: string })[]> {
  const { nodes } = await engine.call((client, options) =>
    client.nodes.stats(
      { node_id: 'data:true', metric: 'fs', filter_path: ['nodes.*.name', 'nodes.*.fs.total'] },
      options,
    ),
  )
  return Object.values(nodes ?? {}).flatMap(({ name, fs }) => {
    const { total_in_bytes: totalBytes, available_in_bytes: freeBytes } = fs?.total ?? {}
    return totalBytes && freeBytes !== undefined ? [{ node: name ?? 'a node', totalBytes, freeBytes }] : []
  })
}
