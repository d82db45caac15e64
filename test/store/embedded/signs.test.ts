// Searches among so many images that signs decide first: they say so, miss next to nothing, and page and filter like exact ones.
import { setTimeout } from 'node:timers/promises'
import { type Test, test } from 'tap'
import type { Filter } from '../../../src/filter.ts'
import type { StoredImage, VectorStore } from '../../../src/store/vector-store.ts'
import { normalise } from '../../../src/vector.ts'
import { createRandom, type Random } from '../../support/seeded-random.ts'
import {
  bruteForce,
  clusteredVectors,
  nearVector,
  pick,
  randomUnitVector,
  sampleRecord,
  sampleSpace,
} from '../sample-images.ts'
import { createPlace } from './store-place.ts'

const count = 6_000
const exactMax = 1_000

/** Clustered, and all to one side, as the vectors of a model of words and pictures are. */
function makeImages(random: Random, dims: number): StoredImage[] {
  const side = randomUnitVector(random, dims)
  return clusteredVectors(random, count, dims, 100).map((vector, i) => ({
    record: sampleRecord(`image-${i}`, { tags: [`third-${i % 3}`, `hundredth-${i % 100}`] }),
    vector: normalise(vector.map((x, j) => x + side[j]!)),
  }))
}

async function fill(store: VectorStore, images: readonly StoredImage[]): Promise<void> {
  for (let i = 0; i < images.length; i += 1_000) await store.upsert(images.slice(i, i + 1_000))
}

/** Vectors that came before there were signs get theirs while other work goes on. */
async function waitUntilSigned(store: VectorStore): Promise<void> {
  while (store.describeSearch({ k: 1 }).kind === 'exact') await setTimeout(5)
}

async function recallOf(
  t: Test,
  store: VectorStore,
  images: readonly StoredImage[],
  queries: readonly Float32Array[],
  filter?: Filter,
): Promise<number> {
  let found = 0
  let all = 0
  for (const vector of queries) {
    const expected = bruteForce(images, { vector, k: 10, filter })
    const hits = await store.search({ vector, k: 10, filter })
    const ids = new Set(hits.map(({ record }) => record.imageId))
    if (ids.size !== expected.length) t.fail(`${ids.size} hits, where ${expected.length} match`)
    all += expected.length
    found += expected.filter(({ imageId }) => ids.has(imageId)).length
  }
  return found / all
}

for (const dims of [32, 512]) {
  test(`recall@10 is above 0.99 with ${dims} numbers a vector, with and without filters, before and after a restart`, async (t) => {
    const random = createRandom(dims)
    const images = makeImages(random, dims)
    const queries = Array.from({ length: 20 }, (_, i) =>
      nearVector(random, pick(random, images).vector, i % 2 ? 0.4 : 2),
    )
    const place = createPlace(t)
    let store = await place.open(sampleSpace(dims), { exactMax })
    await fill(store, images)
    await waitUntilSigned(store)
    for (const state of ['as written', 'opened again']) {
      if (state === 'opened again') {
        await store.close()
        store = await place.open(sampleSpace(dims), { exactMax })
      }
      t.strictSame(store.describeSearch({ k: 10 }), { kind: 'approximate', numCandidates: null }, state)
      for (const filter of [undefined, { tags: { all: ['third-1'] } }, { tags: { all: ['hundredth-7'] } }]) {
        const recall = await recallOf(t, store, images, queries, filter)
        const isFew = filter?.tags.all[0] === 'hundredth-7'
        if (isFew) t.equal(recall, 1, `${state}, few that match are all compared`)
        else t.ok(recall > 0.99, `${state}, ${JSON.stringify(filter)}: ${recall}`)
        t.equal(store.describeSearch({ k: 10, filter }).kind, isFew ? 'exact' : 'approximate')
      }
    }
  })
}

test('pages of an approximate search hold each hit once, best first, and nothing that was removed', async (t) => {
  const dims = 64
  const random = createRandom(9)
  const images = makeImages(random, dims)
  const store = await createPlace(t).open(sampleSpace(dims), { exactMax })
  await fill(store, images)
  await waitUntilSigned(store)
  const gone = images.slice(0, 1_500).map(({ record }) => record.imageId)
  await store.remove(gone)
  const left = images.slice(1_500)
  const vector = nearVector(random, left[17]!.vector, 0.5)
  const seen: { imageId: string; score: number }[] = []
  let depth = 0
  for (let page = 0; page < 12; page++) {
    const last = seen.at(-1)
    const hits = await store.search({ vector, k: 25, after: last && { ...last, depth } })
    depth += hits.length
    seen.push(...hits.map(({ record, score }) => ({ imageId: record.imageId, score })))
  }
  t.equal(new Set(seen.map(({ imageId }) => imageId)).size, 300)
  t.ok(seen.every(({ score }, i) => i === 0 || score <= seen[i - 1]!.score))
  const expected = new Set(bruteForce(left, { vector, k: 300 }).map(({ imageId }) => imageId))
  const found = seen.filter(({ imageId }) => expected.has(imageId)).length
  t.ok(found >= 297, `${found} of the 300 nearest`)
  const above = bruteForce(left, { vector, k: 50 }).at(-1)!.score
  t.ok((await store.search({ vector, k: 1_000, minScore: above })).length >= 49, 'of 50 that reach a score')
})
