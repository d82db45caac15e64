import { setImmediate } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { EmbedderMeter } from '../../src/embedder/meter.ts'
import { silentMeter } from '../../src/embedder/meter.ts'
import { createVectorCache } from '../../src/embedder/vector-cache.ts'

function openCache(bytesMax: number) {
  const outcomes: string[] = []
  const meter: EmbedderMeter = { ...silentMeter, cached: (_kind, outcome) => outcomes.push(outcome) }
  const cache = createVectorCache<{ vector: Float32Array }>('text', bytesMax, meter)
  return { cache, outcomes }
}

/** Work that counts its starts and ends when it is told to. */
function createWork() {
  const gate = Promise.withResolvers<{ vector: Float32Array }>()
  const signals: AbortSignal[] = []
  const work = (signal: AbortSignal) => {
    signals.push(signal)
    signal.addEventListener('abort', () => gate.reject(signal.reason))
    return gate.promise
  }
  return { work, signals, finish: () => gate.resolve({ vector: new Float32Array(4) }), fail: gate.reject }
}

t.test('a vector that was made is given again, and made once', async (t) => {
  const { cache, outcomes } = openCache(100_000)
  const { work, signals, finish } = createWork()
  finish()
  const first = await cache.get('a cat', work, {})
  t.equal(await cache.get('a cat', work, { priority: 'bulk' }), first, 'whatever the class')
  t.equal(signals.length, 1)
  t.same(outcomes, ['miss', 'hit'])
  t.equal(cache.entries, 1)
})

t.test('calls for the same while it is being made share one work, each class its own', async (t) => {
  const { cache, outcomes } = openCache(100_000)
  const { work, signals, finish } = createWork()
  const calls = [
    cache.get('a cat', work, {}),
    cache.get('a cat', work, {}),
    cache.get('a cat', work, { priority: 'bulk' }),
  ]
  finish()
  const [first, ...others] = await Promise.all(calls)
  t.ok(others.every((other) => other === first))
  t.equal(signals.length, 2)
  t.same(outcomes, ['miss', 'shared', 'miss'])
})

t.test('one who leaves gets the reason and disturbs nobody; when all have left the work is given up', async (t) => {
  const { cache } = openCache(100_000)
  const { work, signals } = createWork()
  const [one, two] = [new AbortController(), new AbortController()]
  const first = cache.get('a cat', work, { signal: one.signal })
  const second = cache.get('a cat', work, { signal: two.signal })
  one.abort(new Error('first gone'))
  await t.rejects(first, { message: 'first gone' })
  t.equal(signals[0]!.aborted, false)
  two.abort(new Error('second gone'))
  await t.rejects(second, { message: 'second gone' })
  t.equal(signals[0]!.aborted, true)

  const next = createWork()
  next.finish()
  t.ok(await cache.get('a cat', next.work, {}), 'who comes then starts anew')
  await t.rejects(cache.get('a cat', next.work, { signal: one.signal }), { message: 'first gone' })
})

t.test('a failure is told to all who wait and not kept', async (t) => {
  const { cache } = openCache(100_000)
  const { work, fail } = createWork()
  const calls = [cache.get('a cat', work, {}), cache.get('a cat', work, {})]
  fail(new Error('broken'))
  for (const call of calls) await t.rejects(call, { message: 'broken' })
  const next = createWork()
  next.finish()
  t.ok(await cache.get('a cat', next.work, {}))
})

async function fillWith(t: Test, count: number, bytesMax: number) {
  const { cache } = openCache(bytesMax)
  let made = 0
  const make = async () => {
    made += 1
    return { vector: new Float32Array(512) }
  }
  for (let i = 0; i < count; i++) {
    await cache.get(`text ${i}`, make, {})
    t.ok(cache.bytes <= bytesMax, `${cache.bytes} bytes`)
  }
  return { cache, make, made: () => made }
}

t.test('it stays within its bytes, and forgets what was not used for longest', async (t) => {
  const { cache, make, made } = await fillWith(t, 100, 50_000)
  t.ok(cache.entries > 10 && cache.entries < 25, `${cache.entries} entries`)
  await cache.get('text 99', make, {})
  t.equal(made(), 100)
  await cache.get('text 0', make, {})
  t.equal(made(), 101)
})

t.test('what is larger than all of it is made and not kept', async (t) => {
  const { cache, make } = await fillWith(t, 1, 3_000)
  await cache.get('long '.repeat(1_000), make, {})
  t.equal(cache.entries, 1)
})

t.test('with no bytes nothing is kept and nothing shared', async (t) => {
  const { cache, outcomes } = openCache(0)
  const { work, signals, finish } = createWork()
  const calls = [cache.get('a cat', work, {}), cache.get('a cat', work, {})]
  await setImmediate()
  finish()
  await Promise.all(calls)
  t.equal(signals.length, 2)
  t.same(outcomes, ['miss', 'miss'])
  t.same([cache.entries, cache.bytes], [0, 0])
})
