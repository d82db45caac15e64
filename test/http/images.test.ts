// The records below /images: listed page by page, read, changed and removed.
import { test } from 'tap'
import type { Image, ImagePage } from '../../src/http/schemas/image.ts'
import { addAt, ask, form, json, raw, search } from '../support/client.ts'
import { startService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'

test('the records of images', async (t) => {
  const { url } = await startService(t)
  const list = (query: Record<string, string>) => ask<ImagePage>(`${url}/images?${new URLSearchParams(query)}`)
  const idsOf = ({ images }: ImagePage) => images.map(({ image_id }) => image_id)
  const add = async (image_id: string, metadata = {}) =>
    addAt(url, `${image_id}.jpg`, await solidJpeg(`#0000${image_id.slice(1)}`), { image_id, ...metadata })
  const remove = (imageId: string) => ask<null>(`${url}/images/${imageId}`, { method: 'DELETE' })

  async function readPages(
    query: Record<string, string>,
    between: (page: number) => Promise<unknown> = async () => {},
  ) {
    const pages: ImagePage[] = []
    for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)!.next_cursor) {
      const { status, body } = await list(cursor === '' ? query : { ...query, cursor })
      if (status !== 200) throw new Error(`The list stopped: ${JSON.stringify(body)}`)
      pages.push(body)
      await between(pages.length)
    }
    return pages
  }

  for (let i = 10; i < 17; i++) await add(`i${i}`, { tags: i % 2 ? ['odd'] : ['even'] })

  await t.test('pages of the limit follow each other in the order of the ids, each image once', async (t) => {
    const pages = await readPages({ limit: '3' })
    t.strictSame(pages.map(idsOf), [['i10', 'i11', 'i12'], ['i13', 'i14', 'i15'], ['i16']])
    for (const { total } of pages) t.equal(total, 7)
  })

  await t.test('a list is sorted by name or time, either way, and pages through it', async (t) => {
    for (const [i, takenAt] of [
      ['i10', '2024-03-01T00:00:00Z'],
      ['i11', '2024-01-01T00:00:00Z'],
      ['i12', '2024-02-01T00:00:00Z'],
    ] as const)
      await ask(`${url}/images/${i}`, json({ taken_at: takenAt, image_name: `${9 - Number(i.slice(2))}` }, 'PATCH'))
    const pagesOf = async (sort: string) => (await readPages({ limit: '3', sort })).map(idsOf)
    t.strictSame(await pagesOf('taken_at'), [['i11', 'i12', 'i10'], ['i13', 'i14', 'i15'], ['i16']])
    t.strictSame(await pagesOf('-taken_at'), [['i10', 'i12', 'i11'], ['i16', 'i15', 'i14'], ['i13']])
    t.strictSame(await pagesOf('-image_id'), [['i16', 'i15', 'i14'], ['i13', 'i12', 'i11'], ['i10']])
    t.strictSame((await pagesOf('image_name')).flat().slice(0, 3), ['i12', 'i11', 'i10'])
    t.strictSame((await pagesOf('added_at')).flat(), ['i10', 'i11', 'i12', 'i13', 'i14', 'i15', 'i16'])
    const [first] = await readPages({ limit: '3', sort: 'taken_at' })
    const elsewhere = await list({ limit: '3', cursor: first!.next_cursor! })
    t.match(elsewhere, { status: 400, body: { code: 'CURSOR_INVALID' } }, 'a cursor belongs to its order')
    t.match(await list({ sort: 'size' }), { status: 400, body: { errors: [{ pointer: '/sort' }] } })
  })

  await t.test('a limit that is just met has no next page', async (t) => {
    const [page, ...more] = await readPages({ limit: '7' })
    t.equal(page!.images.length, 7)
    t.strictSame(more, [])
  })

  await t.test('a filter holds for every page and for the total', async (t) => {
    const filter = JSON.stringify({ tags: { any: ['odd'] } })
    const pages = await readPages({ limit: '2', filter })
    t.strictSame(pages.map(idsOf), [['i11', 'i13'], ['i15']])
    t.equal(pages[0]!.total, 3)
    const [first] = pages
    const elsewhere = await list({ limit: '2', cursor: first!.next_cursor! })
    t.match(elsewhere, { status: 400, body: { code: 'CURSOR_INVALID' } }, 'a cursor belongs to its filter')
  })

  await t.test('images added and removed meanwhile neither repeat nor hide any other', async (t) => {
    const pages = await readPages({ limit: '3' }, async (page) => {
      if (page !== 1) return
      await remove('i11')
      await remove('i12')
      await add('i09')
      await add('i99')
    })
    t.strictSame(pages.flatMap(idsOf), ['i10', 'i11', 'i12', 'i13', 'i14', 'i15', 'i16', 'i99'])
    t.strictSame(
      pages.map(({ total }) => total),
      [7, 7, 7],
    )
    for (const id of ['i09', 'i99']) await remove(id)
    for (const id of ['i11', 'i12']) await add(id)
  })

  await t.test('PATCH changes what it names and keeps the rest; null clears', async (t) => {
    const before = await add('i20', { tags: ['sea'], taken_at: '2024-01-02T03:04:05Z', location: { lat: 1, lon: 2 } })
    const patch = (changes: object) => ask<Image>(`${url}/images/i20`, json(changes, 'PATCH'))
    const named = await patch({ image_name: 'The sea' })
    t.equal(named.status, 200)
    t.strictSame(named.body, { ...before, image_name: 'The sea', updated_at: named.body.updated_at })
    t.ok(named.body.updated_at! > before.updated_at!)
    const moved = await patch({ taken_at: '2024-06-01T00:00:00-05:30', location: { lat: -3, lon: 4.5 } })
    t.match(moved.body, {
      image_name: 'The sea',
      taken_at: '2024-06-01T05:30:00.000Z',
      location: { lat: -3, lon: 4.5 },
    })
    const cleared = await patch({ taken_at: null, location: null, tags: [] })
    t.match(cleared.body, { image_name: 'The sea', taken_at: null, location: null, tags: [] })
    t.strictSame((await ask(`${url}/images/i20`)).body, cleared.body, 'and so it is kept')
    t.strictSame(cleared.body.content_sha256, before.content_sha256)
  })

  await t.test('PATCH takes merge-patch JSON, and refuses what nobody may change', async (t) => {
    const patch = (body: string, type = 'application/merge-patch+json', id = 'i10') =>
      ask<Image>(`${url}/images/${id}`, { method: 'PATCH', headers: { 'content-type': type }, body })
    t.match(await patch('{"tags":["merged"]}'), { status: 200, body: { tags: ['merged'] } })
    for (const body of [
      '{}',
      '{"image_id":"x"}',
      '{"relative_path":"x.jpg"}',
      '{"image_name":null}',
      '{"tags":null}',
    ]) {
      t.match(await patch(body), { status: 400, body: { code: 'VALIDATION_FAILED' } }, body)
    }
    t.equal((await patch('{"tags":[]}', 'text/plain')).status, 415)
    t.match(await patch('{"tags":[]}', 'application/json', 'nobody'), {
      status: 404,
      body: { code: 'IMAGE_NOT_FOUND' },
    })
    t.strictSame((await ask<Image>(`${url}/images/i10`)).body.tags, ['merged'])
  })

  await t.test('changed tags are what searches filter by', async (t) => {
    await ask(`${url}/images/i13`, json({ tags: ['fresh'] }, 'PATCH'))
    const filter = JSON.stringify({ tags: { all: ['fresh'] } })
    const { body } = await search(`${url}/search/text?${new URLSearchParams({ q: 'blue', filter })}`)
    t.strictSame(
      body.hits.map(({ image_id }) => image_id),
      ['i13'],
    )
  })

  await t.test('DELETE is a 204 without a body, and then nothing of the image is left', async (t) => {
    await add('i30')
    t.match(await remove('i30'), { status: 204, body: null })
    for (const address of ['', '/content', '/thumbnail', '/similar']) {
      const answer = await ask(`${url}/images/i30${address}`)
      t.match(answer, { status: 404, body: { code: 'IMAGE_NOT_FOUND' } }, address)
    }
    t.equal((await remove('i30')).status, 404)
    const { body } = await search(`${url}/search/text?q=blue&k=100`)
    t.notOk(body.hits.some(({ image_id }) => image_id === 'i30'))
  })

  await t.test('DELETE takes no body: JSON is passed over, forms and pictures are refused', async (t) => {
    await add('i31')
    const declared = { method: 'DELETE', headers: { 'content-type': 'application/json' } }
    const refused = { status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } }
    const bytes = await solidJpeg('#000031')
    const inForm = { ...form([['image', { name: 'x.jpg', bytes }]]), method: 'DELETE' }
    t.match(await ask(`${url}/images/i31`, inForm), refused)
    t.match(await ask(`${url}/images/i31`, { ...raw(bytes), method: 'DELETE' }), refused)
    t.equal((await ask(`${url}/images/i31`, declared)).status, 204)
    t.equal((await ask(`${url}/images/i31`, json({}, 'DELETE'))).status, 404)
  })
})
