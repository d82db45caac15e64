// What facets count: the reference that the stores must equal, by cases that are counted by hand.
import { test } from 'tap'
import { compareCodePoints } from '../src/code-points.ts'
import { countFacetsOf, facetNames, folderOf, yearOf } from '../src/facets.ts'
import { sampleRecord } from './store/sample-images.ts'
import { facet } from './support/facet.ts'

const records = [
  sampleRecord('a', { tags: ['sea', 'sun'], takenAt: '1969-12-31T23:59:59.999Z', camera: null }),
  sampleRecord('b', { tags: ['sea'], takenAt: '1970-01-01T00:00:00.000Z', relativePath: 'b.jpeg', format: 'heic' }),
  sampleRecord('c', { tags: [], takenAt: null, relativePath: 'phone/2024/c.jpeg', format: null }),
  sampleRecord('d', { tags: ['～', '🦊'], takenAt: '1970-06-01T00:00:00.000Z' }),
]

test('every facet counts the images of each value, the greatest first', async (t) => {
  t.strictSame(countFacetsOf(records, { facets: facetNames, valuesMax: 10 }), {
    tags: facet(['sea: 2', 'sun: 1', '～: 1', '🦊: 1'], { missing: 1 }),
    year: facet(['1970: 2', '1969: 1'], { missing: 1 }),
    folder: facet(['phone/: 2', ': 1', 'phone/2024/: 1']),
    format: facet(['jpeg: 2', 'heic: 1'], { missing: 1 }),
    camera: facet(['Apple iPhone 15: 3'], { missing: 1 }),
  })
})

test('what is beyond the list is added up, and a filter chooses what is counted', async (t) => {
  t.strictSame(countFacetsOf(records, { facets: ['tags'], valuesMax: 1 }), {
    tags: facet(['sea: 2'], { missing: 1, others: 3 }),
  })
  const filter = { pathPrefix: 'phone/', tags: { none: ['sea'] } }
  t.strictSame(countFacetsOf(records, { filter, facets: ['folder'], valuesMax: 1 }), {
    folder: facet(['phone/: 1'], { others: 1 }),
  })
})

test('years have four digits, and folders end with a slash', async (t) => {
  t.equal(yearOf(Date.parse('0000-01-01T00:00:00.000Z')), '0000')
  t.equal(yearOf(Date.parse('0999-12-31T23:59:59.999Z')), '0999')
  t.equal(yearOf(Date.parse('9999-12-31T23:59:59.999Z')), '9999')
  t.strictSame(['x.jpeg', 'a/x.jpeg', 'a/b/x.jpeg'].map(folderOf), ['', 'a/', 'a/b/'])
})

test('strings are compared by code points, as their UTF-8 bytes are', async (t) => {
  const strings = [
    '',
    'a',
    'a\u0000',
    'ab',
    'b',
    'Ä',
    'é',
    '\ud7ff',
    '\ue000',
    '\uffff',
    '～',
    '🦊',
    '🦊a',
    '🦋',
    '\u{10ffff}',
    '日本',
  ]
  for (const a of strings) {
    for (const b of strings) {
      const expected = Buffer.compare(Buffer.from(a), Buffer.from(b))
      t.equal(Math.sign(compareCodePoints(a, b)), expected, JSON.stringify([a, b]))
    }
  }
})
