// What an operator or a failing disk does to the index of an open store: deleted, blocked, unallocated, and the cluster away at
// the start. Each is told apart, nothing is made anew, and the store goes on by itself. one-node.test.ts runs these.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test as tapTest } from 'tap'
import { openIndexLife, openStore } from '../../../src/store/open-store.ts'
import type { StoredImage, VectorStore } from '../../../src/store/vector-store.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomImages, sampleRecord, sampleSpace } from '../sample-images.ts'
import { createForwarder } from './forwarder.ts'
import { makeIndex } from './make-index.ts'
import { createTroublePlace, outcomesOf, readsOf, type TroublePlace, timeoutMs } from './store-place.ts'
import { storeUrlOf } from './store-url.ts'

const dims = 50
const space = sampleSpace(dims)
const random = createRandom(22)
const now = '2026-01-01T00:00:00.000Z'

function makeImages(): StoredImage[] {
  return randomImages(random, 5, dims).map(({ vector }, i) => ({ record: sampleRecord(`image-${i}`), vector }))
}

function writesOf(store: VectorStore, images: StoredImage[]): Record<string, () => Promise<unknown>> {
  return {
    upsert: () => store.upsert(images),
    'upsert, searchable later': () => store.upsert(images, { isSearchable: false }),
    update: () => store.update('image-0', { tags: ['x'] }, now),
    remove: () => store.remove(['image-0']),
  }
}

/** The outcome of these calls where all have the same; each one's otherwise. */
async function outcomeOf(calls: Record<string, () => Promise<unknown>>): Promise<unknown> {
  const outcomes = await outcomesOf(calls)
  const [only, ...others] = new Set(Object.values(outcomes))
  return others.length === 0 ? only : outcomes
}

