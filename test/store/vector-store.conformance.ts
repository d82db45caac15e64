// What every store does: one suite, run on each adapter by test/store/<adapter>/. The expected answers come from brute
// force over the same images and from `matchesFilter`.
import { type Test, test as tapTest } from 'tap'
import type { VectorSpace } from '../../src/embedder/embedder.ts'
import { type Filter, matchesFilter } from '../../src/filter.ts'
import { hitPosition } from '../../src/search-page.ts'
import type {
  Hit,
  HitPosition,
  ImageRecord,
  ListOrder,
  SearchRequest,
  StoredImage,
  VectorStore,
} from '../../src/store/vector-store.ts'
import { dot } from '../../src/vector.ts'
import { createRandom } from '../support/seeded-random.ts'
import { testFacets } from './facets.conformance.ts'
import { testJobs } from './jobs.conformance.ts'
import {
  bruteForce,
  clusteredVectors,
  nearVector,
  randomFilter,
  randomImages,
  randomInt,
  randomUnitVector,
  sampleRecord,
  sampleSpace,
} from './sample-images.ts'
import { testTextSearch } from './text-search.conformance.ts'

/** A place where one store lies, empty at first. Its stores are closed when the test ends. */
export type StorePlace = {
  /** Opens the store for this space; after a `close`, what was written is there again. */
  open(space: VectorSpace): Promise<VectorStore>
}

/** Not a multiple of what any vector instruction takes. */
const dims = 50
const space = sampleSpace(dims)
const scoreTolerance = 1e-5

/** Runs the suite on the stores at the places that `createPlace` makes, a new one for each test. */
export function testVectorStore(
  name: string,
  createPlace: (t: Test) => StorePlace | Promise<StorePlace>,
  { skip = false }: { skip?: string | false } = {},
): void {
  const open = async (t: Test) => (await createPlace(t)).open(space)
  const test = (title: string, work: (t: Test) => Promise<void>) => tapTest(title, { skip }, work)
  testRecords(test, name, open)
  testJobs(test, name, open)
  testBatches(test, name, open)
  testSearch(test, name, open)
  testFilters(test, name, open)
  testFacets(test, name, open)
  testTextSearch(test, name, open, dims)
  testLists(test, name, open)
  testPages(test, name, open)
  testVectorsAtTheBorder(test, name, open)
  testManyAtOnce(test, name, open)
  testReopening(test, name, createPlace)
}

type Open = (t: Test) => Promise<VectorStore>
type AddTest = (title: string, work: (t: Test) => Promise<void>) => void

