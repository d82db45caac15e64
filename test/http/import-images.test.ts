// POST /images/import: documents with their vectors, a line in and a line out.
import { Agent, request } from 'node:http'
import { Readable } from 'node:stream'
import { test } from 'tap'
import type { Image } from '../../src/http/schemas/image.ts'
import type { ImportLine } from '../../src/http/schemas/import-images.ts'
import { ask, json, search } from '../support/client.ts'
import { startService } from '../support/service.ts'

const axis = (i: number, length = 1) => Array.from({ length: 512 }, (_, j) => (i === j ? length : 0))
const document = (image_id: string, image_embedding: unknown, more = {}) => ({
  image_id,
  image_embedding,
  relative_path: `known/${image_id}.jpeg`,
  ...more,
})

test('documents are taken line by line', async (t) => {
  const { url } = await startService(t)

  async function send(lines: unknown[], query: Record<string, string> = { model: 'builtin' }) {
    const body = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
    const headers = { 'content-type': 'application/x-ndjson' }
    const address = `${url}/images/import?${new URLSearchParams(query)}`
    const response = await fetch(address, { method: 'POST', headers, body })
    const text = await response.text()
    if (response.status !== 200) return { status: response.status, answers: [], problem: JSON.parse(text) }
    t.equal(response.headers.get('content-type'), 'application/x-ndjson')
    const answers: ImportLine[] = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    return { status: 200, answers, problem: null }
  }

  await t.test('the known form is enough, and vectors in base64 are taken', async (t) => {
    const base64 = Buffer.from(Float32Array.from(axis(1)).buffer).toString('base64')
    const { answers } = await send([document('IMG_1', axis(0)), document('IMG_2', base64, { tags: ['sea'] })])
    t.match(answers, [
      { line: 1, image_id: 'IMG_1', status: 'created' },
      { line: 2, image_id: 'IMG_2', status: 'created' },
      { summary: { created: 2, updated: 0, unchanged: 0, failed: 0, normalised: 0 } },
    ])
    t.match((await ask<Image>(`${url}/images/IMG_1`)).body, {
      image_name: 'IMG_1.jpeg',
      relative_path: 'known/IMG_1.jpeg',
      width: null,
      added_at: null,
    })
    const { body } = await search(`${url}/search/image`, json({ image: { image_id: 'IMG_2' }, k: 2 }))
    t.match(body.hits[0], { image_id: 'IMG_1', score: 0 }, 'searchable when the answer has come')
  })

  await t.test('the same lines again change nothing; another line of an id replaces it', async (t) => {
    const { answers } = await send([document('IMG_1', axis(0)), document('IMG_2', axis(1), { tags: ['lake'] })])
    t.match(answers, [{ status: 'unchanged' }, { status: 'updated' }, { summary: { updated: 1, unchanged: 1 } }])
    t.strictSame((await ask<Image>(`${url}/images/IMG_2`)).body.tags, ['lake'])
  })

  await t.test('a vector that is not of unit length is made so, and counted', async (t) => {
    const { answers } = await send([document('IMG_3', axis(3, 2.5))])
    t.match(answers, [{ status: 'created' }, { summary: { normalised: 1 } }])
  })

  await t.test('within one request a later line of an id or a path counts', async (t) => {
    const { answers } = await send([
      document('IMG_4', axis(4)),
      document('IMG_4', axis(5), { tags: ['later'] }),
      document('IMG_5', axis(6), { relative_path: 'known/IMG_4.jpeg' }),
    ])
    t.match(answers, [
      { status: 'created' },
      { status: 'updated' },
      { status: 'failed', problem: { code: 'PATH_TAKEN' } },
    ])
  })

  await t.test('each fault is told with its line, and stops no other', async (t) => {
    const { answers } = await send([
      'no JSON',
      '[]',
      document('bad id!', axis(0)),
      document('few', [1, 2, 3]),
      document('many', axis(0).concat(0)),
      document('words', 'not base64'),
      document('nan', axis(0), { width: -1 }),
      document('climber', axis(0), { relative_path: '../../etc/passwd' }),
      document('search', axis(0)),
      'x'.repeat(300 * 1024),
      document('good', axis(9)),
      document('wide', axis(0), { width: 2 ** 31 }),
      document('high', axis(0), { height: 1e20 }),
    ])
    const codes = answers.slice(0, -1).map(({ line, status, problem }) => [line, problem?.code ?? status])
    t.strictSame(codes, [
      [1, 'BODY_INVALID'],
      [2, 'VALIDATION_FAILED'],
      [3, 'VALIDATION_FAILED'],
      [4, 'VECTOR_INVALID'],
      [5, 'VECTOR_INVALID'],
      [6, 'VALIDATION_FAILED'],
      [7, 'VALIDATION_FAILED'],
      [8, 'PATH_INVALID'],
      [9, 'VALIDATION_FAILED'],
      [10, 'BODY_INVALID'],
      [11, 'created'],
      [12, 'VALIDATION_FAILED'],
      [13, 'VALIDATION_FAILED'],
    ])
    t.match(answers.at(-1), { summary: { created: 1, failed: 12 } })
  })

  await t.test('a deleted image stays out, unless it is to be restored', async (t) => {
    await fetch(`${url}/images/good`, { method: 'DELETE' })
    t.match((await send([document('good', axis(9))])).answers, [{ problem: { code: 'IMAGE_DELETED' } }])
    t.match((await send([document('good', axis(9))], { model: 'builtin', restore: 'true' })).answers, [
      { status: 'created' },
    ])
  })

  await t.test('what made the vectors must be told, and be the model in use', async (t) => {
    t.match(await send([document('x', axis(0))], {}), {
      status: 400,
      problem: { code: 'VALIDATION_FAILED', errors: [{ pointer: '/model' }] },
    })
    t.match(await send([document('x', axis(0))], { model: 'other' }), {
      status: 409,
      problem: { code: 'MODEL_MISMATCH' },
    })
    const space = { id: 'other', image_tower_sha256: '0'.repeat(64), preprocessing: 'none', dims: 512 }
    const header = { format: 'likeness-images', version: 1, space }
    t.match(await send([header, document('x', axis(0))], {}), { status: 409, problem: { code: 'MODEL_MISMATCH' } })
    t.match(await send([], {}), { status: 400 })
    t.match((await send([])).answers, [{ summary: { created: 0 } }], 'nothing to take')
  })

  await t.test('answers come while the request is still being written', async (t) => {
    const sending = request(`${url}/images/import?model=builtin`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
    })
    const answered = new Promise<AsyncIterable<Buffer>>((resolve) => sending.once('response', resolve))
    for (let i = 0; i < 150; i++) sending.write(`${JSON.stringify(document(`stream-${i}`, axis(i)))}\n`)
    const response = await answered
    let received = ''
    for await (const chunk of response) {
      received += chunk
      // The first batch is answered before the end of the request is sent.
      if (!sending.writableEnded) {
        t.match(received, '"image_id":"stream-0"')
        sending.end()
      }
    }
    t.match(received, /"summary":\{.*"created":150/)
  })

  await t.test('a request that breaks off leaves whole documents, and the service goes on', async (t) => {
    const sending = request(`${url}/images/import?model=builtin`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
    })
    sending.on('error', () => {})
    for (let i = 0; i < 120; i++) sending.write(`${JSON.stringify(document(`broken-${i}`, axis(i)))}\n`)
    await new Promise((resolve) => sending.once('response', resolve))
    sending.destroy()
    const { status } = await ask(`${url}/images/broken-0`)
    t.equal(status, 200)
    t.match((await send([document('after', axis(0))])).answers, [{ status: 'created' }])
  })
})

