// Attributes that a service's settings declare, and captions: given, changed, searched by, refused, exported and taken in again.
import { test } from 'tap'
import type { Image, ImagePage } from '../../src/http/schemas/image.ts'
import type { Stats } from '../../src/http/schemas/stats.ts'
import { addAt, addImages, ask, form, json, pathsOf, raw, search } from '../support/client.ts'
import { startService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'

const types = { album: 'keyword', rating: 'number', is_public: 'boolean', shown_on: 'date' } as const

test('attributes and captions', async (t) => {
  const { url } = await startService(t, { attributes: types })
  const lisbon = { album: 'Lisbon', rating: 4.5, is_public: true, shown_on: '2025-03-01' }
  await addAt(url, 'a/red.jpg', await solidJpeg('#a00000'), { image_id: 'red', attributes: lisbon })
  await addAt(url, 'a/blue.jpg', await solidJpeg('#0000a0'), {
    image_id: 'blue',
    attributes: { album: 'Porto', rating: -2 },
  })
  await addAt(url, 'b/bare.jpg', await solidJpeg('#00a000'), { image_id: 'bare', caption: 'Evening by the harbour' })
  const get = async (id: string) => (await ask<Image>(`${url}/images/${id}`)).body
  const list = async (filter: object) => {
    const { status, body } = await ask<ImagePage>(`${url}/images?filter=${encodeURIComponent(JSON.stringify(filter))}`)
    return status === 200 ? body.images.map(({ image_id }) => image_id) : body
  }

  await t.test('they come back as they were given, dates in UTC, and the service tells which it knows', async (t) => {
    t.strictSame((await get('red')).attributes, { ...lisbon, shown_on: '2025-03-01T00:00:00.000Z' })
    t.match(await get('bare'), { attributes: {}, caption: 'Evening by the harbour' })
    t.strictSame((await ask<Stats>(`${url}/stats`)).body.attributes, types)
  })

  await t.test('each type has its condition, in lists and in searches', async (t) => {
    const cases: [filter: object, ids: string[]][] = [
      [{ album: { any: ['Lisbon', 'Madrid'] } }, ['red']],
      [{ rating: { min: -2 } }, ['blue', 'red']],
      [{ rating: { max: -1.5 } }, ['blue']],
      [{ rating: { min: -1, max: 4.5 }, is_public: { is: true } }, ['red']],
      [{ is_public: { is: false } }, []],
      [{ shown_on: { from: '2025-03-01', before: '2025-03-02T00:00:00+02:00' } }, ['red']],
      [{ shown_on: { before: '2025-03-01' } }, []],
    ]
    for (const [attributes, ids] of cases) {
      t.strictSame(await list({ attributes }), ids, JSON.stringify(attributes))
      const { body } = await search(`${url}/search/text`, json({ query: 'red', filter: { attributes } }))
      t.strictSame(body.hits.map(({ image_id }) => image_id).sort(), ids)
    }
    t.strictSame(await list({ not: { attributes: { album: { any: ['Lisbon'] } } } }), ['bare', 'blue'])
  })

  await t.test('a change touches those that it names, and null takes one away', async (t) => {
    const attributes = { rating: null, is_public: false }
    const patched = await ask<Image>(`${url}/images/blue`, json({ attributes, caption: 'Ｃａｆé' }, 'PATCH'))
    t.match(patched, { status: 200, body: { attributes: { album: 'Porto', is_public: false }, caption: 'Ｃａｆé' } })
    t.notOk('rating' in patched.body.attributes)
    const many = { filter: { path_prefix: 'a/' }, set: { attributes: { album: 'Iberia' } }, dry_run: false }
    await ask(`${url}/images/update`, json(many))
    t.strictSame((await get('red')).attributes, { ...lisbon, album: 'Iberia', shown_on: '2025-03-01T00:00:00.000Z' })
    t.strictSame(await list({ attributes: { album: { any: ['Iberia'] } } }), ['blue', 'red'])
    t.match(await ask(`${url}/images/blue`, json({ caption: null }, 'PATCH')), { body: { caption: null } })
  })

  await t.test('the same picture again keeps what is not named', async (t) => {
    const file = [{ name: 'red.jpg', bytes: await solidJpeg('#a00000') }]
    const metadata = [{ relative_path: 'a/red.jpg', attributes: { rating: 5 } }]
    const { body } = await addImages(url, file, { metadata })
    t.match(body.results, [{ status: 'updated', image: { attributes: { album: 'Iberia', rating: 5 } } }])
    t.match((await addImages(url, file, { metadata })).body.results, [{ status: 'unchanged' }])
  })

  await t.test('in an address they are one JSON value', async (t) => {
    const address = new URLSearchParams({ image_id: 'raw', caption: 'A field', attributes: '{"rating": 3}' })
    const added = await ask(`${url}/images?${address}`, raw(await solidJpeg('#c0c000')))
    t.match(added, { status: 201, body: { results: [{ image: { caption: 'A field', attributes: { rating: 3 } } }] } })
    t.match(await ask(`${url}/images?attributes=album`, raw(await solidJpeg('#c0c001'))), {
      status: 400,
      body: { errors: [{ pointer: '/attributes', detail: 'must be well-formed JSON' }] },
    })
  })

  await t.test('words of captions are found', async (t) => {
    const { body } = await search(`${url}/search/text`, json({ query: 'HARBOUR', mode: 'text' }))
    t.strictSame(pathsOf(body.hits), ['b/bare.jpg'])
  })

  await t.test('what is not declared, or of another type, is refused with its place', async (t) => {
    const bodies: [attributes: object, pointer: string, detail: RegExp][] = [
      [{ colour: 'red' }, '/colour', /is not known here/],
      [{ album: 4 }, '/album', /must be string/],
      [{ album: '' }, '/album', /fewer than 1/],
      [{ album: 'x'.repeat(257) }, '/album', /more than 256/],
      [{ rating: '4' }, '/rating', /must be number/],
      [{ is_public: 'true' }, '/is_public', /must be boolean/],
      [{ shown_on: 'yesterday' }, '/shown_on', /format/],
      [{ shown_on: '2025-02-30' }, '/shown_on', /format/],
    ]
    for (const [attributes, pointer, detail] of bodies) {
      t.match(await ask(`${url}/images/red`, json({ attributes }, 'PATCH')), {
        status: 400,
        body: { code: 'VALIDATION_FAILED', errors: [{ pointer: `/attributes${pointer}`, detail }] },
      })
      const metadata = JSON.stringify([{ attributes }])
      const file = { name: 'x.jpg', bytes: await solidJpeg('#010101') }
      t.match(
        await ask(
          `${url}/images`,
          form([
            ['metadata', metadata],
            ['image', file],
          ]),
        ),
        {
          status: 400,
          body: { errors: [{ pointer: `/metadata/0/attributes${pointer}` }] },
        },
      )
    }
    const filters: [attributes: object, pointer: string, detail: RegExp][] = [
      [{ colour: { any: ['red'] } }, '/colour', /is not known here/],
      [{ album: { min: 1 } }, '/album/any', /is missing/],
      [{ album: { any: [] } }, '/album/any', /fewer than 1/],
      [{ rating: {} }, '/rating', /fewer than 1/],
      [{ rating: { min: 3, max: 2 } }, '/rating/max', /must not be below min/],
      [{ rating: { is: true } }, '/rating/is', /is not known here/],
      [{ is_public: { is: null } }, '/is_public/is', /must be boolean/],
      [{ shown_on: { from: '2025-03-02', before: '2025-03-01' } }, '/shown_on/before', /must be later than from/],
    ]
    for (const [attributes, pointer, detail] of filters) {
      const answer = await ask(`${url}/search/text`, json({ query: 'x', filter: { or: [{ attributes }] } }))
      t.match(answer, {
        status: 400,
        body: { errors: [{ pointer: `/filter/or/0/attributes${pointer}`, detail }] },
      })
    }
    t.match((await ask(`${url}/images/red`, json({ caption: ' ' }, 'PATCH'))).body, { code: 'VALIDATION_FAILED' })
  })

  await t.test('documents bring theirs', async (t) => {
    const [numbers] = [Array.from({ length: 512 }, (_, i) => (i === 0 ? 1 : 0))]
    const document = (attributes: object) =>
      JSON.stringify({
        image_id: 'doc',
        relative_path: 'c/doc.jpg',
        image_embedding: numbers,
        caption: 'One',
        attributes,
      })
    const send = async (line: string) => {
      const init = { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: line }
      const answer = await fetch(`${url}/images/import?model=builtin`, init)
      return JSON.parse((await answer.text()).split('\n')[0]!)
    }
    t.match(await send(document({ colour: 'red' })), {
      status: 'failed',
      problem: { errors: [{ pointer: '/attributes/colour' }] },
    })
    t.match(await send(document({ shown_on: '2025-03-01T12:00:00+01:00', rating: 1 })), { status: 'created' })
    t.match(await get('doc'), { caption: 'One', attributes: { rating: 1, shown_on: '2025-03-01T11:00:00.000Z' } })
    t.match(await send(document({ shown_on: '2025-03-01T11:00:00Z', rating: 1 })), { status: 'unchanged' })
  })

  await t.test('the contract names the declared ones', async (t) => {
    const { body } = await ask<{ components: { schemas: Record<string, object> } }>(`${url}/openapi.json`)
    t.match(body.components.schemas.AttributeValues, { properties: { rating: { type: 'number' } } })
  })
})

test('an attribute may be called as something that every object has', async (t) => {
  const { url } = await startService(t, { attributes: { constructor: 'boolean' as const } })
  await addAt(url, 'red.jpg', await solidJpeg('#a00000'), { image_id: 'red', attributes: { constructor: true } })
  await addAt(url, 'blue.jpg', await solidJpeg('#0000a0'), { image_id: 'blue', attributes: {} })
  const filter = { attributes: { constructor: { is: true } } }
  const { body } = await search(`${url}/search/text`, json({ query: 'red', filter }))
  t.match(body.hits, [{ image_id: 'red', attributes: { constructor: true } }])
  t.equal(body.hits.length, 1)
})

test('a service that declares none takes none', async (t) => {
  const { url } = await startService(t)
  const filter = { attributes: { album: { any: ['Lisbon'] } } }
  t.match(await ask(`${url}/search/text`, json({ query: 'x', filter })), {
    status: 400,
    body: { errors: [{ pointer: '/filter/attributes/album', detail: 'is not known here' }] },
  })
  t.strictSame((await ask<Stats>(`${url}/stats`)).body.attributes, {})
})
