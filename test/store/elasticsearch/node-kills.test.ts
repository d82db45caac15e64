// kill -9 beneath a running store and a running service, on two data nodes and a third that votes: nothing that was
// acknowledged is lost, calls are answered or refused in time, and all goes on by itself. The long form of the kills is
// test/soak/cluster-kill.ts.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { isLikenessError } from '../../../src/errors.ts'
import type { StoredImage, VectorStore } from '../../../src/store/vector-store.ts'
import { type Cluster, startCluster } from '../../elasticsearch/cluster.ts'
import { ask as askEngine, findLightEngine } from '../../elasticsearch/test-cluster.ts'
import { ask, json, raw, search } from '../../support/client.ts'
import { requireNeed } from '../../support/needs.ts'
import { addSamplePhotos, readSamplePhoto } from '../../support/sample-photos.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { startService } from '../../support/service.ts'
import { randomImages, sampleSpace } from '../sample-images.ts'
import { startKillRounds } from './kill-rounds.ts'
import { createTroublePlace, outcomesOf, readsOf, timeoutMs } from './store-place.ts'
import { storeUrlOf } from './store-url.ts'

const { skip } = requireNeed('elasticsearch')
// Nodes that start on a busy machine take their time.
t.setTimeout(600_000)

const cluster = skip ? null : await startOwnCluster()

async function startOwnCluster(): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-elasticsearch-'))
  const started = await startCluster({ engine: findLightEngine(), folder, nodeCount: 3 })
  t.teardown(async () => {
    await started.stop()
    await rm(folder, { recursive: true, force: true })
  })
  return started
}

const dataNodes = () => cluster!.nodes.filter(({ holdsData }) => holdsData)

t.test(
  'a data node that is killed, the master or another, takes nothing along that was acknowledged',
  { skip },
  async (t) => {
    const rounds = await startKillRounds(cluster!, 2)
    t.teardown(() => rounds.close())
    const mastersKilled: boolean[] = []
    for (let round = 0; round < 2; round++) {
      const { faults, wasMaster, acknowledgedCount, searches, refusedCount } = await rounds.run(round)
      t.strictSame(faults, [], `round ${round}`)
      t.comment(
        `${acknowledgedCount} writes acknowledged, ${searches} searches answered, ${refusedCount} calls refused`,
      )
      mastersKilled.push(wasMaster)
    }
    t.same(mastersKilled.toSorted(), [false, true])
  },
)