function testRecords(test: AddTest, name: string, open: Open): void {
  const random = createRandom(1)
  const vector = randomUnitVector(random, dims)

  test(`${name}: an image comes back by id and by path, as it was written`, async (t) => {
    const store = await open(t)
    const full = sampleRecord('full', { tags: ['b', 'a', '日本 🦊'], relativePath: 'Ärger/日本/🦊 1%_.jpeg' })
    const bare = sampleRecord('bare', { takenAt: null, location: null, format: 'avif', origin: 'upload' })
    await store.upsert([
      { record: full, vector },
      { record: bare, vector },
    ])
    t.strictSame(await store.get(['bare', 'missing', 'full']), [bare, null, full])
    t.strictSame(await store.getByPath([full.relativePath, 'missing.jpeg', bare.relativePath]), [full, null, bare])
    t.strictSame(await store.get([]), [])
  })

  test(`${name}: an image of which no more is known than its id, name and path comes back so`, async (t) => {
    const store = await open(t)
    const unknown = {
      takenAt: null,
      location: null,
      camera: null,
      addedAt: null,
      updatedAt: null,
      width: null,
      height: null,
    }
    const more = { format: null, sizeBytes: null, fileModifiedAt: null, contentSha256: null }
    const record = sampleRecord('known-form', { ...unknown, ...more })
    await store.upsert([{ record, vector }])
    t.strictSame(await store.get(['known-form']), [record])
    t.match(await store.search({ vector, k: 1 }), [{ record: { imageId: 'known-form' } }])
    t.strictSame(await store.list({ limit: 10 }), [record])
  })

  test(`${name}: a summary counts images, their formats and bytes`, async (t) => {
    const store = await open(t)
    t.match(await store.summarise(), { images: 0, pictureBytes: 0, formats: {} })
    await store.upsert([
      { record: sampleRecord('a', { format: 'jpeg', sizeBytes: 100 }), vector },
      { record: sampleRecord('b', { format: 'jpeg', sizeBytes: 3_000_000_000 }), vector },
      { record: sampleRecord('c', { format: 'heic', sizeBytes: 5 }), vector },
      { record: sampleRecord('d', { format: null, sizeBytes: null }), vector },
    ])
    const { indexBytes, ...summary } = await store.summarise()
    t.strictSame(summary, { images: 4, pictureBytes: 3_000_000_105, formats: { heic: 1, jpeg: 2 } })
    t.ok(indexBytes > 0)
  })

  test(`${name}: vectors come back exactly`, async (t) => {
    const store = await open(t)
    await store.upsert([{ record: sampleRecord('one'), vector }])
    t.strictSame(await store.getVectors(['missing', 'one']), [null, vector])
  })

  test(`${name}: a sample holds other vectors each time, and all of them where there are few`, async (t) => {
    const store = await open(t)
    t.strictSame(await store.sampleVectors(10), [])
    const images = randomImages(random, 120, dims)
    await store.upsert(images)
    const known = new Set(images.map(({ vector }) => vector.join()))
    const some = await store.sampleVectors(30)
    t.ok(some.length > 20 && some.length <= 30, `${some.length}`)
    t.ok(some.every((vector) => known.has(vector.join())))
    t.notSame(await store.sampleVectors(30), some)
    const all = await store.sampleVectors(1000)
    t.equal(new Set(all.map((vector) => vector.join())).size, 120)
  })

  test(`${name}: writing an id again replaces the whole record and keeps one`, async (t) => {
    const store = await open(t)
    const other = randomUnitVector(random, dims)
    const replaced = sampleRecord('one', {
      relativePath: 'moved/one.png',
      format: 'png',
      tags: ['new'],
      location: null,
    })
    await store.upsert([{ record: sampleRecord('one', { tags: ['old'] }), vector }])
    await store.upsert([{ record: replaced, vector: other }])
    t.equal(await store.count(), 1)
    t.strictSame(await store.get(['one']), [replaced])
    t.strictSame(await store.getVectors(['one']), [other])
    t.strictSame(await store.getByPath(['phone/one.jpeg']), [null], 'the old path is free')
    t.equal(await store.count({ tags: { any: ['old'] } }), 0)
    t.strictSame(idsOf(await store.search({ vector: other, k: 10, filter: { tags: { any: ['new'] } } })), ['one'])
  })

  test(`${name}: attributes change one by one`, async (t) => {
    const store = await open(t)
    await store.upsert([{ record: sampleRecord('one'), vector }])
    const now = '2026-01-01T00:00:00.000Z'
    const attributes = { album: 'Porto', rating: null, shown_on: '2025-03-01T00:00:00.000Z', is_public: false }
    t.match(await store.update('one', { attributes, caption: null }, now), { caption: null })
    const changed = { album: 'Porto', is_public: false, shown_on: '2025-03-01T00:00:00.000Z' }
    t.strictSame((await store.get(['one']))[0]!.attributes, changed)
    t.equal(await store.count({ attributes: { rating: { number: { min: 0 } } } }), 0)
    t.equal(await store.count({ attributes: { shown_on: { date: { before: '2025-03-01T00:00:00.001Z' } } } }), 1)
    await store.update('one', { attributes: { shown_on: null, album: 'Lisbon' } }, now)
    t.equal(await store.count({ attributes: { shown_on: { date: {} } } }), 0)
    t.strictSame((await store.get(['one']))[0]!.attributes, { album: 'Lisbon', is_public: false })
  })

  test(`${name}: a keyword that is written like a date, of a day that does not exist, is like any other`, async (t) => {
    const store = await open(t)
    const albums = ['2025-99-99T99:99:99.999Z', '2025-02-30T00:00:00.000Z', '2025-03-02T00:00:00.000Z', 'Lisbon']
    const images = albums.map((album) => ({ record: sampleRecord(album, { attributes: { album } }), vector }))
    await store.upsert([...images, { record: sampleRecord('none', { attributes: {} }), vector }])
    for (const album of albums) {
      const found = await store.list({ limit: 10, filter: { attributes: { album: { any: [album] } } } })
      t.strictSame(
        found.map(({ imageId }) => imageId),
        [album],
      )
    }
  })

  test(`${name}: an update changes only the fields it names, and null clears one`, async (t) => {
    const store = await open(t)
    const before = sampleRecord('one', { tags: ['old'] })
    await store.upsert([{ record: before, vector }])
    const renamed = { ...before, imageName: 'New name', updatedAt: '2026-01-01T00:00:00.000Z' }
    t.strictSame(await store.update('one', { imageName: 'New name', tags: undefined }, renamed.updatedAt), renamed)
    const cleared = { ...renamed, tags: ['x', 'y'], takenAt: null, location: null }
    t.strictSame(
      await store.update('one', { tags: ['x', 'y'], takenAt: null, location: null }, cleared.updatedAt),
      cleared,
    )
    t.strictSame(await store.get(['one']), [cleared])
    t.strictSame(await store.getVectors(['one']), [vector])
    t.equal(await store.count({ tags: { all: ['x', 'y'], none: ['old'] } }), 1, 'filters see the new tags')
    t.equal(await store.update('missing', { imageName: 'x' }, cleared.updatedAt), null)
    const noted = { ...cleared, fileModifiedAt: '2026-02-03T04:05:06.789Z' }
    const { fileModifiedAt } = noted
    t.strictSame(
      await store.update('one', { fileModifiedAt }, cleared.updatedAt, { isSearchable: false }),
      noted,
      'also the time of its file, which a record may lack',
    )
    t.strictSame(await store.get(['one']), [noted])
    const unknown = sampleRecord('two', { fileModifiedAt: null })
    await store.upsert([{ record: unknown, vector }])
    t.strictSame(await store.get(['two']), [unknown])
  })

  test(`${name}: pictures are found by the hash of their bytes, in the order of their ids`, async (t) => {
    const store = await open(t)
    const [same, other] = ['12'.repeat(32), '34'.repeat(32)]
    const records = ['b', 'a', 'c'].map((id) => sampleRecord(id, { contentSha256: same }))
    await store.upsert([...records, sampleRecord('d', { contentSha256: other })].map((record) => ({ record, vector })))
    t.strictSame(await store.findByContent(same, 10), [records[1], records[0], records[2]])
    t.strictSame(await store.findByContent(same, 2), [records[1], records[0]])
    t.strictSame(await store.findByContent('56'.repeat(32), 10), [])
    await store.remove(['a'])
    await store.upsert([{ record: { ...records[0]!, contentSha256: other }, vector }])
    t.strictSame(await store.findByContent(same, 10), [records[2]], 'as they are now')
  })

  test(`${name}: removed images are gone and leave a tombstone until their path is written again`, async (t) => {
    const store = await open(t)
    const one = { record: sampleRecord('one', { tags: ['x'] }), vector }
    const two = { record: sampleRecord('two'), vector }
    await store.upsert([one, two])
    t.strictSame(await store.remove(['one', 'missing', 'one']), [one.record])
    t.strictSame(await store.get(['one', 'two']), [null, two.record])
    t.strictSame(idsOf(await store.search({ vector, k: 10 })), ['two'])
    t.equal(await store.count({ tags: { any: ['x'] } }), 0)
    const paths = [one.record.relativePath, two.record.relativePath, 'missing.jpeg']
    t.strictSame([...(await store.findTombstones(paths))], [one.record.relativePath])
    await store.upsert([{ ...one, record: sampleRecord('new', { relativePath: one.record.relativePath }) }])
    t.equal((await store.findTombstones(paths)).size, 0)
    t.strictSame(await store.remove([]), [])
    t.strictSame(await store.remove(['two'], { isForgotten: true }), [two.record])
    t.strictSame(await store.get(['two']), [null])
    t.equal((await store.findTombstones(paths)).size, 0, 'what is forgotten may come again')
  })

  test(`${name}: describes itself and its space, and says when it cannot serve`, async (t) => {
    const store = await open(t)
    t.strictSame(store.space, space)
    t.ok(store.description.length > 0)
    await store.check()
    await store.close()
    await store.close()
    await t.rejects(store.check(), { code: 'STORE_UNAVAILABLE' })
    await t.rejects(store.get(['one']), { code: 'STORE_UNAVAILABLE' })
    await t.rejects(store.search({ vector, k: 1 }), { code: 'STORE_UNAVAILABLE' })
    await t.rejects(store.upsert([{ record: sampleRecord('one'), vector }]), { code: 'STORE_UNAVAILABLE' })
  })
}

