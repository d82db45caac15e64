// POST /vectorize in its three forms: JSON, multipart and a raw picture.
import { gzipSync } from 'node:zlib'
import { test } from 'tap'
import { type VectorizeResult, vectorizeInputsMax } from '../../src/http/schemas/vectorize.ts'
import { addAt, ask, cosine, form, json, raw, vectorize, vectorsOf } from '../support/client.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'

test('POST /vectorize', async (t) => {
  const { url } = await startService(t)
  const cat = await readSamplePhoto('animals/chelsea-cat.jpg')
  const cup = await readSamplePhoto('food/coffee-cup.jpg')
  const base64 = (bytes: Buffer) => ({ image: { base64: bytes.toString('base64') } })

  await t.test('JSON inputs become unit vectors of the model’s length, in the order given', async (t) => {
    const inputs = [base64(cup), { text: 'a cat' }, base64(cat)]
    const { status, body } = await vectorize(url, json({ inputs }))
    t.equal(status, 200)
    t.strictSame(
      body.vectors.map(({ index, type }) => [index, type]),
      [
        [0, 'image'],
        [1, 'text'],
        [2, 'image'],
      ],
    )
    t.match(body.model, { name: 'builtin', revision: String, dims: 512 })
    t.ok(body.took_ms > 0)
    for (const { vector } of body.vectors as { vector: number[] }[]) {
      t.equal(vector.length, body.model.dims)
      t.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-5, 'unit length')
    }
    const [cupVector, words, catVector] = body.vectors.map(({ vector }) => vector as number[])
    t.ok(cosine(words!, catVector!) > cosine(words!, cupVector!), 'the words are nearer to the picture of them')
  })

  await t.test('a form gives the vectors that JSON gives, in the order of its parts', async (t) => {
    const parts = form([
      ['text', 'a cat'],
      ['image', { name: 'cup.jpg', bytes: cup }],
      ['text', 'a cup of coffee'],
      ['image', { name: 'cat.jpg', bytes: cat }],
    ])
    const { status, body } = await vectorize(url, parts)
    t.equal(status, 200)
    t.strictSame(
      body.vectors.map(({ type }) => type),
      ['text', 'image', 'text', 'image'],
    )
    const expected = await vectorsOf(url, [{ text: 'a cat' }, base64(cup), { text: 'a cup of coffee' }, base64(cat)])
    body.vectors.forEach(({ vector }, i) => {
      t.ok(cosine(vector as number[], expected[i]!) > 0.999_99, `part ${i}`)
    })
  })

  await t.test('a raw body is one picture', async (t) => {
    const [expected] = await vectorsOf(url, [base64(cat)])
    for (const contentType of ['image/jpeg', 'application/octet-stream', 'image/png']) {
      const { status, body } = await vectorize(url, raw(cat, contentType))
      t.equal(status, 200, contentType)
      t.equal(body.vectors.length, 1)
      t.ok(cosine(body.vectors[0]!.vector as number[], expected!) > 0.999_99, 'the vector is that of the JSON form')
    }
  })

  await t.test('base64 vectors are little-endian float32 and equal the numbers of the float form', async (t) => {
    const inputs = [{ text: 'a red panda in a tree' }]
    const [numbers] = await vectorsOf(url, inputs)
    const inBody = await vectorize(url, json({ inputs, encoding_format: 'base64' }))
    const bytes = Buffer.from(inBody.body.vectors[0]!.vector as string, 'base64')
    t.equal(bytes.length, 4 * numbers!.length)
    t.strictSame(
      numbers!.map((_, i) => bytes.readFloatLE(i * 4)),
      numbers!.map(Math.fround),
    )
    const fromForm = await vectorize(
      url,
      form([
        ['text', inputs[0]!.text],
        ['encoding_format', 'base64'],
      ]),
    )
    t.equal(fromForm.body.vectors[0]!.vector, inBody.body.vectors[0]!.vector)
    const picture = await ask<VectorizeResult>(`${url}/vectorize?encoding_format=base64`, raw(cat))
    t.equal(Buffer.from(picture.body.vectors[0]!.vector as string, 'base64').length, bytes.length, 'in the address')
  })

  await t.test('the id of a stored picture stands for its vector', async (t) => {
    await addAt(url, 'cats/chelsea.jpg', cat, { image_id: 'chelsea' })
    const [stored, sent] = await vectorsOf(url, [{ image: { image_id: 'chelsea' } }, base64(cat)])
    t.ok(cosine(stored!, sent!) > 0.999_99)
    const unknown = await vectorize(url, json({ inputs: [{ image: { image_id: 'nobody' } }] }))
    t.match(unknown, { status: 404, body: { code: 'IMAGE_NOT_FOUND' } })
  })

  await t.test('a compressed body is refused as such, here and elsewhere', async (t) => {
    const headers = (type: string) => ({ 'content-type': type, 'content-encoding': 'gzip' })
    const body = new Uint8Array(gzipSync(JSON.stringify({ inputs: [{ text: 'a cat' }] })))
    for (const [path, type] of [
      ['/vectorize', 'application/json'],
      ['/vectorize', 'image/jpeg'],
      ['/images/import?model=builtin', 'application/x-ndjson'],
    ] as const) {
      const answer = await ask(url + path, { method: 'POST', headers: headers(type), body })
      t.match(answer, { status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE', detail: 'Content-Encoding' } }, type)
      t.equal(answer.headers.get('accept-encoding'), 'identity')
    }
    const plain = json({ inputs: [{ text: 'a cat' }] })
    const identity = { ...plain.headers, 'content-encoding': 'identity' }
    t.equal((await vectorize(url, { ...plain, headers: identity })).status, 200)
  })

  await t.test('it is all or nothing: one input that fails is the answer', async (t) => {
    const broken = { image: { base64: Buffer.from('not a picture').toString('base64') } }
    const { status, body } = await vectorize(url, json({ inputs: [{ text: 'fine' }, broken, { text: 'fine too' }] }))
    t.equal(status, 415)
    t.match(body, { code: 'UNSUPPORTED_IMAGE_TYPE', errors: [{ pointer: '/inputs/1' }] }, 'and it tells which')
    t.notOk('vectors' in body)
    const parts = form([
      ['image', { name: 'cat.jpg', bytes: cat }],
      ['text', 'a cat'],
      ['image', { name: 'words.jpg', bytes: Buffer.from('words') }],
    ])
    t.match((await vectorize(url, parts)).body, { errors: [{ pointer: '/image/1' }] }, 'of a form too')
  })

  await t.test(`${vectorizeInputsMax} inputs are taken, one more is not, nor is none`, async (t) => {
    const words = Array.from({ length: vectorizeInputsMax + 1 }, (_, i) => ({ text: `number ${i}` }))
    const most = await vectorize(url, json({ inputs: words.slice(1) }))
    t.equal(most.body.vectors.length, vectorizeInputsMax)
    for (const request of [
      json({ inputs: words }),
      json({ inputs: [] }),
      form(words.map(({ text }) => ['text', text])),
    ]) {
      t.match(await vectorize(url, request), { status: 400, body: { code: 'VALIDATION_FAILED' } })
    }
  })

  await t.test('a text that is longer than the model reads says so', async (t) => {
    const { body } = await vectorize(url, json({ inputs: [{ text: 'cat '.repeat(2000) }, { text: 'cat' }] }))
    t.strictSame(
      body.vectors.map(({ truncated }) => truncated),
      [true, undefined],
    )
  })
})
