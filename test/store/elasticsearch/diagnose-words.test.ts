// The rules of `likeness doctor` for a cluster, without one: watermarks, versions, durations, shards and the engine's reasons.
import t from 'tap'
import { formatBytes } from '../../../src/store/diagnosis.ts'
import { explainAllocation } from '../../../src/store/elasticsearch/diagnose-health.ts'
import { diagnoseIndexSettings, parseDuration } from '../../../src/store/elasticsearch/diagnose-settings.ts'
import { toShardFindings } from '../../../src/store/elasticsearch/diagnose-use.ts'
import { speaksOtherMajor, toVersionFinding } from '../../../src/store/elasticsearch/diagnose-version.ts'
import {
  findPassed,
  freeBytesMinOf,
  parseWatermark,
  type Watermark,
} from '../../../src/store/elasticsearch/disk-watermarks.ts'

const gib = 1024 ** 3

t.test('watermarks are read as a percentage, a ratio or the bytes that must be free', async (t) => {
  t.strictSame(parseWatermark('85%'), { usedMax: 0.85, headroomBytes: null })
  t.strictSame(parseWatermark(' 92.5 % '), { usedMax: 0.925, headroomBytes: null })
  t.strictSame(parseWatermark('0.9'), { usedMax: 0.9, headroomBytes: null })
  t.strictSame(parseWatermark('1'), { usedMax: 1, headroomBytes: null })
  t.strictSame(parseWatermark('85%', '200GB'), { usedMax: 0.85, headroomBytes: 200 * gib })
  t.strictSame(parseWatermark('85%', '-1'), { usedMax: 0.85, headroomBytes: null })
  t.strictSame(parseWatermark('50gb'), { freeBytesMin: 50 * gib })
  t.strictSame(parseWatermark('1.5TB'), { freeBytesMin: 1536 * gib })
  t.strictSame(parseWatermark('500mb'), { freeBytesMin: 500 * 1024 ** 2 })
  t.strictSame(parseWatermark('2048b'), { freeBytesMin: 2048 })
  for (const nonsense of ['', 'unknown', '-1', '101%', '2', '85%%', '5 apples', 'gb']) {
    t.equal(parseWatermark(nonsense), null, nonsense)
  }
})

t.test('on a large disk a percentage asks for no more room than its headroom', async (t) => {
  const mark = parseWatermark('85%', '200GB')!
  t.equal(Math.round(freeBytesMinOf(mark, 100 * gib) / gib), 15)
  t.equal(freeBytesMinOf(mark, 10_000 * gib), 200 * gib)
  t.equal(Math.round(freeBytesMinOf(parseWatermark('85%')!, 10_000 * gib) / gib), 1500)
  t.equal(freeBytesMinOf(parseWatermark('50gb')!, 10_000 * gib), 50 * gib)
})

t.test('the gravest watermark that a disk is over counts', async (t) => {
  const marks = { low: '85%', high: '0.9', flood_stage: '3gb' }
  const parsed = Object.fromEntries(Object.entries(marks).map(([name, text]) => [name, parseWatermark(text)!]))
  const passed = (free: number) => findPassed(parsed, { totalBytes: 100 * gib, freeBytes: free * gib })
  t.equal(passed(16), null)
  t.equal(passed(14), 'low')
  t.equal(passed(9), 'high')
  t.equal(passed(2.9), 'flood_stage')
  t.equal(findPassed({ high: parsed.high as Watermark }, { totalBytes: 100, freeBytes: 0 }), 'high')
  t.equal(findPassed({}, { totalBytes: 100, freeBytes: 0 }), null)
})

t.test('versions before 9.3 are refused, mixed and unknown ones warned of', async (t) => {
  const nodes = (...versions: string[]) =>
    versions.map((version, i) => ({ name: `node-${i + 1}`, version, holdsData: true }))
  t.match(toVersionFinding(nodes('9.3.0', '9.3.0')), { verdict: 'ok', detail: 'Elasticsearch 9.3.0 on 2 nodes' })
  t.match(toVersionFinding(nodes('9.10.1')), { verdict: 'ok' })
  t.match(toVersionFinding(nodes('9.6.0-SNAPSHOT')), { verdict: 'ok' })
  t.match(toVersionFinding(nodes('9.5.3', '9.2.4')), {
    verdict: 'failure',
    detail: 'Elasticsearch 9.2.4 and 9.5.3 on 2 nodes; node-2 (9.2.4) is older than 9.3',
    advice: 'Upgrade the cluster to 9.3 or newer.',
  })
  t.match(toVersionFinding(nodes('8.19.2')), { verdict: 'failure' })
  t.match(toVersionFinding(nodes('9.5.3', '9.4.0')), { verdict: 'warning', advice: /^Finish the upgrade/ })
  t.match(toVersionFinding(nodes('10.0.0')), { verdict: 'warning', detail: /newer than this service knows$/ })
  t.ok(speaksOtherMajor(nodes('8.19.2')))
  t.notOk(speaksOtherMajor(nodes('9.2.0')))
  t.notOk(speaksOtherMajor([]))
})