function testBatches(test: AddTest, name: string, open: Open): void {
  const random = createRandom(2)

  test(`${name}: a path that another image has is refused, and nothing of the batch is written`, async (t) => {
    const store = await open(t)
    const [holder, first, thief] = randomImages(random, 3, dims) as [StoredImage, StoredImage, StoredImage]
    await store.upsert([holder])
    thief.record.relativePath = holder.record.relativePath
    await t.rejects(store.upsert([first, thief]), { code: 'PATH_TAKEN' })
    await t.rejects(store.upsert([thief]), { code: 'PATH_TAKEN' })
    t.equal(await store.count(), 1)
    t.strictSame(await store.get([holder.record.imageId, first.record.imageId]), [holder.record, null])
    t.strictSame(idsOf(await store.search({ vector: first.vector, k: 10 })), [holder.record.imageId])
    await store.upsert([first])
    t.equal(await store.count(), 2, 'the store takes writes after a refused one')
  })

  test(`${name}: two images of one batch cannot have one path`, async (t) => {
    const store = await open(t)
    const [one, two] = randomImages(random, 2, dims) as [StoredImage, StoredImage]
    two.record.relativePath = one.record.relativePath
    await t.rejects(store.upsert([one, two]), { code: 'PATH_TAKEN' })
    t.equal(await store.count(), 0)
  })

  test(`${name}: of an id given twice in a batch, the later image counts`, async (t) => {
    const store = await open(t)
    const [one, two] = randomImages(random, 2, dims) as [StoredImage, StoredImage]
    two.record.imageId = one.record.imageId
    await store.upsert([one, two])
    t.equal(await store.count(), 1)
    t.strictSame(await store.get([one.record.imageId]), [two.record])
    t.strictSame(await store.getVectors([one.record.imageId]), [two.vector])
  })

  test(`${name}: an empty batch is nothing`, async (t) => {
    const store = await open(t)
    await store.upsert([])
    t.equal(await store.count(), 0)
    t.strictSame(await store.search({ vector: randomUnitVector(random, dims), k: 10 }), [])
    t.strictSame(await store.list({ limit: 10 }), [])
  })
}