t.test(
  'with both data nodes down every call is refused in time, and all goes on when they are back',
  { skip },
  async (t) => {
    const { urls } = cluster!
    const space = sampleSpace(50)
    const images = randomImages(createRandom(31), 20, 50)
    const place = createTroublePlace(t, urls)
    // One knows the data nodes alone, which are out of reach then; one also the third, which answers without a master.
    const stores = [await place.open(space, urls.slice(0, 2)), await place.open(space)] as const
    await stores[0].upsert(images)
    const service = await startService(t, {
      env: { STORE_URL: storeUrlOf(urls, `${place.name}-service`), STORE_TIMEOUT_MS: String(timeoutMs) },
    })
    await addSamplePhotos(service.url, ['animals/chelsea-cat.jpg', 'food/coffee-cup.jpg'])
    const byText = () => search(`${service.url}/search/text`, json({ query: 'a cat', k: 2 }))
    t.equal((await byText()).body.hits.length, 2)
    await cluster!.waitFor('green')

    await Promise.all(dataNodes().map((node) => node.kill()))
    for (const [i, store] of stores.entries()) {
      const outcomes = await outcomesOf({ ...readsOf(store, images[0]!.vector), ...writesOf(store, images) })
      const others = Object.entries(outcomes).filter(([, code]) => code !== 'STORE_UNAVAILABLE' && code !== 'INDEX_RED')
      t.strictSame(others, [], `store ${i}: ${JSON.stringify(outcomes)}`)
    }
    const refusal = { code: 'STORE_UNAVAILABLE', retryAfterS: 2 }
    const beganMs = performance.now()
    for (let i = 0; i < 10; i++) await t.rejects(stores[0].search({ vector: images[0]!.vector, k: 1 }), refusal)
    t.ok(performance.now() - beganMs < timeoutMs, 'ten calls in less than the time of one: the circuit is open')
    const photo = await readSamplePhoto('nature/dahlia.jpg')
    for (const call of [byText, () => ask(`${service.url}/images`, raw(photo)), () => ask(`${service.url}/images`)]) {
      const { status, headers, body } = await call()
      t.match([status, headers.get('content-type')], [503, /^application\/problem\+json/])
      t.match(body.code, /^(STORE_UNAVAILABLE|INDEX_RED)$/)
      t.match(headers.get('retry-after'), /^[1-9]\d*$/)
      t.notMatch(JSON.stringify(body), /127\.0\.0\.1/)
    }
    t.equal((await ask(`${service.url}/health/ready`)).status, 503)
    t.equal((await ask(`${service.url}/health/live`)).status, 200)

    await Promise.all(dataNodes().map((node) => node.start()))
    await cluster!.waitFor('green')
    for (const store of stores) {
      // Nodes that just started are slow, and the limit is short: each call may take a few tries.
      await waitUntil(() => succeeds(() => store.check()))
      await waitUntil(async () => (await store.count().catch(() => null)) === 20)
      await waitUntil(() => succeeds(() => store.upsert(images)))
      await waitUntil(() => succeeds(() => store.search({ vector: images[3]!.vector, k: 1 })))
      t.equal((await store.search({ vector: images[3]!.vector, k: 1 }))[0]?.record.imageId, 'image-3')
    }
    await waitUntil(async () => (await ask(`${service.url}/health/ready`)).status === 200)
    await waitUntil(async () => (await byText()).status === 200)
    t.equal((await byText()).body.hits.length, 2, 'the service has what it had')
    await waitUntil(async () => [200, 201].includes((await ask(`${service.url}/images`, raw(photo))).status))
  },
)

t.test('a disk that runs full stops the writes alone, until there is room again', { skip }, async (t) => {
  const place = createTroublePlace(t, cluster!.urls)
  const images = randomImages(createRandom(32), 5, 50)
  const store = await place.open(sampleSpace(50))
  await store.upsert(images)
  // No disk has as much room as this asks for. The master looks every half minute, and at once when a node joins.
  const [node] = dataNodes()
  await node!.kill()
  await setWatermarks('900tb')
  await node!.start()
  await waitUntil(async () => {
    const error = await store.upsert(images).catch((reason) => reason)
    return isLikenessError(error, 'STORE_READ_ONLY')
  })
  await t.rejects(store.upsert(images), { code: 'STORE_READ_ONLY', message: /disk .* nearly full/, retryAfterS: 60 })
  t.equal((await store.search({ vector: images[0]!.vector, k: 5 })).length, 5)
  t.equal(await store.count(), 5)
  await store.check()
  await setWatermarks(null)
  // As the nodes do it themselves when they look again.
  await askEngine(cluster!.urls[0]!, 'PUT', '_all/_settings', { 'index.blocks.read_only_allow_delete': null })
  await store.upsert(images)
  t.equal(await store.count(), 5)
})

/** How many bytes must be free; null for as many as there are. */
async function setWatermarks(free: string | null): Promise<void> {
  const watermark = { low: free, high: free, flood_stage: free }
  const disk = { threshold_enabled: free === null ? null : true, watermark }
  const settings = { persistent: { cluster: { routing: { allocation: { disk } } } } }
  await askEngine(cluster!.urls[1]!, 'PUT', '_cluster/settings', settings)
}

function writesOf(store: VectorStore, images: StoredImage[]): Record<string, () => Promise<unknown>> {
  return {
    upsert: () => store.upsert(images),
    update: () => store.update('image-0', { tags: ['x'] }, '2026-01-01T00:00:00.000Z'),
    remove: () => store.remove(['image-0']),
    findTombstones: () => store.findTombstones(['phone/image-0.jpeg']),
  }
}

function succeeds(call: () => Promise<unknown>): Promise<boolean> {
  return call().then(
    () => true,
    () => false,
  )
}

async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + 60_000
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error('It did not come about within a minute.')
    await sleep(200)
  }
}
