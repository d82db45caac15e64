// What a filter means: the reference that every store must equal.
import { test } from 'tap'
import { type Filter, isEmptyFilter, matchesFilter } from '../src/filter.ts'
import { sampleRecord } from './store/sample-images.ts'

const image = sampleRecord('IMG_4032', { tags: ['sea', 'holiday'], relativePath: 'phone/2024/IMG_4032.jpeg' })

const cases: [what: string, filter: Filter, holds: boolean][] = [
  ['nothing', {}, true],
  ['no tags', { tags: {} }, true],
  ['empty lists', { tags: { any: [], all: [], none: [] } }, true],
  ['an empty prefix', { pathPrefix: '' }, true],
  ['any, with one of them', { tags: { any: ['city', 'sea'] } }, true],
  ['any, with none of them', { tags: { any: ['city'] } }, false],
  ['all, with every one', { tags: { all: ['holiday', 'sea'] } }, true],
  ['all, with one missing', { tags: { all: ['sea', 'city'] } }, false],
  ['none, without it', { tags: { none: ['city'] } }, true],
  ['none, with one of them', { tags: { none: ['city', 'sea'] } }, false],
  ['a tag in other letters', { tags: { any: ['Sea'] } }, false],
  ['a part of a tag', { tags: { any: ['holi'] } }, false],
  ['the folder', { pathPrefix: 'phone/' }, true],
  ['a part of a name', { pathPrefix: 'phone/2024/IMG' }, true],
  ['the whole path', { pathPrefix: 'phone/2024/IMG_4032.jpeg' }, true],
  ['more than the path', { pathPrefix: 'phone/2024/IMG_4032.jpeg/' }, false],
  ['the folder in other letters', { pathPrefix: 'Phone/' }, false],
  ['a folder inside', { pathPrefix: '2024/' }, false],
  ['characters that patterns know', { pathPrefix: 'phone%' }, false],
  ['tags that fit and a path that does not', { tags: { any: ['sea'] }, pathPrefix: 'x/' }, false],
  ['any that fits and none that does not', { tags: { any: ['sea'], none: ['holiday'] } }, false],
  ['its id among others', { imageIds: ['other', 'IMG_4032'] }, true],
  ['other ids', { imageIds: ['IMG_4033'] }, false],
  [
    'the second it was taken in',
    { takenAt: { from: '2024-02-29T12:34:56.789Z', before: '2024-02-29T12:34:57Z' } },
    true,
  ],
  ['the time before it was taken', { takenAt: { before: '2024-02-29T12:34:56.789Z' } }, false],
  ['the time after it was taken', { takenAt: { from: '2024-02-29T12:34:56.790Z' } }, false],
  ['when it was added', { addedAt: { from: '2025-01-01T00:00:00.000Z' } }, true],
  ['a circle around it', { location: { within: { centre: { lat: 52.53, lon: -13.405 }, radiusM: 1200 } } }, true],
  ['a circle beside it', { location: { within: { centre: { lat: 52.53, lon: -13.405 }, radiusM: 1100 } } }, false],
  ['a box around it', { location: { box: { north: 53, south: 52, west: -14, east: -13 } } }, true],
  ['a box whose corner it is', { location: { box: { north: 52.52, south: 52, west: -13.405, east: -13 } } }, true],
  ['a box over the 180th meridian', { location: { box: { north: 53, south: 52, west: 170, east: -170 } } }, false],
  ['its camera', { cameras: ['Apple iPhone 15'] }, true],
  ['another camera', { cameras: ['Apple'] }, false],
  ['its format among others', { formats: ['png', 'jpeg'] }, true],
  ['another format', { formats: ['png'] }, false],
  ['its orientation', { orientations: ['landscape'] }, true],
  ['another orientation', { orientations: ['portrait', 'square'] }, false],
  ['its exact size', { width: { min: 4032, max: 4032 }, height: { min: 3024 }, sizeBytes: { max: 2_345_678 } }, true],
  ['a larger size', { width: { min: 4033 } }, false],
  ['its album among others', { attributes: { album: { any: ['Porto', 'Lisbon'] } } }, true],
  ['another album', { attributes: { album: { any: ['lisbon'] } } }, false],
  ['an album where there is a number', { attributes: { rating: { any: ['4'] } } }, false],
  ['a rating in its range', { attributes: { rating: { number: { min: 4, max: 4 } } } }, true],
  ['a rating above', { attributes: { rating: { number: { min: 4.5 } } } }, false],
  ['what it is', { attributes: { is_public: { is: true } } }, true],
  ['what it is not', { attributes: { is_public: { is: false } } }, false],
  ['an attribute that it has not', { attributes: { shown_on: { date: { from: '2020-01-01T00:00:00.000Z' } } } }, false],
  ['a date where there is a keyword', { attributes: { album: { date: { from: '2020-01-01T00:00:00.000Z' } } } }, false],
  ['not an attribute that it has not', { not: { attributes: { client: { any: ['x'] } } } }, true],
  ['two that hold', { and: [{ tags: { any: ['sea'] } }, { formats: ['jpeg'] }] }, true],
  ['two of which one holds', { and: [{ tags: { any: ['sea'] } }, { formats: ['png'] }] }, false],
  ['one of two', { or: [{ tags: { any: ['city'] } }, { formats: ['jpeg'] }] }, true],
  ['neither of two', { or: [{ tags: { any: ['city'] } }, { formats: ['png'] }] }, false],
  ['what is not so', { not: { formats: ['png'] } }, true],
  ['what is not otherwise', { not: { not: { formats: ['png'] } } }, false],
  ['nothing but everything', { not: {} }, false],
]

