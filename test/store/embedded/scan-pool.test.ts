// The pool under pressure: a full queue, abandoned scans, workers that die.
import { type Test, test } from 'tap'
import { slotsPerBlock } from '../../../src/store/embedded/memory-layout.ts'
import type { Scan } from '../../../src/store/embedded/scan-messages.ts'
import { createScanPool, type ScanPool } from '../../../src/store/embedded/scan-pool.ts'
import { createVectorMirror } from '../../../src/store/embedded/vector-mirror.ts'
import { dot } from '../../../src/vector.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomUnitVector } from '../sample-images.ts'

const dims = 32
const random = createRandom(1)

async function startPool(t: Test, { workers, queueLengthMax }: { workers: number; queueLengthMax: number }) {
  const mirror = createVectorMirror(dims, workers)
  const placed = mirror.reserve(5).map((slot) => ({ slot, vector: randomUnitVector(random, dims) }))
  mirror.apply({ placed, freed: [] })
  const pool = await createScanPool({ mirror, queueLengthMax })
  t.teardown(() => pool.close())
  const scan: Scan = {
    vector: placed[2]!.vector,
    k: 1,
    minScore: -1,
    scoreMax: Number.POSITIVE_INFINITY,
    slotStart: 0,
    bySigns: false,
    ...mirror.openSnapshot(),
    excludedSlots: new Set(),
  }
  /** Reaches beyond the memory, which kills the worker. */
  const deadly: Scan = { ...scan, slotEnd: 1e9 }
  return { pool, scan, deadly }
}

const answers = (pool: ScanPool, scan: Scan) => pool.scan(scan).then((slots) => [...slots])

test('scans beyond the queue are refused as OVERLOADED with a time to try again', async (t) => {
  const { pool, scan } = await startPool(t, { workers: 1, queueLengthMax: 3 })
  const accepted = Array.from({ length: 4 }, () => answers(pool, scan))
  await t.rejects(pool.scan(scan), { code: 'OVERLOADED', retryAfterS: 1 })
  t.strictSame(await Promise.all(accepted), [[2], [2], [2], [2]])
  t.strictSame(await answers(pool, scan), [2], 'there is room again')
})

test('an abandoned scan gives its place in the queue back', async (t) => {
  const { pool, scan } = await startPool(t, { workers: 1, queueLengthMax: 1 })
  const running = answers(pool, scan)
  const controller = new AbortController()
  const waiting = pool.scan(scan, controller.signal)
  await t.rejects(pool.scan(scan), { code: 'OVERLOADED' })
  controller.abort(new Error('The client is gone.'))
  await t.rejects(waiting, { message: 'The client is gone.' })
  t.strictSame(await Promise.all([running, answers(pool, scan)]), [[2], [2]])
})

test('a scan that kills its workers fails as STORE_UNAVAILABLE; others are answered by new workers', async (t) => {
  const { pool, scan, deadly } = await startPool(t, { workers: 2, queueLengthMax: 10 })
  const killing = pool.scan(deadly)
  const others = Array.from({ length: 5 }, () => answers(pool, scan))
  await t.rejects(killing, { code: 'STORE_UNAVAILABLE' })
  t.strictSame(await Promise.all(others), [[2], [2], [2], [2], [2]])
  await Promise.all([t.rejects(pool.scan(deadly)), t.rejects(pool.scan(deadly))])
  t.strictSame(await answers(pool, scan), [2], 'after every worker has died twice')
})

test('closing refuses what waits, and what comes later', async (t) => {
  const { pool, scan } = await startPool(t, { workers: 1, queueLengthMax: 10 })
  const outcomes = Promise.allSettled(Array.from({ length: 3 }, () => pool.scan(scan)))
  await pool.close()
  for (const outcome of (await outcomes).slice(1)) t.match(outcome, { reason: { code: 'STORE_UNAVAILABLE' } })
  await t.rejects(pool.scan(scan), { code: 'STORE_UNAVAILABLE' })
})

test('an idle pool shares a large scan among its workers, and the parts together hold the answer', async (t) => {
  const mirror = createVectorMirror(dims, 2)
  const count = 9 * slotsPerBlock
  const placed = mirror.reserve(count).map((slot) => ({ slot, vector: randomUnitVector(random, dims) }))
  mirror.apply({ placed, freed: [] })
  const pool = await createScanPool({ mirror, queueLengthMax: 10 })
  t.teardown(() => pool.close())
  const scan: Scan = {
    vector: randomUnitVector(random, dims),
    k: 20,
    minScore: -1,
    scoreMax: Number.POSITIVE_INFINITY,
    slotStart: 0,
    bySigns: false,
    ...mirror.openSnapshot(),
    excludedSlots: new Set(),
  }
  const nearest = placed
    .map(({ slot, vector }) => ({ slot, score: dot(scan.vector, vector) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 20)
    .map(({ slot }) => slot)
  const alone = new Set(await pool.scan(scan))
  const beside = await Promise.all(Array.from({ length: 8 }, () => pool.scan(scan)))
  for (const found of [alone, ...beside.map((slots) => new Set(slots))]) {
    t.ok(nearest.every((slot) => found.has(slot)))
    t.ok(found.size < 100, `${found.size} candidates`)
  }
})
