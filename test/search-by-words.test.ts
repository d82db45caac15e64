// The fusion of both sides of a search, against a naive one over the whole lists of a real store.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Test, test } from 'tap'
import { type Filter, matchesFilter } from '../src/filter.ts'
import { searchByWords, type WordHit } from '../src/search-by-words.ts'
import { toQueryTerms } from '../src/search-words.ts'
import { openStore } from '../src/store/open-store.ts'
import type { SearchRequest, StoredImage, VectorStore } from '../src/store/vector-store.ts'
import { dot } from '../src/vector.ts'
import { bruteForce, randomImages, randomUnitVector, sampleRecord, sampleSpace } from './store/sample-images.ts'
import { createRandom } from './support/seeded-random.ts'

const dims = 16
const random = createRandom(91)
const images = randomImages(random, 250, dims)
const vectorOf = new Map(images.map(({ record, vector }) => [record.imageId, vector]))

async function openFilled(t: Test, held: StoredImage[]): Promise<VectorStore> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-words-'))
  const store = await openStore(`file:${folder}`, { space: sampleSpace(dims), workers: 1 })
  t.teardown(async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })
  await store.upsert(held)
  return store
}

const idsOf = (hits: readonly { record: { imageId: string } }[]) => hits.map(({ record }) => record.imageId)

/** The ids in the order of the sum of 1 / (60 + rank), of which both lists are `depth` long. */
async function fuseNaively(store: VectorStore, text: string, depth: number, request: SearchRequest): Promise<string[]> {
  const cosine = (id: string) => dot(request.vector, vectorOf.get(id)!)
  const { filter, excludeIds } = request
  const nearest = bruteForce(images, { ...request, k: depth }).map(({ imageId }) => imageId)
  const worded = await store.searchText({ terms: toQueryTerms(text), k: depth, filter, excludeIds })
  worded.sort((a, b) => b.textScore - a.textScore || cosine(b.record.imageId) - cosine(a.record.imageId))
  const lists = [nearest, idsOf(worded)]
  const score = (id: string) =>
    lists.reduce((sum, list) => sum + (list.includes(id) ? 1 / (61 + list.indexOf(id)) : 0), 0)
  const all = [...new Set(lists.flat())].sort((a, b) => score(b) - score(a) || cosine(b) - cosine(a))
  return all.slice(0, request.k)
}

test('a fused search orders by the ranks in both lists', async (t) => {
  const store = await openFilled(t, images)
  const some: Filter = { formats: ['jpeg'] }
  const cases: [text: string, k: number, more: Partial<SearchRequest>][] = [
    ['cat', 10, {}],
    ['cat 日本 unicode', 20, {}],
    ['cat', 3, { filter: some }],
    ['cat', 200, {}],
    ['17 nothing', 10, { excludeIds: ['image-17', 'image-3'] }],
    ['nothing of it', 10, {}],
    ['dog', 10, { minScore: 0.3 }],
  ]
  for (const [text, k, more] of cases) {
    const request = { vector: randomUnitVector(random, dims), k, ...more }
    const hits = await searchByWords(store, { ...request, mode: 'hybrid', text }, {})
    const depth = Math.min(1_000, Math.max(50, 5 * k))
    t.strictSame(idsOf(hits), await fuseNaively(store, text, depth, request), `${text} ${k}`)
    t.ok(hits.every(isScored(request.vector)), 'the score is the cosine')
    t.ok(hits.every(({ record }) => matchesFilter(more.filter ?? {}, record)))
    t.ok(hits.every(({ rankScore }, i) => i === 0 || rankScore! <= hits[i - 1]!.rankScore!))
    const isWorded = hits.map(({ textScore }) => textScore !== undefined)
    t.equal(isWorded.includes(true), text !== 'nothing of it')
  }
})

const isScored =
  (vector: Float32Array) =>
  ({ record, score }: WordHit) =>
    Math.abs(score - dot(vector, vectorOf.get(record.imageId)!)) < 1e-5

test('a search by words alone has the order of the store, whatever the vectors', async (t) => {
  const store = await openFilled(t, images)
  const vector = randomUnitVector(random, dims)
  const hits = await searchByWords(store, { vector, k: 30, mode: 'text', text: 'the cat', minScore: 0.9 }, {})
  t.strictSame(idsOf(hits), idsOf(await store.searchText({ terms: ['cat'], k: 30 })))
  t.equal(hits.length, 30)
  t.ok(hits.every(isScored(vector)))
  t.ok(hits.every((hit) => hit.rankScore === undefined && hit.vector === undefined))
  const [full] = await searchByWords(store, { vector, k: 1, mode: 'text', text: 'cat', includeVectors: true }, {})
  t.strictSame(full!.vector, vectorOf.get(full!.record.imageId))
})

test('of images with the same words those come first that look like the query', async (t) => {
  const vector = randomUnitVector(random, dims)
  const held = Array.from({ length: 20 }, (_, i) => {
    return { record: sampleRecord(`i${i}`, { tags: i < 10 ? ['sea'] : [] }), vector: randomUnitVector(random, dims) }
  })
  const store = await openFilled(t, held)
  const hits = await searchByWords(store, { vector, k: 20, mode: 'hybrid', text: 'sea' }, {})
  const tagged = hits.filter(({ textScore }) => textScore !== undefined)
  t.equal(tagged.length, 10)
  const scores = tagged.map(({ score }) => score)
  t.strictSame(
    scores,
    scores.toSorted((a, b) => b - a),
  )
})

test('an image that is removed between the two reads of a search is left out', async (t) => {
  const store = await openFilled(t, images)
  const vector = randomUnitVector(random, dims)
  const [first] = await store.searchText({ terms: ['cat'], k: 1 })
  const late: VectorStore = {
    ...store,
    async getVectors(ids) {
      await store.remove([first!.record.imageId])
      return store.getVectors(ids)
    },
  }
  const hits = await searchByWords(late, { vector, k: 5, mode: 'text', text: 'cat' }, {})
  t.equal(hits.length, 4)
  t.notOk(idsOf(hits).includes(first!.record.imageId))
})
