import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import t, { type Test } from 'tap'
import type { Embedder } from '../../src/embedder/embedder.ts'
import { type SpawnWorker, spawnInferenceWorker } from '../../src/embedder/inference/worker-pool.ts'
import { builtinSource } from '../../src/embedder/models.ts'
import { createEmbedder, type EmbedderOptions } from '../../src/embedder/pool.ts'
import { assertUnitVector, dot } from '../../src/vector.ts'
import { embedderOptions } from '../support/embedder-options.ts'
import { tinyPack } from '../support/tiny-packs.ts'
import { watchWorkers } from './inference/watch-workers.ts'
import { plain, pngBomb, scene } from './pixels/pictures.ts'

const options: EmbedderOptions = {
  ...embedderOptions,
  model: builtinSource,
  imageBytesMax: 5_000_000,
  pixelsMax: 5_000_000,
}
const picture = await scene(640, 480).jpeg().toBuffer()
/** Its graphs take several inputs in one run, and its model.json says that this pays. */
const batching = { folder: tinyPack('tiny-clip') }

async function start(t: Test, changes: Partial<EmbedderOptions> = {}, spawnWorker?: SpawnWorker): Promise<Embedder> {
  const embedder = await createEmbedder({ ...options, ...changes }, { spawnWorker })
  t.teardown(() => embedder.close())
  return embedder
}

t.test('texts and pictures become unit vectors of one space', async (t) => {
  const embedder = await start(t)
  const { dims } = embedder.model
  const text = await embedder.embedText('a sunny hill')
  assertUnitVector(text.vector, dims)
  t.equal(text.truncated, false)
  t.equal(text.tokens, 5, 'its three words between the two tokens that the model wants')
  const { vector, ...facts } = await embedder.embedImage(picture)
  assertUnitVector(vector, dims)
  t.same(facts, { width: 640, height: 480, format: 'jpeg' })
})

t.test('nearer meanings have a higher cosine', async (t) => {
  const embedder = await start(t)
  const [kitten, cat, train] = await Promise.all(
    ['a small kitten', 'a cat', 'a railway train'].map((text) => embedder.embedText(text)),
  )
  t.ok(dot(kitten!.vector, cat!.vector) > dot(kitten!.vector, train!.vector) + 0.2)
})

t.test('a text longer than the context is embedded and flagged', async (t) => {
  const embedder = await start(t)
  const { vector, truncated } = await embedder.embedText('a cat on a sofa '.repeat(10_000))
  assertUnitVector(vector, embedder.model.dims)
  t.equal(truncated, true)
})

t.test('a vector does not depend on what is embedded at the same time, or by which thread', async (t) => {
  const embedder = await start(t, { workers: 2 })
  const alone = [(await embedder.embedImage(picture)).vector, (await embedder.embedText('a cat')).vector]
  const others = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      scene(300 + i, 200)
        .png()
        .toBuffer(),
    ),
  )
  const amid = await Promise.all(
    others.flatMap((other, i) => [
      embedder.embedImage(other),
      embedder.embedText(`text ${'word '.repeat(i)}`),
      embedder.embedImage(picture).then(({ vector }) => t.same(vector, alone[0])),
      embedder.embedText('a cat').then(({ vector }) => t.same(vector, alone[1])),
    ]),
  )
  t.equal(amid.length, 80)
})

t.test('a turned picture with its EXIF orientation has the vector of the upright one', async (t) => {
  const embedder = await start(t)
  const upright = await embedder.embedImage(await scene(640, 480).png().toBuffer())
  // Orientation 6 is turned a quarter clockwise to be seen, so the file holds it turned the other way.
  const turned = await scene(640, 480).rotate(270).withMetadata({ orientation: 6 }).png().toBuffer()
  const { vector, ...facts } = await embedder.embedImage(turned)
  t.ok(dot(vector, upright.vector) > 0.999)
  t.match(facts, { width: 640, height: 480 })
  const sideways = await embedder.embedImage(await scene(640, 480).rotate(270).png().toBuffer())
  t.ok(dot(sideways.vector, upright.vector) < 0.99, 'which it has not without the orientation')
})