function testSearch(test: AddTest, name: string, open: Open): void {
  const random = createRandom(3)

  test(`${name}: search returns the k nearest, best first, scored by cosine`, async (t) => {
    const store = await open(t)
    const images = randomImages(random, 500, dims)
    await store.upsert(images)
    for (const k of [1, 10, 499, 500, 1000]) {
      const request = { vector: randomUnitVector(random, dims), k }
      await assertSearch(t, store, images, request, `k = ${k}`)
    }
  })

  test(`${name}: a hit carries its record, and its vector only when asked`, async (t) => {
    const store = await open(t)
    const [image] = randomImages(random, 1, dims) as [StoredImage]
    await store.upsert([image])
    const [plain] = await store.search({ vector: image.vector, k: 1 })
    t.strictSame(plain?.record, image.record)
    t.notOk('vector' in plain!)
    t.ok(Math.abs(plain!.score - 1) < scoreTolerance)
    t.ok(plain!.score <= 1)
    const [full] = await store.search({ vector: image.vector, k: 1, includeVectors: true })
    t.strictSame(full?.vector, image.vector)
  })

  test(`${name}: equal scores come in code point order of the ids`, async (t) => {
    const store = await open(t)
    const vector = randomUnitVector(random, dims)
    const ids = ['b', 'a', 'Z', '9', '10', 'a-', 'a.b', 'A_']
    await store.upsert(ids.map((id) => ({ record: sampleRecord(id), vector })))
    const hits = await store.search({ vector, k: 10 })
    t.strictSame(idsOf(hits).sort(), ['10', '9', 'A_', 'Z', 'a', 'a-', 'a.b', 'b'])
    for (const [i, { score, record }] of hits.entries()) {
      const before = hits[i - 1]
      if (before) t.ok(before.score > score || (before.score === score && before.record.imageId < record.imageId))
    }
    // An engine may score equal vectors a last bit apart.
    if (!isExact(store)) return
    t.strictSame(idsOf(hits), ['10', '9', 'A_', 'Z', 'a', 'a-', 'a.b', 'b'])
    t.strictSame(idsOf(await store.search({ vector, k: 3 })), ['10', '9', 'A_'])
  })

  test(`${name}: the opposite of the query scores -1`, async (t) => {
    const store = await open(t)
    const vector = randomUnitVector(random, dims)
    await store.upsert([{ record: sampleRecord('opposite'), vector: vector.map((x) => -x) }])
    const [hit] = await store.search({ vector, k: 1 })
    t.ok(Math.abs(hit!.score + 1) < scoreTolerance)
    t.ok(hit!.score >= -1)
  })

  test(`${name}: minScore and excludeIds leave hits out and still fill k`, async (t) => {
    const store = await open(t)
    const images = randomImages(random, 300, dims)
    await store.upsert(images)
    const vector = randomUnitVector(random, dims)
    const best = bruteForce(images, { vector, k: 50 })
    const minScore = (best[19]!.score + best[20]!.score) / 2
    const excludeIds = [...best.slice(0, 5).map(({ imageId }) => imageId), 'missing']
    await assertSearch(t, store, images, { vector, k: 50, minScore }, 'minScore')
    await assertSearch(t, store, images, { vector, k: 10, excludeIds }, 'excludeIds')
    await assertSearch(t, store, images, { vector, k: 50, minScore, excludeIds }, 'both')
    t.strictSame(await store.search({ vector, k: 10, minScore: 0.9999 }), [])
  })

  test(`${name}: numCandidates never makes a search worse than asked`, async (t) => {
    const store = await open(t)
    const images = randomImages(random, 200, dims)
    await store.upsert(images)
    const request = { vector: randomUnitVector(random, dims), k: 10, numCandidates: 200 }
    await assertSearch(t, store, images, request, 'numCandidates')
  })

  test(`${name}: an aborted search rejects with the signal's reason`, async (t) => {
    const store = await open(t)
    const [image] = randomImages(random, 1, dims) as [StoredImage]
    await store.upsert([image])
    const reason = new Error('The client is gone.')
    const search = { vector: image.vector, k: 1 }
    await t.rejects(store.search(search, { signal: AbortSignal.abort(reason) }), reason)
    const controller = new AbortController()
    const running = store.search(search, { signal: controller.signal })
    controller.abort(reason)
    await t.rejects(running, reason)
    t.equal((await store.search(search)).length, 1)
  })
}

