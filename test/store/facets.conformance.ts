// Counts by facet, as every store does them: part of vector-store.conformance.ts, with `countFacetsOf` as the reference.
import type { Test } from 'tap'
import { countFacetsOf, facetNames } from '../../src/facets.ts'
import type { ImageRecord, StoredImage, VectorStore } from '../../src/store/vector-store.ts'
import { createRandom, type Random } from '../support/seeded-random.ts'
import { pick, randomFilter, randomImages, randomInt } from './sample-images.ts'

type Open = (t: Test) => Promise<VectorStore>
type AddTest = (title: string, work: (t: Test) => Promise<void>) => void

const dims = 50
const updatedAt = '2026-01-01T00:00:00.000Z'

const years = [0, 1, 99, 1582, 1600, 1899, 1900, 1969, 1970, 1972, 1999, 2000, 2001, 2023, 2024, 2100, 9998]

/** At a new year or a moment off, where the calendar decides. */
function someNewYear(random: Random): string {
  const time = new Date(0)
  time.setUTCFullYear(pick(random, years) + 1)
  return new Date(time.getTime() - 1 + randomInt(random, 2)).toISOString()
}

function imagesOfManyYears(random: Random, count: number): StoredImage[] {
  const images = randomImages(random, count, dims)
  for (const { record } of images) if (random() < 0.6) record.takenAt = someNewYear(random)
  return images
}

const recordsOf = (images: readonly StoredImage[]): ImageRecord[] => images.map(({ record }) => record)

export function testFacets(test: AddTest, name: string, open: Open): void {
  test(`${name}: facets count what matches a filter, as countFacetsOf defines it`, async (t) => {
    const store = await open(t)
    const random = createRandom(71)
    const images = imagesOfManyYears(random, 400)
    await store.upsert(images)
    for (let i = 0; i < 60; i++) {
      const request = { filter: randomFilter(random), facets: facetNames, valuesMax: pick(random, [1, 2, 3, 5, 100]) }
      const counted = await store.countFacets(request)
      t.strictSame(counted, countFacetsOf(recordsOf(images), request), JSON.stringify(request.filter))
    }
    const all = { facets: facetNames, valuesMax: 100 }
    t.strictSame(await store.countFacets(all), countFacetsOf(recordsOf(images), all), 'without a filter')
  })

  test(`${name}: facets count what is there now, and only those that were asked for`, async (t) => {
    const store = await open(t)
    const random = createRandom(72)
    const images = imagesOfManyYears(random, 60)
    await store.upsert(images)
    await store.remove(recordsOf(images.slice(0, 20)).map(({ imageId }) => imageId))
    const left = recordsOf(images.slice(20))
    const changes = { tags: ['new'], takenAt: '1955-06-07T00:00:00.000Z', camera: 'Zeiss' }
    left[0] = (await store.update(left[0]!.imageId, changes, updatedAt))!
    const moved = { ...images[21]!, record: { ...left[1]!, relativePath: 'a new folder/x.jpeg', format: null } }
    left[1] = moved.record
    await store.upsert([moved])
    for (const facets of [facetNames, ['year', 'folder'] as const, ['tags'] as const]) {
      const request = { facets, valuesMax: 100 }
      t.strictSame(await store.countFacets(request), countFacetsOf(left, request), facets.join())
    }
  })

  test(`${name}: facets of nothing list nothing`, async (t) => {
    const store = await open(t)
    const nothing = { values: [], missing: 0, others: 0 }
    const expected = { tags: nothing, year: nothing, folder: nothing, format: nothing, camera: nothing }
    t.strictSame(await store.countFacets({ facets: facetNames, valuesMax: 5 }), expected)
    await store.upsert(randomImages(createRandom(73), 5, dims))
    const filter = { pathPrefix: 'nowhere/' }
    t.strictSame(await store.countFacets({ filter, facets: facetNames, valuesMax: 5 }), expected)
  })
}