for (const [what, filter, holds] of cases) {
  test(`a filter for ${what} ${holds ? 'holds' : 'does not hold'}`, async (t) => {
    t.equal(matchesFilter(filter, image), holds)
  })
}

test('a filter is empty when it asks for nothing, and then holds for everything', async (t) => {
  const empty: Filter[] = [
    {},
    { tags: {} },
    { tags: { any: [], none: [] } },
    { pathPrefix: '' },
    { imageIds: [], cameras: [], formats: [], orientations: [] },
    { takenAt: {}, location: {}, width: { min: undefined } },
    { and: [{}, { and: [] }], or: [] },
  ]
  for (const filter of empty) {
    t.ok(isEmptyFilter(filter), JSON.stringify(filter))
    t.ok(matchesFilter(filter, sampleRecord('x', { tags: [], relativePath: 'x' })), JSON.stringify(filter))
  }
  for (const filter of [
    { tags: { none: ['x'] } },
    { tags: { any: ['x'] } },
    { tags: { all: ['x'] } },
    { pathPrefix: 'x' },
    { imageIds: ['x'] },
    { takenAt: { from: '2024-01-01T00:00:00Z' } },
    { sizeBytes: { max: 0 } },
    { and: [{}, { cameras: ['x'] }] },
    { or: [{}] },
    { not: {} },
  ]) {
    t.notOk(isEmptyFilter(filter), JSON.stringify(filter))
  }
})

test('an image without tags fulfils only what forbids tags', async (t) => {
  const bare = sampleRecord('x', { tags: [], relativePath: 'x.jpg' })
  t.ok(matchesFilter({ tags: { none: ['sea'] } }, bare))
  t.notOk(matchesFilter({ tags: { any: ['sea'] } }, bare))
  t.notOk(matchesFilter({ tags: { all: ['sea'] } }, bare))
})

test('what is not known of a picture fulfils no condition on it, and so what the condition is not', async (t) => {
  const unknown = {
    takenAt: null,
    location: null,
    camera: null,
    width: null,
    height: null,
    format: null,
    sizeBytes: null,
  }
  const bare = sampleRecord('x', { ...unknown, addedAt: null })
  const filters: Filter[] = [
    { takenAt: { from: '0000-01-01T00:00:00Z' } },
    { addedAt: { before: '9999-01-01T00:00:00Z' } },
    { location: { within: { centre: { lat: 0, lon: 0 }, radiusM: 20_100_000 } } },
    { location: { box: { north: 90, south: -90, west: -180, east: 180 } } },
    { cameras: ['Apple iPhone 15'] },
    { formats: ['jpeg'] },
    { orientations: ['landscape', 'portrait', 'square'] },
    { width: { min: 0 } },
    { height: { max: 1e9 } },
    { sizeBytes: { min: 0 } },
  ]
  for (const filter of filters) {
    t.notOk(matchesFilter(filter, bare), JSON.stringify(filter))
    t.ok(matchesFilter({ not: filter }, bare), `not ${JSON.stringify(filter)}`)
    t.ok(matchesFilter(filter, image), `known: ${JSON.stringify(filter)}`)
  }
})