t.test('a cut-out has the vector of the same picture on white', async (t) => {
  const embedder = await start(t)
  const shape = await plain(200, 200, '#c33').png().toBuffer()
  const on = (background: string) =>
    plain(400, 300, background)
      .composite([{ input: shape, left: 60, top: 40 }])
      .png()
      .toBuffer()
  const [clear, white, black] = await Promise.all(
    ['rgba(0, 0, 0, 0)', '#fff', '#000'].map(async (background) => embedder.embedImage(await on(background))),
  )
  t.ok(dot(clear!.vector, white!.vector) > 0.9999)
  t.ok(dot(clear!.vector, black!.vector) < 0.95)
})

t.test('a bad picture is refused while others are embedded, and no place in the queue is lost', async (t) => {
  const embedder = await start(t, { searchQueueLengthMax: 3 })
  for (let round = 0; round < 5; round++) {
    const good = embedder.embedImage(picture)
    await t.rejects(embedder.embedImage(picture.subarray(0, 5000)), { code: 'IMAGE_UNDECODABLE' })
    await t.rejects(embedder.embedImage(pngBomb(50_000, 50_000)), { code: 'IMAGE_TOO_LARGE' })
    await t.rejects(embedder.embedImage(Buffer.from('<svg/>')), { code: 'UNSUPPORTED_IMAGE_TYPE' })
    t.ok(await good)
  }
})

t.test('calls beyond the threads and the queue are OVERLOADED, the others are answered', async (t) => {
  const embedder = await start(t, { workers: 1, searchQueueLengthMax: 3 })
  const calls = Array.from({ length: 10 }, (_, i) =>
    i % 2 === 0 ? embedder.embedImage(picture) : embedder.embedText('a cat'),
  )
  const results = await Promise.allSettled(calls)
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  t.equal(refused.length, 6)
  for (const error of refused) {
    t.equal(error.code, 'OVERLOADED')
    t.ok(Number.isInteger(error.retryAfterS) && error.retryAfterS >= 1)
  }
  t.ok(await embedder.embedText('a cat'), 'and later calls are taken again')
})

t.test('a signal drops work that has not started, and leaves work that has', async (t) => {
  const { spawnWorker, runs } = watchWorkers('text')
  const embedder = await start(t, {}, spawnWorker)
  const controller = new AbortController()
  const { signal } = controller
  const running = embedder.embedText('a cat', { signal })
  const waiting = [embedder.embedText('a dog', { signal }), embedder.embedImage(picture, { signal })]
  controller.abort(new Error('client gone'))
  for (const result of await Promise.allSettled(waiting)) t.match(result, { reason: { message: 'client gone' } })
  await t.rejects(embedder.embedText('late', { signal }), { message: 'client gone' })
  assertUnitVector((await running).vector, embedder.model.dims)
  assertUnitVector((await embedder.embedText('next')).vector, embedder.model.dims)
  t.same(runs, [1, 1], 'only the first and the last reached the thread')
})

t.test('pictures that wait share a run, up to the bound, and each gets the vector that it has alone', async (t) => {
  const { spawnWorker, runs } = watchWorkers('image')
  const embedder = await start(t, { model: batching, batchMax: 3, batchWaitMs: 1000 }, spawnWorker)
  const pictures = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((i) =>
      scene(200 + 20 * i, 200)
        .png()
        .toBuffer(),
    ),
  )
  const alone: Float32Array[] = []
  for (const bytes of pictures) alone.push((await embedder.embedImage(bytes)).vector)
  t.same(runs.splice(0), [1, 1, 1, 1, 1, 1], 'nothing is waited for where nothing comes')
  const together = await Promise.all(pictures.map((bytes) => embedder.embedImage(bytes)))
  t.same(runs, [3, 3])
  for (const [i, { vector }] of together.entries()) t.ok(dot(vector, alone[i]!) > 0.999999)
})

t.test('texts share a run with those of their length', async (t) => {
  const { spawnWorker, runs } = watchWorkers('text')
  const embedder = await start(t, { model: batching }, spawnWorker)
  const first = embedder.embedText('one')
  const texts = ['a cat', 'a big dog', 'a dog', 'a big cat', 'a bird']
  const vectors = await Promise.all(texts.map((text) => embedder.embedText(text)))
  await first
  t.same(runs, [1, 3, 2])
  for (const [i, text] of texts.entries()) {
    t.ok(dot((await embedder.embedText(text)).vector, vectors[i]!.vector) > 0.999999, text)
  }
})

