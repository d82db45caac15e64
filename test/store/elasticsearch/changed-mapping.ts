// Mappings of another shape than this version writes: older ones are brought up to date, others refused with the reason.
// one-node.test.ts runs these.
import type { estypes } from '@elastic/elasticsearch'
import { type Test, test as tapTest } from 'tap'
import { type IndexMeta, schemaVersion } from '../../../src/store/elasticsearch/index-shape.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomImages, sampleSpace } from '../sample-images.ts'
import { makeIndex, type Shape } from './make-index.ts'
import { createTroublePlace, type TroublePlace } from './store-place.ts'

const dims = 50
const space = sampleSpace(dims)
const random = createRandom(21)

async function readMapping(
  place: TroublePlace,
): Promise<{ _meta: { likeness: IndexMeta }; properties: Shape['mappings']['properties'] }> {
  const found = await place.ask<Record<string, { mappings: never }>>('GET', '-v1/_mapping')
  return found[`${place.name}-v1`]!.mappings
}

export function testChangedMappings(urls: readonly string[], options: { skip: string | false }): void {
  const test = (title: string, work: (t: Test, place: TroublePlace) => Promise<void>) =>
    tapTest(title, options, (t) => work(t, createTroublePlace(t, urls)))

  test('an index of an older version gets the fields that it lacks, and keeps what it holds', async (t, place) => {
    const added = ['tags', 'origin', 'pending', 'metadata', 'caption', 'attributes', 'attributes_order']
    await makeIndex(place, space, ({ mappings }, meta) => {
      meta.schema_version = 0
      Object.assign(mappings._meta, { owner: 'somebody' })
      for (const name of added) delete mappings.properties[name]
    })
    const [old, fresh] = randomImages(random, 2, dims)
    await place.ask('PUT', '-v1/_doc/image-0?refresh=true', {
      image_id: 'image-0',
      image_name: old!.record.imageName,
      relative_path: old!.record.relativePath,
      image_embedding: [...old!.vector],
    })
    const store = await place.open(space)
    const { _meta, properties } = await readMapping(place)
    t.match(_meta, { owner: 'somebody', likeness: { schema_version: schemaVersion, store: place.name, space } })
    for (const name of added) t.ok(name in properties, `${name} was added`)
    t.match(await store.get(['image-0']), [{ relativePath: old!.record.relativePath, tags: [], origin: 'ingest' }])
    await store.upsert([{ ...fresh!, record: { ...fresh!.record, tags: ['new'] } }])
    t.equal(await store.count({ tags: { any: ['new'] } }), 1)
    t.equal((await store.search({ vector: old!.vector, k: 5 })).length, 2)
    t.match(await store.update('image-0', { tags: ['new'], attributes: { rating: 4 } }, '2026-01-01T00:00:00.000Z'), {
      tags: ['new'],
      attributes: { rating: 4 },
    })
    t.equal(await store.count({ imageIds: ['image-0'], attributes: { rating: { number: { min: 4, max: 4 } } } }), 1)
  })

  test('an index of a newer version is refused, and so is a mapping that was changed by hand', async (t, place) => {
    const cases: [(shape: Shape, meta: IndexMeta) => void, string, RegExp][] = [
      [(_, meta) => Object.assign(meta, { schema_version: schemaVersion + 1 }), 'STORE_INVALID', /schema version/],
      [({ mappings }) => set(mappings, 'width', { type: 'text' }), 'STORE_INVALID', /changed: width has another type/],
      [
        ({ mappings }) => {
          set(mappings, 'tags', { type: 'text' })
          set(mappings, 'location', { type: 'object' })
        },
        'STORE_INVALID',
        /changed: tags, location have another type/,
      ],
      [({ mappings }) => void delete mappings.properties.image_embedding, 'STORE_INVALID', /no indexed dense_vector/],
      [
        ({ mappings }) => set(mappings, 'image_embedding', { type: 'dense_vector', dims, similarity: 'l2_norm' }),
        'STORE_INVALID',
        /compares by l2_norm/,
      ],
      [
        ({ mappings }) => set(mappings, 'image_embedding', { type: 'dense_vector', dims: dims + 1 }),
        'STORE_MISMATCH',
        /vectors of 51 numbers; the model in use makes 50/,
      ],
    ]
    for (const [change, code, message] of cases) {
      await makeIndex(place, space, change)
      await t.rejects(place.open(space), { code, message })
      await place.ask('DELETE', '-v1')
    }
  })

  test('a mapping that is changed under an open store is told by its readiness', async (t, place) => {
    const store = await place.open(space)
    const images = randomImages(random, 3, dims)
    await store.upsert(images)
    await place.ask('DELETE', '-v1')
    await makeIndex(place, space, ({ mappings }) => {
      set(mappings, 'width', { type: 'text' })
      delete mappings.properties.image_embedding
    })
    await t.rejects(store.check(), { code: 'STORE_INVALID', message: /width/ })
    await t.rejects(store.search({ vector: images[0]!.vector, k: 1 }), { code: 'STORE_INVALID' })
    await t.rejects(store.upsert(images), { code: 'STORE_INVALID' })
    await place.ask('DELETE', '-v1')
    await makeIndex(place, space)
    await store.check()
    await store.upsert(images)
    t.equal(await store.count(), 3)
  })

  test('what others keep in a document beside a record stays there and does not come back', async (t, place) => {
    const store = await place.open(space)
    const [image] = randomImages(random, 1, dims)
    await store.upsert([image!])
    const doc = { metadata: { camera: { maker: 'x' }, note: 's3cretNote' } }
    await place.ask('POST', `-v1/_update/${image!.record.imageId}?refresh=true`, { doc })
    t.strictSame(await store.get(['image-0']), [image!.record])
    t.strictSame(await store.list({ limit: 10 }), [image!.record])
    const [hit] = await store.search({ vector: image!.vector, k: 1 })
    t.strictSame(hit!.record, image!.record)
    t.ok(Math.abs(hit!.score - 1) < 1e-5)
    const updatedAt = '2026-01-01T00:00:00.000Z'
    t.strictSame(await store.update('image-0', { tags: ['x'] }, updatedAt), {
      ...image!.record,
      tags: ['x'],
      updatedAt,
    })
    const { _source } = await place.ask<{ _source: object }>('GET', '-v1/_doc/image-0')
    t.match(_source, doc)
    t.strictSame(await store.getVectors(['image-0']), [image!.vector], 'the vector outlives the change of a tag')
  })
}

function set({ properties }: Shape['mappings'], name: string, property: estypes.MappingProperty): void {
  properties[name] = property
}