function testFilters(test: AddTest, name: string, open: Open): void {
  test(`${name}: search, list and count apply a filter as matchesFilter defines it`, async (t) => {
    const store = await open(t)
    const random = createRandom(4)
    const images = randomImages(random, 400, dims)
    await store.upsert(images)
    for (let i = 0; i < 80; i++) {
      const filter = randomFilter(random)
      const matching = images.filter(({ record }) => matchesFilter(filter, record))
      const label = JSON.stringify(filter)
      const request = { vector: randomUnitVector(random, dims), filter }
      await assertSearch(t, store, images, { ...request, k: 1000 }, `all for ${label}`)
      await assertSearch(t, store, images, { ...request, k: 5 }, `five for ${label}`)
      t.equal(await store.count(filter), matching.length, `count for ${label}`)
      const listed = await store.list({ limit: 1000, filter })
      t.strictSame(listed, sortById(matching.map(({ record }) => record)), `list for ${label}`)
    }
  })

  test(`${name}: conditions that are absent or empty hold for every image`, async (t) => {
    const store = await open(t)
    await store.upsert(randomImages(createRandom(5), 10, dims))
    for (const filter of [{}, { tags: {} }, { tags: { any: [], all: [], none: [] } }, { pathPrefix: '' }]) {
      t.equal(await store.count(filter), 10)
    }
  })

  test(`${name}: a path prefix may be as long as a path`, async (t) => {
    const store = await open(t)
    const vector = randomUnitVector(createRandom(5), dims)
    const long = `${'a'.repeat(1_000)}/b`
    const paths = [long, `${long}c.jpeg`, `${long}\u{10ffff}.jpeg`, `${'a'.repeat(1_000)}/c`, 'a.jpeg']
    await store.upsert(paths.map((path, i) => ({ record: sampleRecord(`${i}`, { relativePath: path }), vector })))
    t.equal(await store.count({ pathPrefix: long }), 3)
    t.equal(await store.count({ pathPrefix: `${long}c` }), 1)
    t.equal(await store.count({ pathPrefix: long.slice(0, 1_000) }), 4)
    t.equal(await store.count({ not: { pathPrefix: 'é'.repeat(1_024) } }), 5)
  })

  test(`${name}: a range may reach beyond what any image has`, async (t) => {
    const store = await open(t)
    const vector = randomUnitVector(createRandom(5), dims)
    const side = 2 ** 31 - 1
    await store.upsert([
      { record: sampleRecord('greatest', { width: side, height: side, sizeBytes: Number.MAX_SAFE_INTEGER }), vector },
      { record: sampleRecord('unknown', { width: null, height: null, sizeBytes: null }), vector },
    ])
    for (const field of ['width', 'height', 'sizeBytes']) {
      const upTo = { [field]: { max: Number.MAX_SAFE_INTEGER } }
      t.strictSame(idsOf(await store.search({ vector, k: 2, filter: upTo })), ['greatest'], `${field} up to it`)
      t.equal(await store.count({ not: upTo }), 1, `${field} not up to it`)
      const from = { [field]: { min: Number.MAX_SAFE_INTEGER } }
      t.equal(await store.count(from), field === 'sizeBytes' ? 1 : 0, `${field} from it on`)
    }
  })
}

function testLists(test: AddTest, name: string, open: Open): void {
  test(`${name}: a list pages through every image once, in code point order of the ids`, async (t) => {
    const store = await open(t)
    const images = randomImages(createRandom(6), 137, dims)
    await store.upsert(images)
    for (const filter of [undefined, { tags: { none: ['cat'] } }, { pathPrefix: 'phone' }]) {
      const seen: ImageRecord[] = []
      for (;;) {
        const page = await store.list({ limit: 10, afterId: seen.at(-1)?.imageId, filter })
        seen.push(...page)
        if (page.length < 10) break
      }
      const expected = images.map(({ record }) => record).filter((record) => matchesFilter(filter ?? {}, record))
      t.strictSame(seen, sortById(expected))
    }
    t.strictSame(await store.list({ limit: 10, afterId: 'zzz' }), [])
  })
}

