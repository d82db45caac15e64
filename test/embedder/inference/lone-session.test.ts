import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { createEmbedder } from '../../../src/embedder/pool.ts'
import { dot } from '../../../src/vector.ts'
import { embedderOptions } from '../../support/embedder-options.ts'
import { tinyPack } from '../../support/tiny-packs.ts'
import { scene } from '../pixels/pictures.ts'
import { watchWorkers } from './watch-workers.ts'

const pictures = await Promise.all([200, 240, 280].map((width) => scene(width, 200).png().toBuffer()))

async function start(t: Test, changes: object = {}, endings = 0) {
  const graphsDir = await mkdtemp(join(tmpdir(), 'likeness-graphs-'))
  const watched = watchWorkers('image', endings)
  const model = { folder: tinyPack('tiny-clip') }
  const options = { ...embedderOptions, model, workers: 2, graphsDir, ...changes }
  const embedder = await createEmbedder(options, { spawnWorker: watched.spawnWorker })
  t.teardown(async () => {
    await embedder.close()
    await rm(graphsDir, { recursive: true })
  })
  return { embedder, ...watched }
}

/** It starts behind the others, and nobody is told when it is there. */
async function untilLoneRuns({ embedder, loneRuns }: Awaited<ReturnType<typeof start>>) {
  while (loneRuns.length === 0) {
    await embedder.embedImage(pictures[0]!)
    await wait(1)
  }
}

t.test(
  'a picture that comes alone is run by all threads together, and has the vector that it has otherwise',
  async (t) => {
    const started = await start(t)
    const { embedder, runs, loneRuns } = started
    const together = await Promise.all(pictures.map((bytes) => embedder.embedImage(bytes)))
    await untilLoneRuns(started)
    runs.splice(0)
    loneRuns.splice(0)
    for (const [i, bytes] of pictures.entries()) {
      const { vector } = await embedder.embedImage(bytes)
      t.ok(dot(vector, together[i]!.vector) > 0.999999)
    }
    t.same([runs, loneRuns], [[], [1, 1, 1]])
  },
)

t.test('pictures that come together are not', async (t) => {
  const started = await start(t)
  const { embedder, runs, loneRuns } = started
  await untilLoneRuns(started)
  runs.splice(0)
  loneRuns.splice(0)
  for (let i = 0; i < 5; i++) await Promise.all(pictures.map((bytes) => embedder.embedImage(bytes)))
  // The last of three may find all others done, and none of the first two can.
  t.ok(loneRuns.length <= 5 && runs.length >= 5, `${loneRuns.length} alone, ${runs.length} not`)
})

t.test('when its thread ends, the picture is run by another, and a new one takes its place', async (t) => {
  const started = await start(t)
  const { embedder, workers, loneRuns } = started
  await untilLoneRuns(started)
  await workers[2]!.terminate()
  t.ok((await embedder.embedImage(pictures[0]!)).vector)
  loneRuns.splice(0)
  await untilLoneRuns(started)
  t.equal(workers.length, 4)
})

t.test('there is none where weights are not shared, and none beside a single session', async (t) => {
  for (const changes of [{ graphsDir: null }, { workers: 1, threads: 2 }]) {
    const { embedder, workers, loneRuns } = await start(t, changes)
    for (const bytes of pictures) await embedder.embedImage(bytes)
    t.equal(workers.length, changes.workers ?? 2)
    t.same(loneRuns, [])
  }
})
