// What a filter means: the reference that every store must equal.
import { test } from 'tap'
import { type Filter, isEmptyFilter, matchesFilter } from '../src/filter.ts'

const image = { tags: ['sea', 'holiday'], relativePath: 'phone/2024/IMG_4032.jpeg' }

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
]

for (const [what, filter, holds] of cases) {
  test(`a filter for ${what} ${holds ? 'holds' : 'does not hold'}`, async (t) => {
    t.equal(matchesFilter(filter, image), holds)
  })
}

test('a filter is empty when it asks for nothing, and then holds for everything', async (t) => {
  for (const filter of [{}, { tags: {} }, { tags: { any: [], none: [] } }, { pathPrefix: '' }]) {
    t.ok(isEmptyFilter(filter), JSON.stringify(filter))
    t.ok(matchesFilter(filter, { tags: [], relativePath: 'x' }), JSON.stringify(filter))
  }
  for (const filter of [
    { tags: { none: ['x'] } },
    { tags: { any: ['x'] } },
    { tags: { all: ['x'] } },
    { pathPrefix: 'x' },
  ]) {
    t.notOk(isEmptyFilter(filter), JSON.stringify(filter))
  }
})

test('an image without tags fulfils only what forbids tags', async (t) => {
  const bare = { tags: [], relativePath: 'x.jpg' }
  t.ok(matchesFilter({ tags: { none: ['sea'] } }, bare))
  t.notOk(matchesFilter({ tags: { any: ['sea'] } }, bare))
  t.notOk(matchesFilter({ tags: { all: ['sea'] } }, bare))
})