export function testIndexTroubles(urls: readonly string[], options: { skip: string | false }): void {
  const test = (title: string, work: (t: Test, place: TroublePlace) => Promise<void>) =>
    tapTest(title, options, (t) => work(t, createTroublePlace(t, urls)))

  for (const [which, deleted] of [
    ['an index', '-v1'],
    ['an index and all that belongs to it', '*'],
  ] as const) {
    test(`${which}, deleted under an open store, is missing to every call, and is made anew by none`, async (t, place) => {
      const images = makeImages()
      const stores = [await place.open(space), await place.open(space), await place.open(space)] as const
      await stores[0].upsert(images)
      for (const store of stores) await store.get(['image-0'])
      const indexes = await place.ask<object>('GET', '*')
      for (const index of Object.keys(indexes)) {
        if (deleted === '*' || index.endsWith(deleted)) await place.ask('DELETE', index.slice(place.name.length))
      }
      // Each of these stores still takes the index for there: one meets the loss in a write, one in a read.
      t.same(await outcomeOf(writesOf(stores[0], images)), 'INDEX_MISSING')
      t.same(await outcomeOf(readsOf(stores[1], images[0]!.vector)), 'INDEX_MISSING')
      t.same(await outcomeOf({ check: () => stores[2].check() }), 'INDEX_MISSING')
      t.same(await outcomeOf(writesOf(stores[1], images)), 'INDEX_MISSING')
      const left = Object.keys(await place.ask<object>('GET', '*')).map((name) => name.slice(place.name.length))
      t.same(left, deleted === '*' ? [] : ['-state'])

      const life = await openIndexLife(storeUrlOf(urls, place.name))
      t.teardown(() => life.close())
      await life.create(space)
      for (const store of stores) {
        await store.check()
        await store.upsert(images)
        t.equal((await store.search({ vector: images[0]!.vector, k: 5 })).length, 5)
      }
    })
  }

  test('no picture is removed without its tombstone, and where these are kept is made again', async (t, place) => {
    const store = await place.open(space)
    const images = makeImages()
    await store.upsert(images)
    await place.ask('DELETE', '-state')
    await t.rejects(store.remove(['image-0']), { code: 'INDEX_MISSING' })
    t.equal((await store.get(['image-0']))[0]?.imageId, 'image-0', 'it is still there')
    t.equal((await store.remove(['image-0'])).length, 1)
    const paths = images.map(({ record }) => record.relativePath)
    t.same(await store.findTombstones(paths), new Set(['phone/image-0.jpeg']))
  })

  test('an index that is set to be read only is searched on, and written to when it is opened again', async (t, place) => {
    const store = await place.open(space)
    const images = makeImages()
    await store.upsert(images)
    for (const block of ['write', 'read_only', 'read_only_allow_delete']) {
      await place.ask('PUT', '-v1/_settings', { index: { blocks: { [block]: true } } })
      t.same(await outcomeOf(writesOf(store, images)), 'STORE_READ_ONLY', block)
      t.same(await outcomeOf(readsOf(store, images[0]!.vector)), 'done', block)
      t.equal((await store.search({ vector: images[0]!.vector, k: 5 })).length, 5)
      await place.ask('PUT', '-v1/_settings', { index: { blocks: { [block]: null } } })
      await store.upsert(images)
    }
  })

  test('an index of which no copy serves is red to every call, and the others are not held up', async (t, place) => {
    const store = await place.open(space)
    const images = makeImages()
    await store.upsert(images)
    await place.ask('DELETE', '-v1')
    // As when its node is gone: no other may hold it.
    await makeIndex(place, space, ({ settings }) => {
      settings['index.routing.allocation.require._name'] = 'nobody'
    })
    const { makeSearchable, ...reads } = readsOf(store, images[0]!.vector)
    t.same(await outcomeOf(reads), 'INDEX_RED')
    t.same(await outcomeOf(writesOf(store, images)), 'INDEX_RED')
    t.same(await outcomeOf(reads), 'INDEX_RED', 'a write that waits for a shard is no sign of a dead cluster')
    t.same(await outcomeOf({ makeSearchable: makeSearchable! }), 'STORE_UNAVAILABLE', 'which waits for the shard')
    await place.ask('PUT', '-v1/_settings', { 'index.routing.allocation.require._name': null })
    await waitFor(() => store.check())
    await store.upsert(images)
    t.equal(await store.count(), 5)
  })

  test('a cluster that is away at the start is no reason not to start, and is found when it comes', async (t, place) => {
    const forwarder = await createForwarder(t, urls[0]!)
    const store = await place.open(space, [forwarder.url])
    const images = makeImages()
    t.same(await outcomeOf({ ...readsOf(store, images[0]!.vector), ...writesOf(store, images) }), 'STORE_UNAVAILABLE')
    await t.rejects(store.check(), { code: 'STORE_UNAVAILABLE', retryAfterS: 2 })
    await forwarder.open()
    await waitFor(() => store.check())
    await store.upsert(images)
    t.equal(await store.count(), 5)
    await forwarder.shut()
    t.same(await outcomeOf({ ...readsOf(store, images[0]!.vector), ...writesOf(store, images) }), 'STORE_UNAVAILABLE')
    await forwarder.open()
    await waitFor(() => store.check())
    t.equal(await store.count(), 5)
  })

  test('stores that open a new name at once make one index, and each can be used at once', async (t) => {
    for (let round = 0; round < 5; round++) {
      const place = createTroublePlace(t, urls)
      const images = randomImages(random, 6, dims)
      const stores = await Promise.all(
        images.map(async (image, i) => {
          // One after the other in the time that an index takes to be made, so that each meets another part of it.
          await sleep(i * 25)
          const store = await openStore(storeUrlOf(urls, place.name), { space })
          t.teardown(() => store.close())
          await store.upsert([image], { isSearchable: false })
          return store
        }),
      )
      await stores[0]!.makeSearchable()
      for (const store of stores) t.equal(await store.count(), 6)
      t.same(Object.keys(await place.ask<object>('GET', '*')).sort(), [`${place.name}-state`, `${place.name}-v1`])
    }
  })

  test('a store opened for another model is refused, and so is every call once the index is of another', async (t, place) => {
    const store = await place.open(space)
    const other = sampleSpace(dims, { id: 'another-space' })
    await t.rejects(place.open(other), { code: 'STORE_MISMATCH', message: /sample-space.*another-space/ })
    await place.ask('DELETE', '-v1')
    const life = await openIndexLife(storeUrlOf(urls, place.name))
    t.teardown(() => life.close())
    await life.create(other)
    await t.rejects(store.check(), { code: 'STORE_MISMATCH', message: /another-space.*sample-space/ })
    const images = makeImages()
    t.same(await outcomeOf({ ...readsOf(store, images[0]!.vector), ...writesOf(store, images) }), 'STORE_MISMATCH')
  })
}

/** Asks until it succeeds; the circuit may stay open for a while. */
async function waitFor(isReady: () => Promise<void>): Promise<void> {
  const endMs = performance.now() + 10 * timeoutMs
  for (;;) {
    try {
      return await isReady()
    } catch (error) {
      if (performance.now() > endMs) throw error
      await sleep(100)
    }
  }
}
