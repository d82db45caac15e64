import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import t, { type Test } from 'tap'
import type { Embedder } from '../../src/embedder/embedder.ts'
import type { SpawnWorker } from '../../src/embedder/inference/inference.ts'
import type { WorkerRequest } from '../../src/embedder/inference/inference-worker.ts'
import { builtinSource } from '../../src/embedder/models.ts'
import { createEmbedder, type EmbedderOptions } from '../../src/embedder/pool.ts'
import { assertUnitVector, dot } from '../../src/vector.ts'
import { plain, pngBomb, scene } from './pixels/pictures.ts'

const options: EmbedderOptions = {
  model: builtinSource,
  decoding: 'exact',
  workers: 1,
  queueLengthMax: 100,
  imageBytesMax: 5_000_000,
  pixelsMax: 5_000_000,
}
const picture = await scene(640, 480).jpeg().toBuffer()

async function start(t: Test, changes: Partial<EmbedderOptions> = {}, spawnWorker?: SpawnWorker): Promise<Embedder> {
  const embedder = await createEmbedder({ ...options, ...changes }, { spawnWorker })
  t.teardown(() => embedder.close())
  return embedder
}

/** Starts real threads and remembers them; the first `endings` jobs that reach one make it end. */
function watchWorkers(endings = 0) {
  const workers: Worker[] = []
  const endingsLeft = new Int32Array(new SharedArrayBuffer(4)).fill(endings)
  let jobs = 0
  const spawnWorker: SpawnWorker = (setup) => {
    const worker = new Worker(new URL('./inference/fragile-worker.ts', import.meta.url), {
      workerData: { ...setup, endingsLeft },
    })
    const post = worker.postMessage.bind(worker)
    worker.postMessage = (message: WorkerRequest) => {
      if (message.kind !== 'close') jobs += 1
      post(message)
    }
    workers.push(worker)
    return worker
  }
  return { workers, spawnWorker, jobs: () => jobs }
}

t.test('texts and pictures become unit vectors of one space', async (t) => {
  const embedder = await start(t)
  const { dims } = embedder.model
  const text = await embedder.embedText('a sunny hill')
  assertUnitVector(text.vector, dims)
  t.equal(text.truncated, false)
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
  const embedder = await start(t, { queueLengthMax: 3 })
  for (let round = 0; round < 5; round++) {
    const good = embedder.embedImage(picture)
    await t.rejects(embedder.embedImage(picture.subarray(0, 5000)), { code: 'IMAGE_UNDECODABLE' })
    await t.rejects(embedder.embedImage(pngBomb(50_000, 50_000)), { code: 'IMAGE_TOO_LARGE' })
    await t.rejects(embedder.embedImage(Buffer.from('<svg/>')), { code: 'UNSUPPORTED_IMAGE_TYPE' })
    t.ok(await good)
  }
})

t.test('calls beyond the threads and the queue are OVERLOADED, the others are answered', async (t) => {
  const embedder = await start(t, { workers: 1, queueLengthMax: 3 })
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
  const { spawnWorker, jobs } = watchWorkers()
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
  t.equal(jobs(), 2, 'only the first and the last reached the thread')
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
  const { workers, spawnWorker } = watchWorkers(1)
  const embedder = await start(t, {}, spawnWorker)
  const retried = await embedder.embedImage(picture)
  const unharmed = await embedder.embedImage(picture)
  t.same(retried.vector, unharmed.vector)
  t.equal(workers.length, 2)
})

t.test('an idle thread that ends is replaced', async (t) => {
  const { workers, spawnWorker } = watchWorkers()
  const embedder = await start(t, { workers: 2 }, spawnWorker)
  await workers[0]!.terminate()
  const calls = Array.from({ length: 10 }, (_, i) => embedder.embedText(`text ${i}`))
  t.equal((await Promise.all(calls)).length, 10)
  t.equal(workers.length, 3)
})

t.test('a job over which two threads end is INTERNAL, and those behind it are done', async (t) => {
  const { workers, spawnWorker } = watchWorkers(2)
  const embedder = await start(t, {}, spawnWorker)
  const deadly = embedder.embedText('a cat')
  const behind = embedder.embedImage(picture)
  await t.rejects(deadly, { code: 'INTERNAL', message: /ended twice/ })
  assertUnitVector((await behind).vector, embedder.model.dims)
  t.equal(workers.length, 3)
})

t.test('with no thread to be had, what waits is INTERNAL, and a later thread serves again', async (t) => {
  let spawned = 0
  const first = watchWorkers(1)
  const embedder = await start(t, {}, (setup) => {
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

t.test('closing finishes what is queued, ends the threads, and refuses what comes later', async (t) => {
  const { workers, spawnWorker } = watchWorkers()
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
