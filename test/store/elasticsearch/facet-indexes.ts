// Facets of indexes that are unlike a new one: of several shards, filled by hand, or of an older version. one-node.test.ts runs these.
import { type Test, test as tapTest } from 'tap'
import { countFacetsOf, facetNames } from '../../../src/facets.ts'
import { facet } from '../../support/facet.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomImages, randomInt, sampleSpace } from '../sample-images.ts'
import { makeIndex } from './make-index.ts'
import { createTroublePlace, type TroublePlace } from './store-place.ts'

const dims = 20
const space = sampleSpace(dims)
/** New shards take their time where other tests run. */
const indexTimeoutMs = 30_000

export function testFacetIndexes(urls: readonly string[], options: { skip: string | false }): void {
  const test = (title: string, work: (t: Test, place: TroublePlace) => Promise<void>) =>
    tapTest(title, options, (t) => work(t, createTroublePlace(t, urls, indexTimeoutMs)))

  test('facets over several shards add up exactly, though no shard knows which values are the greatest', async (t, place) => {
    await makeIndex(place, space, ({ settings }) => {
      settings.number_of_shards = 5
    })
    const store = await place.open(space)
    const random = createRandom(81)
    const images = randomImages(random, 900, dims)
    // So many values that each shard has one or two images of most.
    for (const { record } of images) record.tags = [`tag ${randomInt(random, 300)}`]
    await store.upsert(images)
    const records = images.map(({ record }) => record)
    for (const valuesMax of [1, 3, 10]) {
      const request = { facets: facetNames, valuesMax }
      t.strictSame(await store.countFacets(request), countFacetsOf(records, request), `${valuesMax} values`)
    }
  })

  test('an index that somebody filled by hand is counted by what it has', async (t, place) => {
    const image_embedding = [1, ...Array.from({ length: dims - 1 }, () => 0)]
    await place.ask('PUT', '', {
      mappings: { properties: { image_embedding: { type: 'dense_vector', dims, similarity: 'cosine' } } },
    })
    for (const [id, more] of Object.entries({
      a: { tags: ['Blue Sea', 'sun'], taken_at: '1950-05-06', camera: { maker: 'x' } },
      b: { tags: 'Blue Sea', taken_at: '2024-02-03T04:05:06Z', camera: { maker: 'x' } },
      c: {},
    })) {
      const document = { image_id: id, image_name: id, relative_path: `phone/${id}.jpeg`, image_embedding, ...more }
      await place.ask('PUT', `/_doc/${id}?refresh=true`, document)
    }
    const store = await place.open(space)
    t.strictSame(await store.countFacets({ facets: facetNames, valuesMax: 10 }), {
      tags: facet(['Blue Sea: 2', 'sun: 1'], { missing: 1 }),
      year: facet(['1950: 1', '2024: 1'], { missing: 1 }),
      folder: facet([], { missing: 3 }),
      format: facet([], { missing: 3 }),
      camera: facet([], { missing: 3 }),
    })
    t.equal(await store.count({ tags: { any: ['Blue Sea'] } }), 2, 'and filtered by the same values')
    t.equal(await store.count({ tags: { none: ['Blue Sea'] } }), 1)
    t.equal(await store.count({ tags: { all: ['blue', 'sea'] } }), 0)
  })

  test('images of an older version lack a folder until they are written again', async (t, place) => {
    await makeIndex(place, space, ({ mappings }, meta) => {
      meta.schema_version = 3
      delete mappings.properties.folder
    })
    const [image] = randomImages(createRandom(82), 1, dims)
    const { imageId, imageName, relativePath } = image!.record
    await place.ask('PUT', `-v1/_doc/${imageId}?refresh=true`, {
      image_id: imageId,
      image_name: imageName,
      relative_path: relativePath,
      image_embedding: [...image!.vector],
    })
    const store = await place.open(space)
    const request = { facets: ['folder'] as const, valuesMax: 10 }
    t.strictSame(await store.countFacets(request), { folder: facet([], { missing: 1 }) })
    await store.upsert([image!])
    t.strictSame(await store.countFacets(request), countFacetsOf([image!.record], request))
  })
}
