// POST /search/image in its four forms, and GET /images/{image_id}/similar.
import sharp from 'sharp'
import { test } from 'tap'
import { addAt, cosine, form, json, pathsOf, raw, search, vectorsOf } from '../support/client.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'

const paths = ['animals/chelsea-cat.jpg', 'animals/kingfisher.jpg', 'food/coffee-cup.jpg', 'space/rocket-launch.jpg']

test('search by a picture', async (t) => {
  const { url } = await startService(t)
  const ids: Record<string, string> = {}
  for (const path of paths) ids[path] = (await addAt(url, path, await readSamplePhoto(path))).image_id
  const crop = await sharp(await readSamplePhoto('animals/kingfisher.jpg'))
    .extract({ left: 40, top: 40, width: 380, height: 300 })
    .jpeg()
    .toBuffer()
  const byImage = (init: RequestInit, query = '') => search(`${url}/search/image${query}`, init)
  const base64 = { image: { base64: crop.toString('base64') } }

  await t.test('the four forms find the picture that a crop was cut from, with the same scores', async (t) => {
    const asJson = await byImage(json(base64))
    const asForm = await byImage(form([['image', { name: 'crop.jpg', bytes: crop }]]))
    const asBody = await byImage(raw(crop))
    for (const { status, body } of [asJson, asForm, asBody]) {
      t.equal(status, 200)
      t.equal(body.hits.length, paths.length)
      t.equal(body.hits[0]!.relative_path, 'animals/kingfisher.jpg')
    }
    const withParameter = await byImage(raw(crop, 'Image/JPEG; charset=utf-8'))
    for (const { body } of [asForm, asBody, withParameter]) t.strictSame(body.hits, asJson.body.hits)
    const byId = await byImage(json({ image: { image_id: ids['animals/kingfisher.jpg'] } }))
    t.equal(byId.status, 200)
    t.equal(byId.body.hits.length, paths.length - 1)
  })

  await t.test('the score is the cosine of the vectors of the two pictures', async (t) => {
    const { body } = await byImage(raw(crop))
    for (const { image_id, score } of body.hits) {
      const [query, stored] = await vectorsOf(url, [base64, { image: { image_id } }])
      t.ok(Math.abs(score - cosine(query!, stored!)) < 1e-5, image_id)
    }
  })

  await t.test('parameters may stand in the address for a raw body, and in the fields of a form', async (t) => {
    const filter = JSON.stringify({ path_prefix: 'animals/' })
    const address = `?${new URLSearchParams({ k: '1', filter, fields: 'relative_path' })}`
    const parts: Parameters<typeof form>[0] = [
      ['k', '1'],
      ['filter', filter],
      ['fields', 'relative_path'],
      ['image', { name: 'crop.jpg', bytes: crop }],
    ]
    const inBody = { ...base64, k: 1, filter: JSON.parse(filter), fields: ['relative_path'] }
    const [asRaw, asForm, asJson] = await Promise.all([
      byImage(raw(crop), address),
      byImage(form(parts)),
      byImage(json(inBody)),
    ])
    t.equal(asRaw.status, 200)
    t.strictSame(pathsOf(asRaw.body.hits), ['animals/kingfisher.jpg'])
    t.strictSame(Object.keys(asRaw.body.hits[0]!).sort(), ['image_id', 'links', 'relative_path', 'score'])
    t.strictSame(asForm.body.hits, asRaw.body.hits)
    t.strictSame(asJson.body.hits, asRaw.body.hits)
  })

  await t.test('parameters in the body win over those in the address', async (t) => {
    t.equal((await byImage(json({ ...base64, k: 1 }), '?k=3')).body.hits.length, 1)
    t.equal((await byImage(json(base64), '?k=3')).body.hits.length, 3)
    const parts: Parameters<typeof form>[0] = [['image', { name: 'crop.jpg', bytes: crop }]]
    t.equal((await byImage(form([...parts, ['k', '2']]), '?k=3')).body.hits.length, 2)
    t.equal((await byImage(form(parts), '?k=3')).body.hits.length, 3)
  })

  await t.test('fields and vectors come as in a search by words', async (t) => {
    const { body } = await byImage(raw(crop), '?k=1&fields=image_embedding&fields=format')
    t.strictSame(Object.keys(body.hits[0]!).sort(), ['format', 'image_embedding', 'image_id', 'links', 'score'])
    t.equal(body.hits[0]!.image_embedding?.length, body.model.dims)
  })

  await t.test('a stored picture is left out of its own hits, however it is named', async (t) => {
    for (const [path, image_id] of Object.entries(ids)) {
      const expected = paths.filter((other) => other !== path)
      const byId = await byImage(json({ image: { image_id } }))
      const similar = await search(`${url}/images/${image_id}/similar`)
      t.strictSame(pathsOf(byId.body.hits).sort(), expected)
      t.strictSame(similar.body.hits, byId.body.hits)
    }
  })

  await t.test('the likes of a stored picture take the parameters of a search', async (t) => {
    const query = new URLSearchParams({
      k: '2',
      filter: JSON.stringify({ path_prefix: 'food/' }),
      fields: 'image_name',
    })
    const { status, body } = await search(`${url}/images/${ids['animals/chelsea-cat.jpg']}/similar?${query}`)
    t.equal(status, 200)
    t.strictSame(
      body.hits.map(({ image_name }) => image_name),
      ['coffee-cup.jpg'],
    )
    t.strictSame(Object.keys(body.hits[0]!).sort(), ['image_id', 'image_name', 'links', 'score'])
  })

  await t.test('the same picture sent as bytes is a hit like any other, with a score of 1', async (t) => {
    const { body } = await byImage(raw(await readSamplePhoto('food/coffee-cup.jpg')), '?k=1')
    t.strictSame(pathsOf(body.hits), ['food/coffee-cup.jpg'])
    t.ok(body.hits[0]!.score > 0.999_99)
  })

  await t.test('an id that is not stored is a 404 in every place', async (t) => {
    const problem = { status: 404, body: { code: 'IMAGE_NOT_FOUND' } }
    t.match(await byImage(json({ image: { image_id: 'nobody' } })), problem)
    t.match(await search(`${url}/images/nobody/similar`), problem)
  })
})