function testPages(test: AddTest, name: string, open: Open): void {
  test(`${name}: a list in any order pages through every image once, what is not known at the end`, async (t) => {
    const store = await open(t)
    const random = createRandom(61)
    const images = randomImages(random, 137, dims)
    await store.upsert(images)
    const filters: (Filter | undefined)[] = [
      undefined,
      { tags: { none: ['cat'] } },
      { takenAt: { from: '2023-06-01T00:00:00Z' } },
    ]
    for (const by of ['imageId', 'imageName', 'takenAt', 'addedAt'] as const) {
      for (const isDescending of [false, true]) {
        const order: ListOrder = { by, isDescending }
        for (const filter of filters) {
          const matching = images.map(({ record }) => record).filter((record) => matchesFilter(filter ?? {}, record))
          const seen: ImageRecord[] = []
          for (;;) {
            const last = seen.at(-1)
            const page = await store.list({
              limit: 11,
              order,
              afterId: last?.imageId,
              afterValue: last?.[by] ?? null,
              filter,
            })
            seen.push(...page)
            if (page.length < 11) break
          }
          const expected = matching.sort((a, b) => compareInOrder(order, a, b)).map(({ imageId }) => imageId)
          t.same(
            seen.map(({ imageId }) => imageId),
            expected,
            `${by} ${isDescending} ${JSON.stringify(filter)}`,
          )
        }
      }
    }
  })

  test(`${name}: a list goes on in its place when the image it stopped at is gone, and others came before it`, async (t) => {
    const store = await open(t)
    const images = randomImages(createRandom(62), 30, dims)
    await store.upsert(images)
    const order: ListOrder = { by: 'takenAt', isDescending: true }
    const first = await store.list({ limit: 10, order })
    const last = first.at(-1)!
    const before = await store.list({ limit: 100, order, afterId: last.imageId, afterValue: last.takenAt })
    await store.remove([last.imageId, first[0]!.imageId])
    await store.upsert([
      { record: sampleRecord('newest', { takenAt: '2030-01-01T00:00:00.000Z' }), vector: images[0]!.vector },
    ])
    const rest = await store.list({ limit: 100, order, afterId: last.imageId, afterValue: last.takenAt })
    t.strictSame(rest, before)
    t.equal(rest.length, 20)
  })

  test(`${name}: the pages of a search hold each hit once, in the order of one long answer`, async (t) => {
    const store = await open(t)
    const random = createRandom(63)
    const images = randomImages(random, 300, dims)
    // Many of the same score, as copies of a picture have.
    for (const image of images.slice(0, 30)) image.vector = images[0]!.vector
    await store.upsert(images)
    const filters: (Filter | undefined)[] = [undefined, { tags: { any: ['cat', 'dog'] } }, { width: { min: 300 } }]
    for (const filter of filters) {
      for (const vector of [images[0]!.vector, randomUnitVector(random, dims)]) {
        const whole = { vector, k: 1000, filter, minScore: -0.1 }
        const seen: Hit[] = []
        for (let after: HitPosition | undefined; ; ) {
          const page: Hit[] = await store.search({ vector, k: 25, filter, minScore: -0.1, after })
          seen.push(...page)
          if (page.length < 25) break
          after = hitPosition(page, after ?? {}, { isExact: isExact(store) })
        }
        assertHits(t, images, whole, seen, JSON.stringify(filter))
      }
    }
  })

  test(`${name}: pages of a search stay in step while images come, change and go`, async (t) => {
    const store = await open(t)
    const random = createRandom(64)
    const images = randomImages(random, 200, dims, 'stays')
    await store.upsert(images)
    const vector = randomUnitVector(random, dims)
    const expected = bruteForce(images, { vector, k: 200 }).map(({ imageId }) => imageId)
    const seen: Hit[] = []
    let after: HitPosition | undefined
    for (let round = 0; ; round++) {
      const others = randomImages(random, 20, dims, `round-${round}`)
      await store.upsert(others)
      await store.remove(randomImages(random, 10, dims, `round-${round - 1}`).map(({ record }) => record.imageId))
      await store.update('stays-1', { imageName: `name ${round}` }, '2026-01-01T00:00:00.000Z')
      const page: Hit[] = await store.search({ vector, k: 25, after })
      seen.push(...page)
      if (page.length < 25) break
      after = hitPosition(page, after ?? {}, { isExact: isExact(store) })
    }
    const ids = seen.map(({ record }) => record.imageId)
    t.equal(new Set(ids).size, ids.length, 'nothing twice')
    t.same(
      ids.filter((id) => id.startsWith('stays')),
      expected,
      'all that was there all the time, in order',
    )
  })
}

/** Unknown values last, then by id in the same direction. */
function compareInOrder({ by, isDescending }: ListOrder, a: ImageRecord, b: ImageRecord): number {
  const direction = isDescending ? -1 : 1
  const compare = (x: string, y: string) => direction * Buffer.compare(Buffer.from(x), Buffer.from(y))
  const [x, y] = [a[by], b[by]]
  if (x === y) return compare(a.imageId, b.imageId)
  if (x === null || y === null) return x === null ? 1 : -1
  return compare(x, y)
}

