// GET /images/facets, and the facets that searches count beside their hits.
import { test } from 'tap'
import type { FacetsResult } from '../../src/http/schemas/facets.ts'
import type { SearchBatchResult, SearchResult } from '../../src/http/schemas/search-result.ts'
import { addAt, ask, form, json } from '../support/client.ts'
import { facet } from '../support/facet.ts'
import { startService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'

const pictures: [path: string, metadata: object][] = [
  ['a.jpg', { image_id: 'a', tags: ['sea', 'sun'], taken_at: '2023-12-31T23:30:00-01:00' }],
  ['phone/b.jpg', { tags: ['sea'], taken_at: '2023-06-01T00:00:00Z' }],
  ['phone/c.jpg', { tags: ['sea', 'boat'], taken_at: '1969-12-31T23:59:59Z' }],
  ['phone/2024/d.jpg', { tags: [] }],
]

test('facets over HTTP', async (t) => {
  const { url } = await startService(t)
  for (const [i, [path, metadata]] of pictures.entries()) {
    await addAt(url, path, await solidJpeg(`#0000${40 + i}`), metadata)
  }
  const count = (...query: [string, string][]) =>
    ask<FacetsResult>(`${url}/images/facets?${new URLSearchParams(query)}`)

  await t.test('without a word they count the whole library by everything', async (t) => {
    const { status, body } = await count()
    t.equal(status, 200)
    t.type(body.took_ms, 'number')
    t.strictSame(body.facets, {
      tags: facet(['sea: 3', 'boat: 1', 'sun: 1'], { missing: 1 }),
      year: facet(['1969: 1', '2023: 1', '2024: 1'], { missing: 1 }),
      folder: facet(['phone/: 2', ': 1', 'phone/2024/: 1']),
      format: facet(['jpeg: 4']),
      camera: facet([], { missing: 4 }),
    })
  })

  await t.test('they count by what is named, under a filter, and list no more than the limit', async (t) => {
    const filter = JSON.stringify({ path_prefix: 'phone/' })
    const { body } = await count(['facets', 'tags'], ['facets', 'folder'], ['limit', '1'], ['filter', filter])
    t.strictSame(body.facets, {
      tags: facet(['sea: 2'], { missing: 1, others: 1 }),
      folder: facet(['phone/: 2'], { others: 1 }),
    })
    const nothing = await count(['facets', 'year'], ['filter', '{"tags":{"any":["snow"]}}'])
    t.strictSame(nothing.body.facets, { year: facet([]) })
  })

  await t.test('a search counts all that match its filter, not its hits', async (t) => {
    const filter = { tags: { any: ['sea'] } }
    const expected = {
      year: facet(['1969: 1', '2023: 1', '2024: 1']),
    }
    const parameters = { k: 1, filter, facets: ['year'] }
    const inAddress = new URLSearchParams({ k: '1', filter: JSON.stringify(filter), facets: 'year' })
    const inForm: [string, string][] = [
      ['k', '1'],
      ['filter', JSON.stringify(filter)],
      ['facets', 'year'],
    ]
    const picture = { name: 'x.jpg', bytes: await solidJpeg('#0000ff') }
    const requests: [string, RequestInit][] = [
      ['/search/text', json({ query: 'blue', ...parameters })],
      [`/search/text?q=blue&${inAddress}`, {}],
      ['/search/image', json({ image: { image_id: 'a' }, ...parameters })],
      ['/search/image', form([...inForm, ['image', picture]])],
      [`/images/a/similar?${inAddress}`, {}],
      ['/search', json({ parts: [{ text: 'blue' }, { image: { image_id: 'a' } }], ...parameters })],
      ['/search', form([...inForm, ['parts', '[{"image":{"upload":0}}]'], ['image', picture]])],
    ]
    for (const [address, init] of requests) {
      const { body } = await ask<SearchResult>(`${url}${address}`, init)
      t.equal(body.hits?.length, 1, address)
      t.strictSame(body.facets, expected, address)
    }
    const { body } = await ask<SearchResult>(`${url}/search/text`, json({ query: 'blue', filter }))
    t.notOk('facets' in body, 'and none where none is asked for')
  })

  await t.test(
    'each search of a batch counts under its own filter, and a later page takes facets or leaves them',
    async (t) => {
      const parts = [{ text: 'blue' }]
      const searches = [
        { parts, facets: ['tags'], filter: { path_prefix: 'phone/2024/' } },
        { parts },
        { parts, k: 2, facets: ['folder', 'format'] },
      ]
      const { body } = await ask<SearchBatchResult>(`${url}/search/batch`, json({ searches }))
      const folder = facet(['phone/: 2', ': 1', 'phone/2024/: 1'])
      const format = facet(['jpeg: 4'])
      t.strictSame(
        body.results.map(({ facets }) => facets),
        [{ tags: facet([], { missing: 1 }) }, undefined, { folder, format }],
      )
      const cursor = body.results[2]!.next_cursor
      const page = (more: object) => ask<SearchResult>(`${url}/search`, json({ parts, k: 2, cursor, ...more }))
      t.match(await page({}), { status: 200, body: { hits: { length: 2 } } })
      t.strictSame((await page({ facets: ['folder'] })).body.facets, { folder }, 'the same on every page')
    },
  )

  await t.test('what cannot be counted is refused with its place', async (t) => {
    for (const [query, pointer] of [
      ['facets=size', '/facets/0'],
      ['facets=tags&facets=tags', '/facets'],
      ['limit=0', '/limit'],
      ['limit=101', '/limit'],
      ['filter={"taken_at":{"from":"2024-01-01","before":"2023-01-01"}}', '/filter/taken_at/before'],
    ] as const) {
      const answer = await ask(`${url}/images/facets?${query}`)
      t.match(answer, { status: 400, body: { code: 'VALIDATION_FAILED', errors: [{ pointer }] } }, query)
    }
  })
})
