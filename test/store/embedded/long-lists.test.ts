// Lists of the embedded store where a filter leaves many images that come last in the order: right, in parts, also while others write.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { test } from 'tap'
import type { ListRequest, StoredImage } from '../../../src/store/vector-store.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomUnitVector, sampleRecord, sampleSpace } from '../sample-images.ts'
import { createPlace } from './store-place.ts'

const dims = 8
const vector = randomUnitVector(createRandom(1), dims)
const count = 9_000
/** So many that they are not fetched and sorted; they come last by every order. */
const oldCount = 2_500

function imageAt(i: number): StoredImage {
  const number = String(i).padStart(5, '0')
  const isOld = i >= count - oldCount
  const takenAt = new Date(Date.UTC(2025, 0, 1) - i * 60_000).toISOString()
  return {
    // The last few are of no known time, and come behind the others.
    record: sampleRecord(`id-${number}`, {
      tags: isOld ? ['old'] : [],
      takenAt: i < count - 10 ? takenAt : null,
    }),
    vector,
  }
}

const old: ListRequest = { filter: { tags: { any: ['old'] } }, limit: 5 }
const first = count - oldCount
const idsFrom = (i: number) => Array.from({ length: 5 }, (_, n) => imageAt(i + n).record.imageId)

test('lists whose images come late in the order', async (t) => {
  const store = await createPlace(t).open(sampleSpace(dims))
  for (let i = 0; i < count; i += 1_000) {
    await store.upsert(Array.from({ length: 1_000 }, (_, n) => imageAt(i + n)))
  }
  const idsOf = async (request: Partial<ListRequest>) =>
    (await store.list({ ...old, ...request })).map(({ imageId }) => imageId)

  await t.test('begin with the first that matches, and go on behind any of them', async (t) => {
    t.strictSame(await idsOf({}), idsFrom(first))
    t.strictSame(await idsOf({ afterId: idsFrom(first)[4]! }), idsFrom(first + 5))
    const order = { by: 'takenAt', isDescending: true } as const
    t.strictSame(await idsOf({ order }), idsFrom(first))
    t.strictSame(await idsOf({ order, limit: oldCount + 1 }).then((ids) => ids.length), oldCount)
    const last = imageAt(count - 11).record
    // Behind them the unknown ones, by descending ids as the times are.
    t.strictSame(await idsOf({ order, afterId: last.imageId, afterValue: last.takenAt }), idsFrom(count - 5).reverse())
  })

  await t.test('let other work have its turn', async (t) => {
    let turns = 0
    let isListed = false
    const listing = idsOf({}).finally(() => {
      isListed = true
    })
    for (; !isListed; turns++) await nextTurn()
    await listing
    t.ok(turns >= 3, `${turns} turns`)
  })

  await t.test('leave out another image that takes the place of one, and are as long all the same', async (t) => {
    const { record } = imageAt(first)
    const listing = idsOf({})
    await nextTurn()
    await store.remove([record.imageId])
    // It gets the slot that was just given up.
    await store.upsert([{ record: sampleRecord(`${record.imageId}-b`), vector }])
    t.strictSame(await listing, idsFrom(first + 1))
  })
})