t.test('a search goes before bulk that waits, and bulk goes on meanwhile', async (t) => {
  const { spawnWorker } = watchWorkers('text')
  const embedder = await start(t, { batchMax: 1 }, spawnWorker)
  const done: string[] = []
  const embed = async (name: string, priority: 'interactive' | 'bulk') => {
    await embedder.embedText(name, { priority })
    done.push(name)
  }
  const running = embed('running', 'bulk')
  const bulk = Array.from({ length: 3 }, (_, i) => embed(`bulk ${i}`, 'bulk'))
  const searches = Array.from({ length: 20 }, (_, i) => embed(`search ${i}`, 'interactive'))
  await Promise.all([running, ...bulk, ...searches])
  t.equal(done[0], 'running')
  t.same(
    done.slice(1, 8),
    [0, 1, 2, 3, 4, 5, 6].map((i) => `search ${i}`),
  )
  t.equal(done[8], 'bulk 0', 'one turn in eight')
  t.equal(done[16], 'bulk 1')
})

t.test('equal inputs that come together share one run, and later ones need none', async (t) => {
  const { spawnWorker, runs } = watchWorkers('image')
  const embedder = await start(t, { cacheBytesMax: 1_000_000 }, spawnWorker)
  const [first, second] = await Promise.all([embedder.embedImage(picture), embedder.embedImage(picture)])
  const third = await embedder.embedImage(Buffer.from(picture))
  t.same(runs, [1])
  t.same(second, first)
  t.same(third, first)
  t.match(embedder.load(), {
    open: { interactive: 0, bulk: 0 },
    cache: { image: { entries: 1 }, text: { entries: 0 } },
  })
})

t.test('bytes that nobody needs again give their memory back, whether they were decoded or not', async (t) => {
  const embedder = await start(t, { cacheBytesMax: 1_000_000 })
  const copy = () => Uint8Array.from(picture)
  const [first, second, third, kept] = [copy(), copy(), copy(), copy()]
  const together = await Promise.all([
    embedder.embedImage(first, { isDisposable: true }),
    embedder.embedImage(second, { isDisposable: true }),
    embedder.embedImage(kept),
  ])
  t.same(await embedder.embedImage(third, { isDisposable: true }), together[0], 'from the cache')
  t.same(together[1], together[0])
  t.same(
    [first, second, third].map(({ byteLength }) => byteLength),
    [0, 0, 0],
  )
  t.equal(kept.byteLength, picture.byteLength)
  const damaged = Uint8Array.from(picture.subarray(0, 2000))
  await t.rejects(embedder.embedImage(damaged, { isDisposable: true }), { code: 'IMAGE_UNDECODABLE' })
  t.equal(damaged.byteLength, 0)
  const whole = copy()
  const view = whole.subarray(0, whole.byteLength - 1)
  await embedder.embedImage(view, { isDisposable: true }).catch(() => {})
  t.equal(whole.byteLength, picture.byteLength, 'what others may see is left alone')
})

t.test('the event loop keeps turning during inference', async (t) => {
  const embedder = await start(t)
  const inferences = 15
  let turns = 0
  let isDone = false
  const turn = () => {
    turns += 1
    if (!isDone) setImmediate(turn)
  }
  turn()
  for (let i = 0; i < inferences; i++) await embedder.embedImage(picture)
  isDone = true
  // Run on this thread, a picture would let a handful of turns through.
  t.ok(turns > inferences * 30, `${turns} turns during ${inferences} pictures`)
})

t.test('a thread that ends over a job is replaced, and the job is done by another', async (t) => {
  const { workers, spawnWorker } = watchWorkers('image', 1)
  const embedder = await start(t, {}, spawnWorker)
  const retried = await embedder.embedImage(picture)
  const unharmed = await embedder.embedImage(picture)
  t.same(retried.vector, unharmed.vector)
  t.equal(workers.length, 2)
})

