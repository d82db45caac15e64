// POST /images: what the answer says, and what a picture is called and known by.
import { test } from 'tap'
import type { AddImagesResult } from '../../src/http/schemas/add-images.ts'
import type { Image } from '../../src/http/schemas/image.ts'
import { addAt, addImages, ask, raw, search } from '../support/client.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'

test('POST /images', async (t) => {
  const { url } = await startService(t)
  const post = (query: string, bytes: Uint8Array) => ask<AddImagesResult>(`${url}/images${query}`, raw(bytes))
  const statuses = (body: AddImagesResult) => body.results.map(({ status }) => status)

  await t.test('one new picture is a 201, the same again a 200 that says unchanged', async (t) => {
    const red = await solidJpeg('red')
    const first = await post('?relative_path=solid/red.jpg', red)
    t.equal(first.status, 201)
    t.match(first.body.results, [{ index: 0, status: 'created', image: { relative_path: 'solid/red.jpg' } }])
    const again = await post('?relative_path=solid/red.jpg', red)
    t.equal(again.status, 200)
    t.match(again.body.results, [{ index: 0, status: 'unchanged', image: first.body.results[0]!.image }])
  })

  await t.test('one picture that fails is its problem', async (t) => {
    const { status, headers, body } = await post('', Buffer.from('not a picture'))
    t.equal(status, 415)
    t.equal(headers.get('content-type'), 'application/problem+json')
    t.equal(body.code, 'UNSUPPORTED_IMAGE_TYPE')
  })

  await t.test('several are a 200 with a result each, in the order of the files', async (t) => {
    const known = await addAt(url, 'several/known.jpg', await solidJpeg('#010203'))
    const files = [
      { name: 'broken.jpg', bytes: Buffer.from('not a picture') },
      { name: 'known.jpg', bytes: await solidJpeg('#010203') },
      { name: 'new.jpg', bytes: await solidJpeg('#040506') },
      { name: 'other.jpg', bytes: await solidJpeg('#070809') },
    ]
    const metadata = [
      { relative_path: 'several/broken.jpg' },
      { relative_path: 'several/known.jpg' },
      { relative_path: 'several/new.jpg', tags: ['dark'], location: { lat: 1.5, lon: -2.5 } },
      { relative_path: 'several/../escape.jpg' },
    ]
    const { status, body } = await addImages(url, files, { metadata })
    t.equal(status, 200)
    t.strictSame(statuses(body), ['failed', 'unchanged', 'created', 'failed'])
    t.strictSame(
      body.results.map(({ index }) => index),
      [0, 1, 2, 3],
    )
    t.match(body.results[0]!.problem, { code: 'UNSUPPORTED_IMAGE_TYPE', status: 415, type: String, instance: String })
    t.equal(body.results[1]!.image!.image_id, known.image_id)
    t.match(body.results[2]!.image, { tags: ['dark'], location: { lat: 1.5, lon: -2.5 }, image_name: 'new.jpg' })
    t.equal(body.results[3]!.problem!.code, 'PATH_INVALID')
  })

  await t.test('metadata may be a field of JSON for each file', async (t) => {
    const body = new FormData()
    for (const [i, colour] of ['#0a0b0c', '#0d0e0f'].entries()) {
      body.append('image', new Blob([new Uint8Array(await solidJpeg(colour))]), 'any.jpg')
      const entry = JSON.stringify({ relative_path: `fields/${i}.jpg`, tags: [`field ${i}`] })
      // As generated clients send it, and as a plain field.
      body.append('metadata', i === 0 ? new Blob([entry], { type: 'application/json' }) : entry)
    }
    const { status, results } = await fetch(`${url}/images`, { method: 'POST', body }).then(async (response) => ({
      status: response.status,
      results: ((await response.json()) as AddImagesResult).results,
    }))
    t.equal(status, 200)
    t.strictSame(
      results.map(({ image }) => [image!.relative_path, image!.tags]),
      [
        ['fields/0.jpg', ['field 0']],
        ['fields/1.jpg', ['field 1']],
      ],
    )
  })

  await t.test('a picture is found as soon as the call returns', async (t) => {
    const photo = await readSamplePhoto('space/rocket-launch.jpg')
    const { image_id } = await addAt(url, 'found/rocket.jpg', photo)
    const { body } = await search(`${url}/search/text?q=a+rocket+launch&k=1`)
    t.equal(body.hits[0]!.image_id, image_id)
  })

  await t.test('metadata may stand in the address; times are kept in UTC', async (t) => {
    const query = new URLSearchParams([
      ['relative_path', 'meta/berlin.jpg'],
      ['image_name', 'Berlin at noon'],
      ['tags', 'city'],
      ['tags', 'day'],
      ['taken_at', '2024-05-17T14:03:00+02:00'],
      ['lat', '52.52'],
      ['lon', '13.405'],
    ])
    const { body } = await post(`?${query}`, await solidJpeg('#808000'))
    const { links, ...image } = body.results[0]!.image!
    t.match(image, {
      image_name: 'Berlin at noon',
      relative_path: 'meta/berlin.jpg',
      tags: ['city', 'day'],
      taken_at: '2024-05-17T12:03:00.000Z',
      location: { lat: 52.52, lon: 13.405 },
      width: 64,
      height: 48,
      format: 'jpeg',
    })
    t.strictSame((await ask<Image>(`${url}${links.self}`)).body, body.results[0]!.image, 'the record says the same')
  })

  await t.test('the same bytes with other metadata update the record', async (t) => {
    const bytes = await solidJpeg('#123456')
    const before = await addAt(url, 'meta/again.jpg', bytes, { tags: ['one'], image_name: 'kept' })
    const { status, body } = await addImages(url, [{ name: 'x.jpg', bytes }], {
      metadata: [{ relative_path: 'meta/again.jpg', tags: ['two'] }],
    })
    t.equal(status, 200)
    t.match(body.results, [
      { status: 'updated', image: { image_id: before.image_id, tags: ['two'], image_name: 'kept' } },
    ])
    t.equal(body.results[0]!.image!.added_at, before.added_at)
    t.not(body.results[0]!.image!.updated_at, before.updated_at)
  })

  await t.test('the id is the client’s, else it is derived from the path', async (t) => {
    const own = await addAt(url, 'ids/own.jpg', await solidJpeg('#111111'), { image_id: 'IMG_4032' })
    t.equal(own.image_id, 'IMG_4032')
    const derived = await addAt(url, 'ids/ein Bär.jpg', await solidJpeg('#222222'))
    t.match(derived.image_id, /^ein-Bar-[0-9a-f]{12}$/)
  })

  await t.test('a path keeps the id it has', async (t) => {
    const bytes = await solidJpeg('#333333')
    await addAt(url, 'ids/kept.jpg', bytes, { image_id: 'first' })
    const sameBytes = await post('?relative_path=ids/kept.jpg&image_id=second', bytes)
    t.match(sameBytes.body.results, [{ status: 'unchanged', image: { image_id: 'first' } }])
    const otherBytes = await post(
      '?relative_path=ids/kept.jpg&image_id=second&overwrite=true',
      await solidJpeg('#343434'),
    )
    t.match(otherBytes.body.results, [{ status: 'updated', image: { image_id: 'first' } }])
    t.equal((await ask(`${url}/images/second`)).status, 404)
  })

  await t.test('an id that another path has is a 409', async (t) => {
    await addAt(url, 'ids/holder.jpg', await solidJpeg('#444444'), { image_id: 'held' })
    const answer = await post('?relative_path=ids/late.jpg&image_id=held', await solidJpeg('#555555'))
    t.match(answer, { status: 409, body: { code: 'IMAGE_ID_TAKEN' } })
  })

  await t.test('uploads of the same id at once: one gets it', async (t) => {
    const answers = await Promise.all(
      ['a', 'b', 'c'].map(async (name, i) =>
        post(`?relative_path=race/${name}.jpg&image_id=race`, await solidJpeg(`#66000${i}`)),
      ),
    )
    t.strictSame(answers.map(({ status }) => status).sort(), [201, 409, 409])
  })

  await t.test(
    'uploads of the same bytes to the same path at once: one is created, the others are unchanged',
    async (t) => {
      const bytes = await solidJpeg('#777777')
      const answers = await Promise.all(Array.from({ length: 4 }, () => post('?relative_path=race/same.jpg', bytes)))
      t.strictSame(answers.flatMap(({ body }) => statuses(body)).sort(), [
        'created',
        'unchanged',
        'unchanged',
        'unchanged',
      ])
    },
  )

  await t.test('ids that are words of the contract, and ids given twice, are refused', async (t) => {
    const files = [
      { name: 'a.jpg', bytes: await solidJpeg('#888888') },
      { name: 'b.jpg', bytes: await solidJpeg('#999999') },
    ]
    const reserved = await addImages(url, files, { metadata: [{}, { image_id: 'search' }] })
    t.match(reserved, {
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ pointer: '/metadata/1/image_id' }] },
    })
    const twice = await addImages(url, files, { metadata: [{ image_id: 'x' }, { image_id: 'x' }] })
    t.match(twice, { status: 400, body: { errors: [{ pointer: '/metadata/1/image_id' }] } })
    const tooMany = await addImages(url, files, { metadata: [{}, {}, {}] })
    t.match(tooMany, { status: 400, body: { errors: [{ pointer: '/metadata' }] } })
  })
})
