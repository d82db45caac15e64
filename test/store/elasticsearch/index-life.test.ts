// The indexes of one store on a real node: instances of two models side by side, the switch, and what is refused.
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { IndexLife } from '../../../src/store/index-life.ts'
import { openIndexLife } from '../../../src/store/open-store.ts'
import type { VectorStore } from '../../../src/store/vector-store.ts'
import { ask, skip, useCluster } from '../../elasticsearch/test-cluster.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomImages, randomUnitVector, sampleRecord, sampleSpace } from '../sample-images.ts'
import { createIndexPlace, type IndexPlace } from './index-place.ts'

const urls = await useCluster(1)
const random = createRandom(20)
const oldSpace = sampleSpace(8, { id: 'old' })
const newSpace = sampleSpace(6, { id: 'new' })

async function openLife(t: Test, place: IndexPlace): Promise<IndexLife> {
  const life = await openIndexLife(place.storeUrl)
  t.teardown(() => life.close())
  return life
}

/** A store of the old space with images in it, and an index of the new space that is being filled. */
async function startMigration(t: Test) {
  const place = createIndexPlace(t, urls)
  const store = await place.open(oldSpace)
  const images = randomImages(random, 5, oldSpace.dims)
  await store.upsert(images)
  const life = await openLife(t, place)
  const { name } = await life.create(newSpace)
  return { place, store, life, images, name }
}

async function fill(life: IndexLife, name: string, store: VectorStore): Promise<void> {
  const target = await life.openTarget(name)
  const records = await store.list({ limit: 1000 })
  await target.upsert(records.map((record) => ({ record, vector: randomUnitVector(random, newSpace.dims) })))
  await target.close()
}

t.test('a new store has one index, which serves', { skip }, async (t) => {
  const place = createIndexPlace(t, urls)
  const life = await openLife(t, place)
  t.strictSame(await life.versions(), [])
  const store = await place.open(oldSpace)
  await store.upsert(randomImages(random, 3, oldSpace.dims))
  const [version, ...others] = await life.versions()
  t.match(version, {
    name: `${place.name}-v1`,
    space: oldSpace,
    images: 3,
    pending: 0,
    isServing: true,
    isFilling: false,
  })
  t.match(version?.usedBy, [/^process \d+ on /])
  t.strictSame(others, [])
  t.equal((await life.create(oldSpace)).name, `${place.name}-v1`, 'it is not made twice')
})

t.test('an index that is being filled is used by no instance', { skip }, async (t) => {
  const { place, life, name, store } = await startMigration(t)
  t.match(await life.versions(), [{ isServing: true }, { name, isServing: false, isFilling: true, images: 0 }])
  await t.rejects(place.open(newSpace), { code: 'STORE_MISMATCH', message: /not finished/ })
  await fill(life, name, store)
  await t.rejects(place.open(newSpace), { code: 'STORE_MISMATCH' })
  await life.switchTo(name)
  t.equal(await (await place.open(newSpace)).count(), 5)
})

t.test('writes of an instance reach every index, and lack only the vector in the other', { skip }, async (t) => {
  const { place, store, life, name } = await startMigration(t)
  // As long as an instance may take to see the new index.
  await sleep(1_100)
  const [image] = randomImages(random, 1, oldSpace.dims, 'meanwhile')
  await store.upsert([image!])
  t.match(await life.versions(), [
    { images: 6, pending: 0 },
    { name, images: 1, pending: 1 },
  ])
  const target = await life.openTarget(name)
  t.strictSame(await target.get(['meanwhile-0']), [null], 'a migration takes it for missing')
  await fill(life, name, store)
  await life.switchTo(name)

  const next = await place.open(newSpace)
  t.match(await life.versions(), [{ isServing: false }, { name, isServing: true, pending: 0 }])
  t.equal(await store.count(), 6, 'the old instance goes on with its own index')
  t.strictSame(await store.getVectors(['meanwhile-0']), [image!.vector])

  const [late] = randomImages(random, 1, oldSpace.dims, 'late')
  await store.upsert([late!])
  t.strictSame(await next.get(['late-0']), [late!.record])
  t.strictSame(await next.getVectors(['late-0']), [null])
  const query = randomUnitVector(random, newSpace.dims)
  t.equal((await next.search({ vector: query, k: 10 })).length, 6, 'no search finds a picture without a vector')
  await next.makeSearchable()
  const findLate = async () => (await next.searchText({ terms: ['late'], k: 10 })).length
  t.equal(await findLate(), 0, 'nor one by words')
  t.strictSame(await next.listPending(10), [late!.record])
  t.ok(await next.complete({ record: late!.record, vector: query }))
  t.notOk(await next.complete({ record: late!.record, vector: query }), 'it is complete already')
  await next.makeSearchable()
  t.equal((await next.search({ vector: query, k: 1 }))[0]?.record.imageId, 'late-0')
  t.equal(await findLate(), 1)
  t.strictSame(await next.listPending(10), [])

  await next.update('late-0', { tags: ['both'] }, '2026-01-01T00:00:00.000Z')
  await store.makeSearchable()
  t.match(await store.get(['late-0']), [{ tags: ['both'] }])
  t.strictSame(await store.getVectors(['late-0']), [late!.vector], 'a change of metadata keeps both vectors')
  await next.remove(['late-0'])
  t.strictSame(await store.get(['late-0']), [null])
  t.equal((await store.findTombstones([late!.record.relativePath])).size, 1)
})