t.test('a thread that ends over several jobs takes none of them along but the one at fault', async (t) => {
  const { workers, spawnWorker, runs } = watchWorkers('text', 2, 1)
  const embedder = await start(t, { model: batching }, spawnWorker)
  const calls = ['one', 'a cat', 'a dog', 'a cow'].map((text) => embedder.embedText(text))
  const results = await Promise.allSettled(calls)
  t.same(runs, [1, 3, 1, 1, 1], 'what ended together is tried again one by one')
  t.same(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  )
  t.equal(workers.length, 3)
})

t.test('an idle thread that ends is replaced', async (t) => {
  const { workers, spawnWorker } = watchWorkers('image')
  const embedder = await start(t, { workers: 2 }, spawnWorker)
  await workers[0]!.terminate()
  const calls = Array.from({ length: 6 }, () => embedder.embedImage(picture))
  t.equal((await Promise.all(calls)).length, 6)
  t.equal(workers.length, 3)
})

t.test('a job over which two threads end is INTERNAL, and those behind it are done', async (t) => {
  const { workers, spawnWorker } = watchWorkers('text', 2)
  const embedder = await start(t, {}, spawnWorker)
  const deadly = embedder.embedText('a cat')
  const behind = embedder.embedText('a black cat')
  await t.rejects(deadly, { code: 'INTERNAL', message: /ended twice/ })
  assertUnitVector((await behind).vector, embedder.model.dims)
  t.equal(workers.length, 3)
})

t.test('with no thread to be had, what waits is INTERNAL, and a later thread serves again', async (t) => {
  let spawned = 0
  const first = watchWorkers('text', 1)
  const embedder = await start(t, {}, (setup) => {
    if (setup.kind === 'image') return spawnInferenceWorker(setup)
    spawned += 1
    return spawned === 2 ? new Worker('process.exit(3)', { eval: true }) : first.spawnWorker(setup)
  })
  const calls = [embedder.embedText('a cat'), embedder.embedText('a dog')]
  for (const result of await Promise.allSettled(calls)) {
    t.match(result, { reason: { code: 'INTERNAL', message: /No inference thread/ } })
  }
  assertUnitVector((await embedder.embedText('a cat')).vector, embedder.model.dims)
  t.equal(spawned, 3)
})

t.test('a process that exits during inference keeps its exit code', async (t) => {
  const script = `
    import { createEmbedder } from '${new URL('../../src/embedder/pool.ts', import.meta.url)}'
    const embedder = await createEmbedder(${JSON.stringify({ ...options, workers: 2 })})
    for (let i = 0; i < 10; i++) embedder.embedText('word '.repeat(200))
    setTimeout(() => process.exit(7), 40)`
  const child = spawn(process.execPath, ['--eval', script], { stdio: 'ignore' })
  t.same(await once(child, 'exit'), [7, null])
})

for (const [towers, other] of [
  ['text', 'image'],
  ['image', 'text'],
] as const) {
  t.test(
    `an embedder of ${towers}s alone starts no thread for the other tower, and says so when it is asked`,
    async (t) => {
      const { workers, spawnWorker } = watchWorkers(other)
      const embedder = await start(t, { towers }, spawnWorker)
      t.equal(workers.length, 0)
      const calls: Record<string, () => Promise<{ vector: Float32Array }>> = {
        text: () => embedder.embedText('a cat'),
        image: () => embedder.embedImage(picture),
      }
      assertUnitVector((await calls[towers]!()).vector, embedder.model.dims)
      await t.rejects(calls[other]!(), { code: 'NOT_EMBEDDED_HERE' })
    },
  )
}

t.test('closing finishes what is queued, ends the threads, and refuses what comes later', async (t) => {
  const { workers, spawnWorker } = watchWorkers('image')
  const embedder = await start(t, { workers: 2 }, spawnWorker)
  const calls = Array.from({ length: 10 }, () => embedder.embedImage(picture))
  const closed = embedder.close()
  await t.rejects(embedder.embedText('late'), { code: 'SHUTTING_DOWN' })
  t.equal((await Promise.all(calls)).length, 10)
  await closed
  t.same(
    workers.map(({ threadId }) => threadId),
    [-1, -1],
    'both threads have ended',
  )
  await embedder.close()
})
