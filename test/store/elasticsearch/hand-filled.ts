// An index that somebody filled by hand, with documents {image_id, image_name, image_embedding, relative_path}, is searched as it
// is and never written to. one-node.test.ts runs these.
import { type Test, test as tapTest } from 'tap'
import type { Filter } from '../../../src/filter.ts'
import { readRecordPage } from '../../../src/record-page.ts'
import type { ImageRecord, ListRequest, VectorStore } from '../../../src/store/vector-store.ts'
import { normalise } from '../../../src/vector.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { bruteForce, randomUnitVector, sampleRecord, sampleSpace } from '../sample-images.ts'
import { createTroublePlace, outcomesOf, readsOf, type TroublePlace } from './store-place.ts'

const keyword = { type: 'keyword' }
const scoreTolerance = 1e-5

/** What a store knows of a document of the known form. */
function bareRecord(imageId: string): ImageRecord {
  const unknown = {
    caption: null,
    attributes: {},
    camera: null,
    addedAt: null,
    updatedAt: null,
    width: null,
    height: null,
    format: null,
    sizeBytes: null,
    fileModifiedAt: null,
  }
  const relativePath = imageId.endsWith('7') ? `Ärger/${imageId}.jpeg` : `phone/${imageId}.jpeg`
  return sampleRecord(imageId, { ...unknown, relativePath, takenAt: null, location: null, contentSha256: null })
}

/** Forty documents whose vectors are not of unit length, under the ids that `idOf` gives; null leaves them to the engine. */
async function fill(place: TroublePlace, index: string, dims: number, idOf: (imageId: string) => string | null) {
  const random = createRandom(dims)
  const images = Array.from({ length: 40 }, (_, i) => {
    return { record: bareRecord(`image-${i}`), vector: randomUnitVector(random, dims) }
  })
  for (const { record, vector } of images) {
    const document = {
      image_id: record.imageId,
      image_name: record.imageName,
      relative_path: record.relativePath,
      image_embedding: [...vector.map((x) => x * 3)],
      // What else somebody keeps there is nothing to us.
      camera: { maker: 'x', lens: [1, 2] },
      note: 'a word',
    }
    const id = idOf(record.imageId)
    await place.ask(id === null ? 'POST' : 'PUT', `${index}/_doc/${id ?? ''}`, document)
  }
  await place.ask('POST', `${index}/_refresh`)
  return { images, random }
}

async function assertServes(t: Test, place: TroublePlace, { images, random }: Awaited<ReturnType<typeof fill>>) {
  const dims = images[0]!.vector.length
  const store = await place.open(sampleSpace(dims))
  await store.check()
  const before = await place.ask('GET', '/_count')
  for (const filter of [undefined, { pathPrefix: 'Ärger/' }, { tags: { none: ['x'] } }]) {
    const request = { vector: randomUnitVector(random, dims), k: 10, filter }
    const expected = bruteForce(images, { ...request, filter: filter ?? {} })
    const hits = await store.search(request)
    t.same(
      hits.map(({ record }) => record.imageId),
      expected.map(({ imageId }) => imageId),
    )
    t.ok(
      hits.every(({ score }, i) => Math.abs(score - expected[i]!.score) < scoreTolerance),
      'scores are cosines',
    )
  }
  const [one] = images as [(typeof images)[0]]
  const [hit] = await store.search({ vector: one.vector, k: 1, includeVectors: true, excludeIds: ['image-1'] })
  t.strictSame(hit!.record, one.record)
  const near = (vector: Float32Array) => vector.every((x, i) => Math.abs(x - normalise(one.vector)[i]!) < 1e-6)
  t.ok(near(hit!.vector!), 'vectors come back as of unit length')
  const [stored] = await store.getVectors(['image-0'])
  t.ok(near(stored!))
  t.equal((await store.search({ vector: stored!, k: 1 })).length, 1, 'and can be searched with')

  t.strictSame(await store.get(['image-3', 'missing', 'image-0']), [images[3]!.record, null, one.record])
  t.strictSame(await store.getByPath(['phone/image-0.jpeg', 'missing', 'Ärger/image-7.jpeg']), [
    one.record,
    null,
    images[7]!.record,
  ])
  const sorted = images.map(({ record }) => record).sort((a, b) => (a.imageId < b.imageId ? -1 : 1))
  t.strictSame(await store.list({ limit: 100 }), sorted)
  t.strictSame(await store.list({ limit: 2, afterId: 'image-10' }), sorted.slice(3, 5))
  const byName = await pagesOf(store, { by: 'imageName', isDescending: false })
  t.same(
    byName,
    images.map(({ record }) => record.imageId).sort((a, b) => (`${a}.jpeg` < `${b}.jpeg` ? -1 : 1)),
  )
  t.equal(await store.count(), 40)
  t.equal(await store.count({ pathPrefix: 'Ärger/' }), 4)
  t.same(await store.findTombstones(['phone/image-0.jpeg']), new Set())

  const byWords = { terms: ['phone'], k: 10 }
  await t.rejects(store.searchText(byWords), { code: 'WORDS_NOT_INDEXED', message: /filled by hand.*index adopt/ })

  const writes = {
    upsert: () => store.upsert([one]),
    update: () => store.update('image-0', { imageName: 'x' }, '2026-01-01T00:00:00.000Z'),
    remove: () => store.remove(['image-0']),
  }
  t.same(await outcomesOf(writes), { upsert: 'STORE_READ_ONLY', update: 'STORE_READ_ONLY', remove: 'STORE_READ_ONLY' })
  await t.rejects(store.upsert([one]), { message: /filled by hand.*index adopt/ })
  t.same(await place.ask('GET', '/_count'), before)
  const found = await place.ask<object>('GET', '*?expand_wildcards=all')
  t.equal(Object.keys(found).length, 1, 'no index was made beside it')
}

