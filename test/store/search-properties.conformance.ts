// Properties that hold for every store, whatever is written to it and asked of it: fast-check makes the libraries and the questions, and a
// model in memory says what must come back. A failure shrinks to the smallest library that shows it.
import fc from 'fast-check'
import { type Test, test as tapTest } from 'tap'
import { toAttributes } from '../../src/attributes.ts'
import { composeQuery } from '../../src/compose-query.ts'
import type { Embedder } from '../../src/embedder/embedder.ts'
import { type Filter, matchesFilter } from '../../src/filter.ts'
import { createImageSearch } from '../../src/image-search.ts'
import type { Hit, ImageRecord, StoredImage, VectorStore } from '../../src/store/vector-store.ts'
import { dot, nearDuplicateMin } from '../../src/vector.ts'
import { createRandom } from '../support/seeded-random.ts'
import { bruteForce, nearVector, randomUnitVector, sampleRecord, sampleSpace } from './sample-images.ts'
import type { StorePlace } from './vector-store.conformance.ts'

const dims = 32
const space = sampleSpace(dims)
const tolerance = 1e-5

type Change =
  | { kind: 'upsert'; images: StoredImage[] }
  | { kind: 'remove'; ids: string[] }
  | { kind: 'update'; id: string; tags: string[]; takenAt: string | null }

const ids = fc.integer({ min: 0, max: 25 }).map((i) => `image-${i}`)
const tagLists = fc.uniqueArray(fc.constantFrom('cat', 'dog', '日本', 'with space', '*'), { maxLength: 3 })
const times = fc.integer({ min: 0, max: 30 }).map((day) => new Date(Date.UTC(2024, 4, 1 + day)).toISOString())
const places = fc.constantFrom({ lat: 52.52, lon: 13.4 }, { lat: -36.8, lon: 174.7 }, { lat: 10, lon: -179.9 })
const albums = fc.constantFrom('Lisbon', 'Porto', '日本')
const ratings = fc.constantFrom(-1.5, 0, 2, 5)
const attributeLists = fc
  .record({
    album: fc.option(albums),
    rating: fc.option(ratings),
    is_public: fc.option(fc.boolean()),
    shown_on: fc.option(times),
  })
  .map(toAttributes)
/** Few directions, so that images are alike, and the same, now and then. */
const vectors = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 5 })).map(([centre, around]) => {
  const vector = randomUnitVector(createRandom(centre), dims)
  return around === 0 ? vector : nearVector(createRandom(100 + around), vector, 0.1 * around)
})
const images = fc
  .record({
    id: ids,
    vector: vectors,
    tags: tagLists,
    takenAt: fc.option(times),
    location: fc.option(places),
    side: fc.option(fc.integer({ min: 1, max: 3 })),
    folder: fc.constantFrom('', 'a/', 'a/b/', 'ä/'),
    attributes: attributeLists,
  })
  .map(({ id, vector, side, folder, ...rest }): StoredImage => {
    const size = side === null ? { width: null, height: null } : { width: side * 100, height: 200 }
    return {
      record: sampleRecord(id, { ...rest, ...size, relativePath: `${folder}${id}.jpeg`, contentSha256: null }),
      vector,
    }
  })