t.test('durations are read in milliseconds', async (t) => {
  const read = { '1s': 1_000, '20ms': 20, '1.5m': 90_000, '2h': 7_200_000, '1d': 86_400_000, '-1': -1, '0': 0 }
  for (const [text, ms] of Object.entries(read)) t.equal(parseDuration(text), ms, text)
  t.equal(parseDuration('soon'), null)
})

t.test('an index without copies is told on several data nodes alone', async (t) => {
  const diagnose = (settings: Record<string, string>, dataNodes: number | null) =>
    diagnoseIndexSettings(new Map([['a-v1', settings]]), { tuned: new Set(), dataNodes })[0]
  const none = { 'index.number_of_replicas': '0' }
  t.match(diagnose(none, 2), {
    verdict: 'warning',
    detail: /^a-v1 has no copies on a cluster of 2 data nodes/,
    advice: /\{"index.number_of_replicas":1\}$/,
  })
  t.match(diagnose(none, 1), { verdict: 'ok' })
  t.match(diagnose(none, null), { verdict: 'ok' })
  t.match(diagnose({ ...none, 'index.auto_expand_replicas': '0-1' }, 2), { verdict: 'ok', detail: /copies 0-1/ })
  t.match(diagnose({ ...none, 'index.auto_expand_replicas': 'false' }, 2), { verdict: 'warning' })
})

t.test('shards beyond 50 GiB or 200 million documents are told', async (t) => {
  const shard = (gibs: number, documents: number) => ({ name: 'a[0]', bytes: gibs * gib, documents })
  t.match(toShardFindings([shard(50, 200_000_000), shard(1, 5)]), [
    { verdict: 'ok', detail: '2 shards, the largest a[0] of 50.0 GiB with 200,000,000 documents' },
  ])
  t.match(toShardFindings([shard(51, 1), shard(1, 1)]), [{ verdict: 'warning', detail: /^a\[0\] of 51\.0 GiB/ }])
  t.match(toShardFindings([shard(1, 200_000_001)]), [{ verdict: 'warning' }])
  t.strictSame(toShardFindings([]), [])
})

t.test('of the engine’s explanations the reason and what to do are told, shortly', async (t) => {
  const answer = { index: 'a-v1', shard: 0, primary: true, current_state: 'unassigned' }
  const unassigned_info = { at: '2026-01-01T00:00:00Z', reason: 'NODE_LEFT' as const }
  t.match(explainAllocation({ ...answer, unassigned_info, can_allocate: 'no_valid_shard_copy' }), {
    reason: 'no node has its data (NODE_LEFT)',
    advice: /^Bring the node back that held it/,
  })
  const refusedBy = (decider: string, explanation: string) => ({
    ...answer,
    can_allocate: 'no' as const,
    node_allocation_decisions: [
      {
        node_id: 'x',
        node_name: 'node-1',
        node_attributes: {},
        node_decision: 'no' as const,
        roles: [],
        transport_address: '127.0.0.1:9300',
        deciders: [
          { decider: 'replica_after_primary_active', decision: 'YES' as const, explanation: 'fine' },
          { decider, decision: 'NO' as const, explanation },
        ],
      },
    ],
  })
  const full = 'the node is above the high watermark [90%], having 5% free'
  t.match(explainAllocation(refusedBy('disk_threshold', full)), {
    reason: `${full} (disk_threshold)`,
    advice: /^Make room on the disks/,
  })
  t.match(explainAllocation(refusedBy('same_shard', 'a copy is on this node [[a-v1][0], node[x], [P]]')), {
    reason: 'a copy is on this node (same_shard)',
    advice: /PUT \/a-v1\/_settings/,
  })
  t.match(explainAllocation(refusedBy('of_tomorrow', 'x'.repeat(500))), {
    reason: /^x{239}… \(of_tomorrow\)$/,
    advice: 'See GET /_cluster/allocation/explain for the index a-v1.',
  })
  t.match(explainAllocation({ ...answer, can_allocate: 'awaiting_info', allocate_explanation: 'asking the nodes' }), {
    reason: 'asking the nodes',
  })
})

t.test('bytes are told in powers of 1,024', async (t) => {
  const told = [0, 1, 1023, 1024, 1536, 5 * gib, 2048 * gib, 1024 ** 5].map(formatBytes)
  t.strictSame(told, ['0 bytes', '1 byte', '1,023 bytes', '1.0 KiB', '1.5 KiB', '5.0 GiB', '2.0 TiB', '1024.0 TiB'])
})
