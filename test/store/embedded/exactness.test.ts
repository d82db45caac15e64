// The search through integers finds exactly what brute force over float32 does, on clustered vectors like real ones.
import { test } from 'tap'
import { blockOf } from '../../../src/store/embedded/memory-layout.ts'
import { quantiseQuery, scoreErrorMax } from '../../../src/store/embedded/quantise.ts'
import { createVectorMirror } from '../../../src/store/embedded/vector-mirror.ts'
import { dot } from '../../../src/vector.ts'
import { createRandom } from '../../support/seeded-random.ts'
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

const dims = 512

test('recall@10 is 1 on 20,000 clustered vectors, with and without filters', async (t) => {
  const random = createRandom(20_000)
  const spread = clusteredVectors(random, 18_000, dims, 100)
  // Bursts of almost the same picture: their scores lie closer together than one byte a number can tell apart.
  const bursts = Array.from({ length: 2_000 }, (_, i) => nearVector(random, spread[i % 4]!, 0.03))
  const images = bursts
    .flatMap((burst, i) => [...spread.slice(i * 9, i * 9 + 9), burst])
    .map((vector, i) => ({
      record: sampleRecord(`image-${i}`, {
        tags: [`fifth-${i % 5}`, `hundredth-${i % 100}`, `thousandth-${i % 1000}`],
        relativePath: `folder-${i % 7}/image-${i}.jpeg`,
      }),
      vector,
    }))
  const place = createPlace(t)
  let store = await place.open(sampleSpace(dims))
  for (let i = 0; i < images.length; i += 1000) await store.upsert(images.slice(i, i + 1000))
  // Opened again, they are so many that threads read them.
  await store.close()
  store = await place.open(sampleSpace(dims))

  const filters = [
    undefined,
    { tags: { any: ['fifth-3'] } },
    { tags: { any: ['hundredth-42'], none: ['fifth-4'] } },
    { tags: { all: ['thousandth-7'] } },
    { pathPrefix: 'folder-3/', tags: { none: ['fifth-0'] } },
  ]
  for (const filter of filters) {
    for (let i = 0; i < 12; i++) {
      const vector = nearVector(random, pick(random, i % 2 === 0 ? spread : bursts), random())
      const request = { vector, k: 10, filter }
      const found = (await store.search(request)).map(({ record, score }) => ({ imageId: record.imageId, score }))
      t.strictSame(found, bruteForce(images, request), JSON.stringify({ filter, i }))
    }
  }
})

test('the bounds hold for every score, coarse and fine, and the fine ones are narrow', (t) => {
  const random = createRandom(21)
  const vectors = [
    ...Array.from({ length: 200 }, () => randomUnitVector(random, dims)),
    ...Array.from({ length: 20 }, (_, i) => new Float32Array(dims).fill(i % 2 === 0 ? 1 : -1, i, i + 1)),
    ...Array.from({ length: 20 }, () => randomUnitVector(random, dims).map((x) => x * 1.0004)),
    new Float32Array(dims).fill(Math.fround(1 / Math.sqrt(dims))),
  ]
  const mirror = createVectorMirror(dims, 1)
  const [slot = 0] = mirror.reserve(1)
  const integers = new Int16Array(dims)
  let broken = 0
  let widest = 0
  for (const stored of vectors) {
    mirror.apply({ placed: [{ slot, vector: stored }], freed: [] })
    const block = blockOf(mirror.memory, mirror.layout, 0)
    const [scale, coarseError, fineError] = [block.scale[0]!, block.coarseError[0]!, block.fineError[0]!]
    const coarse = block.coarse.subarray(0, dims)
    const fine = block.fine.subarray(0, dims / 2)
    for (const vector of vectors) {
      const query = quantiseQuery(vector, integers)
      const score = dot(stored, vector)
      const coarseScore = query.scale * scale * 16 * sumOfProducts(integers, coarse)
      const fineScore = coarseScore + query.scale * scale * sumOfProducts(integers, unpack(fine))
      const coarseBound = scoreErrorMax(coarseError, query.error)
      const fineBound = scoreErrorMax(fineError, query.error)
      if (Math.abs(score - coarseScore) > coarseBound || Math.abs(score - fineScore) > fineBound) broken += 1
      widest = Math.max(widest, fineBound)
    }
  }
  t.equal(broken, 0)
  t.ok(widest < 1e-3, `the widest fine bound is ${widest}`)
  t.end()
})

/** The numbers of a fine plane, two a byte. */
function unpack(fine: Uint8Array): Int8Array {
  return Int8Array.from({ length: fine.length * 2 }, (_, i) => {
    const byte = fine[((i >> 5) << 4) + (i & 15)]!
    return ((i & 16 ? byte >> 4 : byte) << 28) >> 28
  })
}

function sumOfProducts(a: Int16Array, b: Int8Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0)
}