const changes = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('upsert' as const),
      images: fc.array(images, { minLength: 1, maxLength: 8 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('remove' as const), ids: fc.array(ids, { minLength: 1, maxLength: 4 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('update' as const), id: ids, tags: tagLists, takenAt: fc.option(times) }),
  },
)
const { filter: filters } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tagLists.map((any): Filter => ({ tags: { any } })),
    tagLists.map((none): Filter => ({ tags: { none } })),
    fc.constantFrom('a/', 'a', 'ä', 'image-1').map((pathPrefix): Filter => ({ pathPrefix })),
    fc.array(ids, { minLength: 1, maxLength: 9 }).map((imageIds): Filter => ({ imageIds })),
    fc.record({ from: times, before: times }, { requiredKeys: [] }).map((takenAt): Filter => ({ takenAt })),
    albums.map((album): Filter => ({ attributes: { album: { any: [album, 'nowhere'] } } })),
    fc
      .record({ min: ratings, max: ratings }, { requiredKeys: [] })
      .map((number): Filter => ({ attributes: { rating: { number } } })),
    fc
      .record({ from: times, before: times }, { requiredKeys: [] })
      .map((date): Filter => ({ attributes: { shown_on: { date } } })),
    places.map((centre): Filter => ({ location: { within: { centre, radiusM: 20_000 } } })),
    fc.constant<Filter>({ location: { box: { north: 60, south: -60, west: 170, east: 20 } } }),
    fc.constantFrom<Filter>(
      { orientations: ['landscape'] },
      { orientations: ['square', 'portrait'] },
      { width: { min: 200 } },
      { attributes: { is_public: { is: false } } },
    ),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((and): Filter => ({ and })),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((or): Filter => ({ or })),
    tie('filter').map((not): Filter => ({ not })),
  ),
}))
const weights = fc.integer({ min: -8, max: 8 }).map((weight) => weight / 4)
const queries = fc
  .array(fc.record({ vector: vectors, weight: weights }), { minLength: 1, maxLength: 4 })
  .filter(isQuery)

export function testSearchProperties(
  name: string,
  createPlace: (t: Test) => StorePlace | Promise<StorePlace>,
  { skip = false, runs }: { skip?: string | false; runs: number },
): void {
  tapTest(
    `${name}: whatever is written, filters, pages, composed queries and folded hits are those of the model`,
    { skip },
    async (t) => {
      const store = await (await createPlace(t)).open(space)
      const imageSearch = createImageSearch({ embedder: { model: { dims } } as Embedder, store })
      // An engine may score equal vectors a last bit apart, in one request and the next: then each image has one of its own.
      const isExact = store.hasExactScores
      const library = new Map<string, StoredImage>()
      let looked = 0
      await fc.assert(
        fc.asyncProperty(
          fc.array(changes, { minLength: 1, maxLength: 6 }),
          filters,
          queries,
          fc.integer({ min: 1, max: 7 }),
          async (made, filter, parts, pageSize) => {
            if (library.size > 0) await store.remove([...library.keys()], { isForgotten: true })
            library.clear()
            for (const change of made) await applyChange(store, library, isExact ? change : apart(change))
            const all = [...library.values()]
            const matching = all.filter(({ record }) => matchesFilter(filter, record))
            assertEqual(await store.count(filter), matching.length, 'count')
            assertEqual((await listPages(store, filter, pageSize)).join(), idsOf(matching).sort().join(), 'list')
            const options = { k: pageSize, filter }
            const vector = composeQuery(parts, '')
            assertHits(
              await searchPages(imageSearch, { parts, options }),
              bruteForce(all, { vector, k: 1_000, filter }),
            )
            const folded = await searchPages(imageSearch, {
              parts,
              options: { ...options, collapse: 'near_duplicates' },
            })
            assertFolded(folded, matching, vector)
            looked += all.length
          },
        ),
        { numRuns: runs, seed: 8, endOnFailure: process.env.CI === 'true' },
      )
      t.ok(looked > runs * 3, `${looked} images in ${runs} libraries`)
    },
  )

  tapTest(`${name}: a folded hit tells each of many copies once`, { skip }, async (t) => {
    const store = await (await createPlace(t)).open(space)
    const vector = randomUnitVector(createRandom(1), dims)
    const others = Array.from({ length: 8 }, (_, i) => ({
      record: sampleRecord(`other-${i}`, { contentSha256: null }),
      vector: randomUnitVector(createRandom(2 + i), dims),
    }))
    const ids = Array.from({ length: 150 }, (_, i) => `copy-${i}`)
    await store.upsert([...ids.map((id) => ({ record: sampleRecord(id), vector })), ...others])
    const imageSearch = createImageSearch({ embedder: { model: { dims } } as Embedder, store })
    const options = { k: 2, collapse: 'near_duplicates' as const }
    const hits = await searchPages(imageSearch, { parts: [{ vector, weight: 1 }], options })
    t.equal(hits.length, 1 + others.length)
    t.strictSame([hits[0]!.record.imageId, ...hits[0]!.duplicateIds!].sort(), ids.sort())
  })
}

