// Groups of near duplicates: what comparing each picture with each would give, on clustered vectors with copies and bursts among them.
import { test } from 'tap'
import { createDuplicateFinder, findDuplicates } from '../src/find-duplicates.ts'
import type { ImageRecord, StoredImage } from '../src/store/vector-store.ts'
import { dot } from '../src/vector.ts'
import { clusteredVectors, nearVector, pick, randomUnitVector, sampleRecord } from './store/sample-images.ts'
import { createRandom } from './support/seeded-random.ts'

const dims = 512

/** A source over images in memory that counts what is read. */
function sourceOf(images: readonly StoredImage[]) {
  const sorted = images.toSorted((a, b) => (a.record.imageId < b.record.imageId ? -1 : 1))
  const byId = new Map(sorted.map(({ record, vector }) => [record.imageId, vector]))
  const read = { vectors: 0 }
  return {
    read,
    list: async ({ limit, afterId = '' }: { limit: number; afterId?: string }): Promise<ImageRecord[]> =>
      sorted
        .filter(({ record }) => record.imageId > afterId)
        .slice(0, limit)
        .map(({ record }) => record),
    getVectors: async (ids: readonly string[]) => {
      read.vectors += ids.length
      return ids.map((id) => byId.get(id) ?? null)
    },
  }
}

/** Each image joins the first leader before it that it is near enough to. */
function bruteForceGroups(images: readonly StoredImage[], similarityMin: number): string[][] {
  const groups: { leader: Float32Array; ids: string[] }[] = []
  for (const { record, vector } of images.toSorted((a, b) => (a.record.imageId < b.record.imageId ? -1 : 1))) {
    const near = groups.find(({ leader }) => dot(leader, vector) >= similarityMin)
    if (near) near.ids.push(record.imageId)
    else groups.push({ leader: vector, ids: [record.imageId] })
  }
  return groups.map(({ ids }) => ids).filter(({ length }) => length > 1)
}

const imageOf = (i: number, vector: Float32Array): StoredImage => ({
  record: sampleRecord(`image-${String(i).padStart(6, '0')}`),
  vector,
})

test('the groups are those of comparing each picture with each', async (t) => {
  for (const seed of [1, 2, 3]) {
    const random = createRandom(seed)
    const vectors = clusteredVectors(random, 1_500, dims, 30)
    for (let i = 0; i < 200; i++)
      vectors.push(nearVector(random, pick(random, vectors.slice(0, 300)), 0.1 + 0.15 * random()))
    for (let i = 0; i < 50; i++) vectors.push(vectors[i]!)
    const images = vectors.map((vector, i) => imageOf((i * 7919) % 100_003, vector))
    const expected = bruteForceGroups(images, 0.95).sort()
    const { groups, images: looked } = await findDuplicates(sourceOf(images), { similarityMin: 0.95 })
    t.equal(looked, images.length)
    t.ok(expected.length > 100, `${expected.length} groups`)
    t.same(groups.map(({ images }) => images.map(({ imageId }) => imageId)).sort(), expected, `seed ${seed}`)
  }
})

test('pictures on the border are found nearly always', async (t) => {
  const random = createRandom(4)
  const firsts = Array.from({ length: 1_000 }, () => randomUnitVector(random, dims))
  // At cosine 0.951 to 0.96.
  const seconds = firsts.map((vector) => nearVector(random, vector, 0.29 + 0.03 * random()))
  const images = [...firsts, ...seconds].map((vector, i) => imageOf(i, vector))
  const expected = bruteForceGroups(images, 0.95).length
  const { groups } = await findDuplicates(sourceOf(images), { similarityMin: 0.95 })
  t.ok(expected > 900, `${expected}`)
  t.ok(groups.length >= 0.99 * expected, `${groups.length} of ${expected}`)
})

test('thousands of copies of one picture are one group, and each vector is read twice at most', async (t) => {
  const random = createRandom(5)
  const [one, other] = [randomUnitVector(random, dims), randomUnitVector(random, dims)]
  const images = Array.from({ length: 5_000 }, (_, i) => imageOf(i, i % 1_000 === 999 ? other : one))
  const source = sourceOf(images)
  const { groups } = await findDuplicates(source, { similarityMin: 1 })
  t.same(
    groups.map((group) => [group.images.length, group.images[0]!.imageId]),
    [
      [4_995, 'image-000000'],
      [5, 'image-000999'],
    ],
    'the largest first',
  )
  t.ok(source.read.vectors <= 2 * images.length)
})

test('nothing, one picture, and pictures without vectors', async (t) => {
  const vector = randomUnitVector(createRandom(6), dims)
  t.same(await findDuplicates(sourceOf([]), { similarityMin: 0.95 }), { images: 0, groups: [], duplicates: 0 })
  t.same(await findDuplicates(sourceOf([imageOf(1, vector)]), { similarityMin: 0.95 }), {
    images: 1,
    groups: [],
    duplicates: 0,
  })
  const source = {
    ...sourceOf([imageOf(1, vector), imageOf(2, vector)]),
    getVectors: async (ids: readonly string[]) => ids.map(() => null),
  }
  t.same(await findDuplicates(source, { similarityMin: 0.95 }), { images: 0, groups: [], duplicates: 0 })
})

test('it ends with its signal, and one report is made at a time', async (t) => {
  const vectors = clusteredVectors(createRandom(7), 2_000, dims, 10)
  const images = vectors.map((vector, i) => imageOf(i, vector))
  const find = createDuplicateFinder(sourceOf(images))
  const controller = new AbortController()
  const first = find({
    similarityMin: 0.95,
    signal: controller.signal,
    onRead: () => controller.abort(new Error('enough')),
  })
  await t.rejects(find({ similarityMin: 0.95 }), { code: 'OVERLOADED' })
  await t.rejects(first, { message: 'enough' })
  t.match(await find({ similarityMin: 0.95 }), { images: 2_000 })
})