test('a body that is too large is told', async (t) => {
  const { url } = await startService(t, { env: { REQUEST_BYTES_MAX: '40000', IMAGE_BYTES_MAX: '40000' } })
  const lines = Array.from({ length: 60 }, (_, i) => `${JSON.stringify(document(`a${i}`, axis(i)))}\n`)
  const headers = { 'content-type': 'application/x-ndjson' }
  const address = `${url}/images/import?model=builtin`
  const declared = await fetch(address, { method: 'POST', headers, body: lines.join('') })
  t.match(await declared.json(), { status: 413, code: 'BODY_TOO_LARGE' })
  const streamed = await fetch(address, {
    method: 'POST',
    headers,
    body: Readable.toWeb(Readable.from(lines.map((line) => Buffer.from(line)))),
    duplex: 'half',
  } as RequestInit)
  t.match(await streamed.text(), /BODY_TOO_LARGE/)
})

test('an import under an Idempotency-Key is done once', async (t) => {
  const { url } = await startService(t)
  const send = async (lines: string[], key: string, query = 'model=builtin') => {
    const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': key }
    const response = await fetch(`${url}/images/import?${query}`, { method: 'POST', headers, body: lines.join('\n') })
    const isReplayed = response.headers.get('idempotency-replayed') === 'true'
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      isReplayed,
      text: await response.text(),
    }
  }
  const one = JSON.stringify(document('IMG_1', axis(0)))
  const two = JSON.stringify(document('IMG_2', axis(1)))
  const first = await send([one, two, 'no JSON'], 'a')
  t.match(first, {
    status: 200,
    type: 'application/x-ndjson',
    isReplayed: false,
    text: /"created".*\n.*"created".*\n.*"failed"/,
  })
  t.match(await send([one, two, 'no JSON'], 'a'), { ...first, isReplayed: true }, 'answered as it was the first time')
  t.match((await send([one, two, 'no JSON'], 'b')).text, /"unchanged"/, 'under another key it is another import')
  const reused = await send([one], 'a')
  t.match([reused.status, JSON.parse(reused.text).code], [422, 'IDEMPOTENCY_KEY_REUSED'])
  const otherwise = await send([one, two, 'no JSON'], 'a', 'model=builtin&restore=true')
  t.match(JSON.parse(otherwise.text).code, 'IDEMPOTENCY_KEY_REUSED', 'its parameters belong to it')
  const refused = await send([one], 'c', 'model=other')
  t.equal(JSON.parse(refused.text).code, 'MODEL_MISMATCH')
  t.match(await send([one], 'c'), { status: 200, isReplayed: false }, 'a failure is not kept')
  const many = await send(Array(5_001).fill('{}').concat(''), 'd')
  t.match([many.status, JSON.parse(many.text).code], [400, 'VALIDATION_FAILED'])
})

test('a connection serves the next request after an import that was refused before its end', async (t) => {
  const { url } = await startService(t)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.teardown(() => agent.destroy())
  const line = `${JSON.stringify(document('x', axis(0)))}\n`

  function send(path: string, body?: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/x-ndjson' }
      const options = body === undefined ? { agent } : { agent, method: 'POST', headers }
      request(`${url}${path}`, options, (response) => response.resume().on('end', () => resolve(response.statusCode)))
        .on('error', reject)
        .end(body)
    })
  }

  t.equal(await send('/images/import?model=another', line.repeat(5_000)), 409)
  t.equal(await send('/stats'), 200)
})