function isQuery(parts: { vector: Float32Array; weight: number }[]): boolean {
  try {
    return composeQuery(parts, '').length > 0
  } catch {
    return false
  }
}

function apart(change: Change): Change {
  if (change.kind !== 'upsert') return change
  const images = change.images.map(({ record, vector }) => {
    const own = createRandom(1_000 + Number(record.imageId.slice('image-'.length)))
    return { record, vector: nearVector(own, vector, 0.02) }
  })
  return { ...change, images }
}

async function applyChange(store: VectorStore, library: Map<string, StoredImage>, change: Change): Promise<void> {
  if (change.kind === 'upsert') {
    const latest = new Map(change.images.map((image) => [image.record.imageId, image]))
    await store.upsert([...latest.values()])
    for (const [id, image] of latest) library.set(id, image)
  } else if (change.kind === 'remove') {
    await store.remove(change.ids, { isForgotten: true })
    for (const id of change.ids) library.delete(id)
  } else {
    const { id, tags, takenAt } = change
    await store.update(id, { tags, takenAt }, '2026-01-01T00:00:00.000Z')
    const image = library.get(id)
    if (image) library.set(id, { ...image, record: { ...image.record, tags, takenAt } })
  }
}

async function listPages(store: VectorStore, filter: Filter, limit: number): Promise<string[]> {
  const seen: ImageRecord[] = []
  for (;;) {
    const page = await store.list({ limit, afterId: seen.at(-1)?.imageId, filter })
    seen.push(...page)
    if (page.length < limit) return seen.map(({ imageId }) => imageId)
  }
}

type Search = ReturnType<typeof createImageSearch>
type Query = Parameters<Search['search']>[0][number]

async function searchPages(imageSearch: Search, query: Query) {
  const seen: (Hit & { duplicateIds?: string[] })[] = []
  for (let after: Query['options']['after']; ; ) {
    const [outcome] = await imageSearch.search([{ ...query, options: { ...query.options, after } }])
    seen.push(...outcome!.hits)
    if (outcome!.next === null) return seen
    after = outcome!.next
  }
}

const idsOf = (some: readonly StoredImage[]) => some.map(({ record }) => record.imageId)

function assertEqual(found: unknown, expected: unknown, what: string): void {
  if (found !== expected) throw new Error(`${what}: ${found}, where it should be ${expected}`)
}

/** Each once, with the model's scores; equal scores may stand in any order. */
function assertHits(hits: readonly Hit[], expected: readonly { imageId: string; score: number }[]): void {
  const idsFound = hits.map(({ record }) => record.imageId)
  assertEqual(
    [...new Set(idsFound)].sort().join(),
    expected
      .map(({ imageId }) => imageId)
      .sort()
      .join(),
    'hits',
  )
  for (const [i, { score }] of hits.entries()) {
    if (Math.abs(score - expected[i]!.score) > tolerance)
      throw new Error(`score ${i}: ${score} for ${expected[i]!.score}`)
  }
}

/** Every match is a hit or folded into one, once; what is folded is like its hit, and no hit like one before it. */
function assertFolded(
  hits: readonly (Hit & { duplicateIds?: string[] })[],
  matching: readonly StoredImage[],
  query: Float32Array,
): void {
  const vectorsById = new Map(matching.map(({ record, vector }) => [record.imageId, vector]))
  const told = hits.flatMap(({ record, duplicateIds }) => [record.imageId, ...duplicateIds!])
  assertEqual(told.sort().join(), idsOf(matching).sort().join(), 'folded')
  const heads = hits.map(({ record }) => vectorsById.get(record.imageId)!)
  for (const [i, { duplicateIds }] of hits.entries()) {
    for (const id of duplicateIds!) {
      const vector = vectorsById.get(id)!
      if (dot(vector, heads[i]!) < nearDuplicateMin - tolerance) throw new Error(`${id} is not like its hit`)
      if (dot(query, vector) > dot(query, heads[i]!) + tolerance) throw new Error(`${id} is better than its hit`)
    }
    const twin = heads.slice(0, i).find((head) => dot(head, heads[i]!) >= nearDuplicateMin + tolerance)
    if (twin !== undefined) throw new Error(`hit ${i} is like one before it`)
  }
}