function testVectorsAtTheBorder(test: AddTest, name: string, open: Open): void {
  const random = createRandom(7)

  test(`${name}: vectors of wrong dims or length are refused, and nothing of the batch is written`, async (t) => {
    const store = await open(t)
    const [good] = randomImages(random, 1, dims) as [StoredImage]
    const nan = good.vector.with(3, Number.NaN)
    const infinite = good.vector.with(3, Number.POSITIVE_INFINITY)
    const bad = [
      good.vector.slice(1),
      new Float32Array(0),
      new Float32Array(dims),
      good.vector.map((x) => x * 1.01),
      nan,
      infinite,
    ]
    for (const vector of bad) {
      const faulty = { record: sampleRecord('faulty'), vector }
      await t.rejects(store.upsert([good, faulty]), { code: 'VECTOR_INVALID' })
      await t.rejects(store.search({ vector, k: 1 }), { code: 'VECTOR_INVALID' })
    }
    t.equal(await store.count(), 0)
  })

  test(`${name}: a store is not touched by later changes to the arrays given and received`, async (t) => {
    const store = await open(t)
    const [image] = randomImages(random, 1, dims) as [StoredImage]
    const kept = image.vector.slice()
    await store.upsert([image])
    image.vector.fill(0)
    const [received] = await store.getVectors([image.record.imageId])
    received!.fill(0)
    t.strictSame(await store.getVectors([image.record.imageId]), [kept])
  })

  test(`${name}: vectors with one great number among zeros are found exactly`, async (t) => {
    const store = await open(t)
    const axes = Array.from({ length: dims }, (_, i) => ({
      record: sampleRecord(`axis-${i}`),
      vector: new Float32Array(dims).fill(1, i, i + 1),
    }))
    await store.upsert(axes)
    await assertSearch(t, store, axes, { vector: nearVector(random, axes[7]!.vector, 0.4), k: 10 }, 'near an axis')
    await assertSearch(t, store, axes, { vector: axes[9]!.vector, k: 1 }, 'on an axis')
  })
}

function testManyAtOnce(test: AddTest, name: string, open: Open): void {
  test(`${name}: 10,000 images written in batches are all found, listed and counted`, async (t) => {
    const store = await open(t)
    const random = createRandom(8)
    const images = clusteredVectors(random, 10_000, dims, 50).map((vector, i) => ({
      record: sampleRecord(`image-${i}`, { tags: [`tag-${i % 100}`] }),
      vector,
    }))
    for (let i = 0; i < images.length; i += 500) await store.upsert(images.slice(i, i + 500))
    t.equal(await store.count(), 10_000)
    t.equal(await store.count({ tags: { any: ['tag-1', 'tag-2'] } }), 200)
    t.equal((await store.list({ limit: 1000, afterId: 'image-4' })).length, 1000)
    const wide = { tags: { none: ['tag-3'] } }
    const [first] = sortById(images.map(({ record }) => record).filter(({ imageId }) => imageId > 'image-5'))
    t.strictSame(await store.list({ limit: 1, afterId: 'image-5', filter: wide }), [first])
    for (let i = 0; i < 20; i++) {
      const vector = nearVector(random, images[randomInt(random, images.length)]!.vector, 0.3)
      await assertSearch(t, store, images, { vector, k: 10 }, `search ${i}`)
      await assertSearch(t, store, images, { vector, k: 10, filter: { tags: { any: [`tag-${i}`] } } }, `1 % ${i}`)
    }
  })

  test(`${name}: writers and readers at once never see half a write`, async (t) => {
    const store = await open(t)
    const random = createRandom(9)
    const steady = randomImages(random, 200, dims, 'steady')
    await store.upsert(steady)
    const [probe] = steady as [StoredImage]
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let round = 0; round < 15; round++) {
        const images = randomImages(random, 20, dims, `writer-${writer}`)
        await store.upsert(images)
        if (round % 3 === 2) await store.remove(images.slice(0, 10).map(({ record }) => record.imageId))
      }
    })
    const readers = Array.from({ length: 4 }, async () => {
      for (let round = 0; round < 40; round++) {
        const hits = await store.search({ vector: probe.vector, k: 50, includeVectors: true })
        const honest = hits.every(({ score, vector }) => Math.abs(score - dot(probe.vector, vector!)) < scoreTolerance)
        const found = new Set(idsOf(hits))
        const expected = idsAbove(bruteForce(steady, { vector: probe.vector, k: 200 }), hits.at(-1)!.score)
        const missing = expected.filter((id) => !found.has(id))
        if (!honest || hits.length !== 50 || missing.length > 0) return { honest, count: hits.length, missing }
      }
      return null
    })
    t.strictSame(await Promise.all(readers), [null, null, null, null])
    await Promise.all(writers)
    t.equal(await store.count(), 200 + 4 * 10)
  })

  test(`${name}: an image that is replaced again and again is found by every search`, async (t) => {
    const store = await open(t)
    const random = createRandom(10)
    const [centre, ...others] = randomImages(random, 100, dims) as [StoredImage, ...StoredImage[]]
    await store.upsert([centre, ...others])
    let writing = true
    const writer = (async () => {
      for (let i = 0; i < 100; i++) {
        await store.upsert([{ ...centre, vector: nearVector(random, centre.vector, 0.1) }])
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      writing = false
    })()
    let misses = 0
    while (writing) {
      const [hit] = await store.search({ vector: centre.vector, k: 1 })
      if (hit?.record.imageId !== centre.record.imageId) misses += 1
    }
    await writer
    t.equal(misses, 0)
  })
}

