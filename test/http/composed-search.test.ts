// POST /search, POST /search/batch, `exclude`, `explain`, and the pages of every search.
import { test } from 'tap'
import type { SearchBatchResult, SearchResult } from '../../src/http/schemas/search-result.ts'
import { addAt, ask, form, json, pathsOf, raw, search, vectorsOf } from '../support/client.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'

const paths = [
  'animals/chelsea-cat.jpg',
  'animals/german-shepherd.jpg',
  'animals/honey-bee.jpg',
  'food/coffee-cup.jpg',
  'nature/dahlia.jpg',
  'nature/yellow-flower.jpg',
  'space/rocket-launch.jpg',
]
const bee = await readSamplePhoto('animals/honey-bee.jpg')
const cup = await readSamplePhoto('food/coffee-cup.jpg')

test('composed searches', async (t) => {
  const { url } = await startService(t)
  const ids = new Map<string, string>()
  for (const path of paths) ids.set(path, (await addAt(url, path, await readSamplePhoto(path))).image_id)
  const compose = (body: object) => search(`${url}/search`, json(body))
  const byText = (body: object) => search(`${url}/search/text`, json(body))

  await t.test('one part is the simple search', async (t) => {
    const { body } = await compose({ parts: [{ text: 'a cat' }], k: 7 })
    t.strictSame(body.hits, (await byText({ query: 'a cat', k: 7 })).body.hits)
    const image_id = ids.get('nature/dahlia.jpg')!
    const byId = await compose({ parts: [{ image: { image_id }, weight: 0.2 }], k: 7 })
    const similar = await search(`${url}/images/${image_id}/similar?k=7`)
    t.strictSame(byId.body.hits, similar.body.hits)
    t.notOk(pathsOf(byId.body.hits).includes('nature/dahlia.jpg'), 'without the stored picture itself')
  })

  await t.test('words, a stored picture, bytes, a file and a vector are one query', async (t) => {
    const [vector] = await vectorsOf(url, [{ text: 'a rocket launch' }])
    const parts = [
      { text: 'a flower', weight: 1 },
      { image: { image_id: ids.get('nature/dahlia.jpg') }, weight: 0.5 },
      { image: { base64: bee.toString('base64') }, weight: 1 },
      { image: { base64: cup.toString('base64') }, weight: -0.5 },
      { vector, weight: -0.25 },
    ]
    const asJson = await compose({ parts, k: 4 })
    t.equal(asJson.status, 200)
    t.equal(pathsOf(asJson.body.hits)[0], 'animals/honey-bee.jpg')
    const inForm = parts
      .with(2, { image: { upload: 1 }, weight: 1 } as never)
      .with(3, { image: { upload: 0 }, weight: -0.5 } as never)
    const asForm = await search(
      `${url}/search`,
      form([
        ['parts', JSON.stringify(inForm)],
        ['image', { name: 'cup.jpg', bytes: cup }],
        ['image', { name: 'bee.jpg', bytes: bee }],
        ['k', '4'],
      ]),
    )
    t.strictSame(asForm.body.hits, asJson.body.hits)
    const partByPart = new FormData()
    for (const part of inForm) partByPart.append('parts', JSON.stringify(part))
    partByPart.append('k', '4')
    for (const bytes of [cup, bee]) partByPart.append('image', new Blob([new Uint8Array(bytes)]), 'any.jpg')
    const asFields = await search(`${url}/search`, { method: 'POST', body: partByPart })
    t.strictSame(asFields.body.hits, asJson.body.hits, 'the parts may be a field each')
  })

  await t.test('what is excluded is pushed away, by words and by picture', async (t) => {
    const dahlia = (await readSamplePhoto('nature/dahlia.jpg')).toString('base64')
    const placeOf = ({ body }: { body: SearchResult }) => pathsOf(body.hits).indexOf('nature/dahlia.jpg')
    const plain = await byText({ query: 'a flower', k: 7 })
    const without = await byText({ query: 'a flower', k: 7, exclude: [{ image: { base64: dahlia }, weight: 1 }] })
    t.ok(placeOf(plain) < 6)
    t.equal(placeOf(without), 6)
    const half = await byText({ query: 'a flower', k: 7, exclude: [{ text: 'a dahlia' }] })
    const same = await compose({ parts: [{ text: 'a flower' }, { text: 'a dahlia', weight: -0.5 }], k: 7 })
    t.strictSame(half.body.hits, same.body.hits, 'half as strong as what is asked for')
    const exclude = [{ image: { image_id: ids.get('animals/chelsea-cat.jpg') }, weight: 1 }]
    const byPicture = await search(`${url}/search/image`, json({ image: { base64: bee.toString('base64') }, exclude }))
    t.notOk(pathsOf(byPicture.body.hits).includes('animals/chelsea-cat.jpg'))
    const inForm = await search(
      `${url}/search/image`,
      form([
        ['image', { name: 'x', bytes: bee }],
        ['exclude', JSON.stringify(exclude)],
      ]),
    )
    t.strictSame(inForm.body.hits, byPicture.body.hits)
  })

  await t.test('an explained search tells how it was done and what each part gives', async (t) => {
    const body = {
      parts: [{ text: 'an orange' }, { image: { base64: cup.toString('base64') }, weight: 0.5 }],
      explain: true,
    }
    await compose(body)
    const { hits, explanation } = (await compose(body)).body
    t.match(explanation, { kind: 'exact', num_candidates: null, embed_ms: Number, store_ms: Number })
    t.strictSame(explanation!.parts, [
      { type: 'text', weight: 1, cached: true },
      { type: 'image', weight: 0.5, cached: true },
    ])
    for (const { score, contributions } of hits) {
      t.ok(Math.abs(contributions![0]!.contribution + contributions![1]!.contribution - score) < 1e-6)
    }
    const plain = (await compose({ ...body, explain: false })).body
    t.notOk('explanation' in plain || 'contributions' in plain.hits[0]!)
  })

  await t.test('many searches in one call are answered in their order', async (t) => {
    const searches = [
      { parts: [{ text: 'a cat' }], k: 1 },
      { parts: [{ text: 'a rocket launch' }], k: 2, fields: ['relative_path'] },
    ]
    const { status, body } = await ask<SearchBatchResult>(`${url}/search/batch`, json({ searches }))
    t.equal(status, 200)
    t.strictSame(
      body.results.map(({ hits }) => [pathsOf(hits)[0], hits.length]),
      [
        ['animals/chelsea-cat.jpg', 1],
        ['space/rocket-launch.jpg', 2],
      ],
    )
    t.strictSame(Object.keys(body.results[1]!.hits[0]!).sort(), ['image_id', 'links', 'relative_path', 'score'])
    const faulty = await ask(
      `${url}/search/batch`,
      json({ searches: [searches[0], { parts: [{ image: { image_id: 'nobody' } }] }] }),
    )
    t.match(faulty, { status: 404, body: { code: 'IMAGE_NOT_FOUND', errors: [{ pointer: '/searches/1/parts/0' }] } })
    const filter = { width: { min: 2, max: 1 } }
    const place = await ask(`${url}/search/batch`, json({ searches: [searches[0], { ...searches[1], filter }] }))
    t.match(place.body, { code: 'VALIDATION_FAILED', errors: [{ pointer: '/searches/1/filter/width/max' }] })
  })

  await t.test('every search has pages, which its own cursor opens', async (t) => {
    const image_id = ids.get('nature/dahlia.jpg')!
    const at = (path: string, cursor?: string) => `${url}${path}${cursor ? `&cursor=${cursor}` : ''}`
    const ways: Record<string, (cursor?: string) => Promise<{ status: number; body: SearchResult }>> = {
      text: (cursor) => byText({ query: 'a cat', k: 3, cursor }),
      'text in the address': (cursor) => search(at('/search/text?q=a+cat&k=3', cursor)),
      'a picture': (cursor) => search(at('/search/image?k=3', cursor), raw(bee)),
      'a stored picture': (cursor) => search(at(`/images/${image_id}/similar?k=3`, cursor)),
      parts: (cursor) => compose({ parts: [{ text: 'a cat' }, { image: { image_id }, weight: -1 }], k: 3, cursor }),
    }
    const cursors: string[] = []
    for (const [name, send] of Object.entries(ways)) {
      const seen: string[] = []
      for (let cursor: string | undefined; ; ) {
        const { status, body } = await send(cursor)
        t.equal(status, 200, name)
        seen.push(...(pathsOf(body.hits) as string[]))
        if (body.next_cursor === null) break
        cursor = body.next_cursor
        cursors.push(cursor)
      }
      t.equal(new Set(seen).size, seen.length, name)
      t.equal(seen.length, name.includes('stored') || name === 'parts' ? 6 : 7, name)
    }
    for (const cursor of [cursors.at(-1)!, 'none', `${cursors[0]!.slice(0, -4)}AAAA`, '']) {
      t.match(await ways.text!(cursor), { status: 400, body: { code: 'CURSOR_INVALID' } }, cursor)
    }
    const filter = { format: ['jpeg'] }
    const other = await byText({ query: 'a cat', k: 3, filter, cursor: cursors[0] })
    t.match(other, { status: 400, body: { code: 'CURSOR_INVALID' } }, 'a cursor belongs to its filter')
    const more = await byText({ query: 'a cat', k: 1, fields: ['image_name'], cursor: cursors[0] })
    t.match(more, { status: 200, body: { hits: [{}] } }, 'but not to the size of its page, or its fields')
  })
})