/** The ids of a list in pages, as the service makes them. */
async function pagesOf(store: VectorStore, order: ListRequest['order']): Promise<string[]> {
  const ids: string[] = []
  for (let after: Partial<ListRequest> = {}; ids.length < 100; ) {
    const { records, next } = await readRecordPage(store, { limit: 2, order, ...after })
    ids.push(...records.map(({ imageId }) => imageId))
    if (next === null) return ids
    after = next
  }
  throw new Error(`the pages have no end: ${ids.join()}`)
}

export function testHandFilledIndexes(urls: readonly string[], options: { skip: string | false }): void {
  const test = (title: string, work: (t: Test, place: TroublePlace) => Promise<void>) =>
    tapTest(title, options, (t) => work(t, createTroublePlace(t, urls)))

  test('an index filled by hand is searched, listed and read as it is, and refuses writes', async (t, place) => {
    await place.ask('PUT', '', {
      mappings: {
        properties: {
          image_id: keyword,
          image_name: keyword,
          relative_path: keyword,
          image_embedding: { type: 'dense_vector', dims: 50, similarity: 'cosine' },
        },
      },
    })
    await assertServes(t, place, await fill(place, '', 50, (imageId) => imageId))
  })

  test('so is one whose mapping and document ids were left to the engine', async (t, place) => {
    const filled = await fill(place, '', 160, () => null)
    const { mappings } = (await place.ask<Record<string, { mappings: Mapping }>>('GET', ''))[place.name]!
    t.equal(mappings.properties.image_id!.type, 'text', 'the engine made texts of the names')
    t.equal(mappings.properties.image_embedding!.type, 'dense_vector')
    await assertServes(t, place, filled)
  })

  test('so is one that an alias leads to', async (t, place) => {
    await place.ask('PUT', '-2024', {
      aliases: { [place.name]: {} },
      mappings: {
        properties: {
          image_id: keyword,
          relative_path: keyword,
          image_embedding: { type: 'dense_vector', dims: 20, index_options: { type: 'hnsw' } },
        },
      },
    })
    await assertServes(t, place, await fill(place, '-2024', 20, (imageId) => imageId))
    await place.ask('PUT', '-2023', { aliases: { [place.name]: {} } })
    await t.rejects(place.open(sampleSpace(20)), { code: 'STORE_INVALID', message: /several indexes, .*-2023.*-2024/ })
  })

  test('one that holds other vectors, or none that can be compared, is refused with the reason', async (t, place) => {
    const cases: [object, string, RegExp][] = [
      [{ type: 'dense_vector', dims: 20, similarity: 'l2_norm' }, 'STORE_INVALID', /compares by l2_norm/],
      [{ type: 'dense_vector', dims: 20, similarity: 'max_inner_product' }, 'STORE_INVALID', /max_inner_product/],
      [{ type: 'dense_vector', dims: 20, index: false }, 'STORE_INVALID', /no indexed dense_vector/],
      [{ type: 'float' }, 'STORE_INVALID', /no indexed dense_vector field "image_embedding"/],
      [{ type: 'dense_vector', dims: 21 }, 'STORE_MISMATCH', /vectors of 21 numbers; the model in use makes 20/],
    ]
    for (const [image_embedding, code, message] of cases) {
      await place.ask('PUT', '', { mappings: { properties: { image_id: keyword, image_embedding } } })
      await t.rejects(place.open(sampleSpace(20)), { code, message })
      await place.ask('DELETE', '')
    }
    await place.ask('PUT', '')
    await t.rejects(place.open(sampleSpace(20)), { code: 'STORE_INVALID' }, 'an empty index of no mapping')
  })

  for (const [how, image_name] of Object.entries({
    'exact names': keyword,
    'names as a text alone': { type: 'text' },
    'names as the engine maps them': { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: 256 } } },
  })) {
    test(`one of ${how} is listed by them to its end, also where some are missing or long`, async (t, place) => {
      await place.ask('PUT', '', {
        mappings: {
          properties: {
            image_id: keyword,
            image_name,
            relative_path: keyword,
            image_embedding: { type: 'dense_vector', dims: 2 },
          },
        },
      })
      const names = ['c', 'a', undefined, 'x'.repeat(300), 'b', undefined, 'y'.repeat(300), 'd']
      for (const [i, name] of names.entries()) {
        const document = { image_id: `id-${i}`, relative_path: `${i}.jpeg`, image_name: name, image_embedding: [1, i] }
        await place.ask('PUT', `/_doc/${i}?refresh=true`, document)
      }
      const store = await place.open(sampleSpace(2))
      for (const isDescending of [false, true]) {
        const ids = await pagesOf(store, { by: 'imageName', isDescending })
        t.strictSame(
          ids.toSorted(),
          [...names.keys()].map((i) => `id-${i}`),
        )
      }
    })
  }

  test('what is of another kind than here is not known, and hinders nothing', async (t, place) => {
    await place.ask('PUT', '', {
      mappings: { properties: { image_id: keyword, image_embedding: { type: 'dense_vector', dims: 2 } } },
    })
    const odd = {
      location: '52.5 N',
      taken_at: '17.05.2024',
      added_at: 'yesterday',
      width: '12 px',
      size_bytes: '3 MB',
      format: 'JPEG',
      attributes: 'none',
      tags: 7,
      caption: { en: 'x' },
    }
    for (const id of ['a', 'b', 'c', 'd']) {
      const more = id === 'd' ? { ...odd, taken_at: '2024-05-17', added_at: '2024-05-17' } : odd
      const document = { image_id: id, image_name: id, relative_path: id, image_embedding: [1, 0], ...more }
      await place.ask('PUT', `/_doc/${id}?refresh=true`, document)
    }
    const store = await place.open(sampleSpace(2))
    const nothing = { location: null, width: null, sizeBytes: null, format: null, attributes: {}, caption: null }
    t.match(await store.get(['a']), [{ ...nothing, takenAt: null, addedAt: null, tags: [] }])
    for (const by of ['takenAt', 'addedAt'] as const) {
      t.strictSame(await pagesOf(store, { by, isDescending: false }), ['a', 'b', 'c', 'd'], by)
    }
    const filters: Filter[] = [
      { location: { within: { centre: { lat: 52.5, lon: 13.4 }, radiusM: 1000 } } },
      { location: { box: { north: 60, south: 50, west: 10, east: 20 } } },
      { takenAt: { from: '2024-01-01T00:00:00.000Z' } },
      { addedAt: { before: '2025-01-01T00:00:00.000Z' } },
    ]
    for (const filter of filters) t.equal(await store.count(filter), 0, JSON.stringify(filter))
  })

  test('reads tell when the index is not there any more', async (t, place) => {
    const { images } = await fill(place, '', 160, () => null)
    const store = await place.open(sampleSpace(160))
    await place.ask('DELETE', '')
    const outcomes = await outcomesOf(readsOf(store, images[0]!.vector))
    t.same(new Set(Object.values(outcomes)), new Set(['INDEX_MISSING']), JSON.stringify(outcomes))
  })
}

type Mapping = { properties: Record<string, { type: string }> }