t.test('a pending record that changed meanwhile is not completed with an old vector', { skip }, async (t) => {
  const { place, store, life, name } = await startMigration(t)
  await fill(life, name, store)
  await life.switchTo(name)
  const next = await place.open(newSpace)
  await sleep(1_100)
  const record = sampleRecord('changing')
  const vector = randomUnitVector(random, oldSpace.dims)
  await store.upsert([{ record, vector }])
  await store.upsert([{ record: { ...record, contentSha256: '12'.repeat(32) }, vector }])
  t.notOk(await next.complete({ record, vector: randomUnitVector(random, newSpace.dims) }))
  await store.remove(['changing'])
  t.notOk(await next.complete({ record, vector: randomUnitVector(random, newSpace.dims) }))
})

t.test('an index that serves, or that an instance uses, is neither deleted nor filled again', { skip }, async (t) => {
  const { place, store, life, name } = await startMigration(t)
  const [first] = await life.versions()
  await t.rejects(life.delete(first!.name), { code: 'INDEX_IN_USE', message: /serves/ })
  await fill(life, name, store)
  await life.switchTo(name)
  await t.rejects(life.delete(first!.name), { code: 'INDEX_IN_USE', message: /used by process \d+ on / })
  await t.rejects(life.openTarget(first!.name), { code: 'INDEX_IN_USE' })
  await store.close()
  await life.delete(first!.name)
  t.match(await life.versions(), [{ name }])
  const next = await place.open(newSpace)
  await next.upsert(randomImages(random, 1, newSpace.dims, 'after'))
  t.equal(await next.count(), 6, 'writes go on without the deleted index')
  t.match(await ask(urls[0]!, 'GET', `_alias/${place.name}`), { [name]: {} })
})

t.test('one process at a time changes the indexes, and what a dead one held is taken over', { skip }, async (t) => {
  const place = createIndexPlace(t, urls)
  const [life, other] = [await openLife(t, place), await openLife(t, place)]
  const result = await life.exclusively(async (signal) => {
    await t.rejects(
      other.exclusively(async () => {}),
      { code: 'MIGRATION_RUNNING', message: /^process \d+ on / },
    )
    t.notOk(signal.aborted)
    return 'done'
  })
  t.equal(result, 'done')
  t.equal(await other.exclusively(async () => 'free again'), 'free again')

  const left = {
    kind: 'migration',
    who: 'process 1 on a dead machine',
    at: new Date(Date.now() - 60_000).toISOString(),
  }
  await ask(urls[0]!, 'PUT', `${place.name}-state/_doc/migration?refresh=true`, left)
  t.equal(await life.exclusively(async () => 'taken over'), 'taken over')
})

t.test('a held lock that another takes away ends the work', { skip }, async (t) => {
  const place = createIndexPlace(t, urls)
  const life = await openLife(t, place)
  await life.exclusively(async (signal) => {
    const thief = { kind: 'migration', who: 'another', at: new Date().toISOString() }
    await ask(urls[0]!, 'PUT', `${place.name}-state/_doc/migration`, thief)
    for (let i = 0; i < 60 && !signal.aborted; i++) await sleep(100)
    t.match(signal.reason, { code: 'MIGRATION_RUNNING' })
  })
})