test('instances with one CURSOR_SECRET, or the same keys, take each other’s cursors', async (t) => {
  const open = (env: Record<string, string>) => startService(t, { env })
  const ask2 = async (url: string, cursor?: string, key?: string) => {
    const headers = key ? { authorization: `Bearer ${key}` } : undefined
    return search(`${url}/search/text?q=x&k=1${cursor ? `&cursor=${cursor}` : ''}`, { headers })
  }
  const secret = { CURSOR_SECRET: 'a secret of its own'.replaceAll(' ', '-') }
  const [one, two, other] = [await open(secret), await open(secret), await open({})]
  for (const { url } of [one, two, other]) {
    await addAt(url, 'bee.jpg', bee)
    await addAt(url, 'cup.jpg', cup)
  }
  const cursor = (await ask2(one.url)).body.next_cursor!
  t.match((await ask2(two.url, cursor)).body.hits, [{}])
  t.match((await ask2(other.url, cursor)).body, { code: 'CURSOR_INVALID' })

  const keys = { API_KEYS: 'one-key-of-some-length' }
  const [three, four] = [await open(keys), await open(keys)]
  const authorization = `Bearer ${keys.API_KEYS}`
  for (const { url } of [three, four]) {
    for (const [name, bytes] of [
      ['bee.jpg', bee],
      ['cup.jpg', cup],
    ] as const) {
      await ask(`${url}/images?relative_path=${name}`, {
        ...raw(bytes),
        headers: { ...raw(bytes).headers, authorization },
      })
    }
  }
  const keyed = (await ask2(three.url, undefined, keys.API_KEYS)).body.next_cursor!
  t.match((await ask2(four.url, keyed, keys.API_KEYS)).body.hits, [{}])
})