function testReopening(test: AddTest, name: string, createPlace: (t: Test) => StorePlace | Promise<StorePlace>): void {
  const random = createRandom(11)

  test(`${name}: everything is there again after closing and opening`, async (t) => {
    const place = await createPlace(t)
    const images = randomImages(random, 100, dims)
    const before = await place.open(space)
    await before.upsert(images)
    await before.remove(['image-3', 'image-50', 'image-99'])
    const updated = await before.update('image-7', { tags: ['renewed'] }, '2026-01-01T00:00:00.000Z')
    await before.close()

    const left = images.filter(({ record }) => !['image-3', 'image-50', 'image-99'].includes(record.imageId))
    left.find(({ record }) => record.imageId === 'image-7')!.record = updated!
    const store = await place.open(space)
    t.equal(await store.count(), 97)
    t.strictSame(await store.list({ limit: 1000 }), sortById(left.map(({ record }) => record)))
    t.equal(await store.count({ tags: { any: ['renewed'] } }), 1)
    t.equal((await store.findTombstones([images[3]!.record.relativePath])).size, 1)
    await assertSearch(t, store, left, { vector: randomUnitVector(random, dims), k: 1000 }, 'after opening')
    const added = randomImages(random, 10, dims, 'added')
    await store.upsert(added)
    const all = [...left, ...added]
    await assertSearch(t, store, all, { vector: randomUnitVector(random, dims), k: 1000 }, 'after another write')
  })

  test(`${name}: a store of another vector space is refused with both named, and stays whole`, async (t) => {
    const place = await createPlace(t)
    const [image] = randomImages(random, 1, dims) as [StoredImage]
    const store = await place.open(space)
    await store.upsert([image])
    await store.close()
    const others = [
      sampleSpace(dims, { id: 'other-space' }),
      sampleSpace(dims, { imageTowerSha256: 'ef'.repeat(32) }),
      sampleSpace(dims, { preprocessing: 'short-side 224' }),
      sampleSpace(dims * 2),
    ]
    for (const other of others) {
      const error = await place.open(other).then(
        () => null,
        (reason) => reason,
      )
      t.equal(error?.code, 'STORE_MISMATCH')
      for (const part of [space.id, other.id, String(dims), String(other.dims), other.preprocessing]) {
        t.match(error?.message, part)
      }
    }
    t.equal(await (await place.open(space)).count(), 1)
  })
}

/** Asserts that a search answers what brute force does: full length, the right scores in order, each image once. */
async function assertSearch(
  t: Test,
  store: VectorStore,
  images: readonly StoredImage[],
  request: SearchRequest,
  label: string,
): Promise<void> {
  assertHits(t, images, request, await store.search(request), label)
}

/** Hits are those of brute force, but that equal scores may stand in any order. */
function assertHits(
  t: Test,
  images: readonly StoredImage[],
  request: SearchRequest,
  hits: readonly Hit[],
  label: string,
): void {
  const expected = bruteForce(images, request)
  const vectors = new Map(images.map(({ record, vector }) => [record.imageId, vector]))
  const faults = hits.filter(({ record, score }, i) => {
    const own = dot(request.vector, vectors.get(record.imageId)!)
    return !(Math.abs(score - own) <= scoreTolerance && Math.abs(score - (expected[i]?.score ?? 2)) <= scoreTolerance)
  })
  const ids = new Set(idsOf(hits))
  t.strictSame([hits.length, ids.size, faults.length], [expected.length, expected.length, 0], label)
}

function isExact(store: VectorStore): boolean {
  return store.hasExactScores
}

function idsOf(hits: readonly { record: ImageRecord }[]): string[] {
  return hits.map(({ record }) => record.imageId)
}

/** The ids of scores that clearly belong before `score`. */
function idsAbove(expected: readonly { imageId: string; score: number }[], score: number): string[] {
  return expected.filter((hit) => hit.score > score + scoreTolerance).map(({ imageId }) => imageId)
}

function sortById(records: readonly ImageRecord[]): ImageRecord[] {
  return records.toSorted((a, b) => (a.imageId < b.imageId ? -1 : 1))
}
