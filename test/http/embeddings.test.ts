// /v1/embeddings and /v1/models as the official client of OpenAI's API meets them.
import { readFile } from 'node:fs/promises'
import { APIUserAbortError, OpenAI } from 'openai'
import { test } from 'tap'
import { finish, start } from '../cli/run-command.ts'
import { scene } from '../embedder/pixels/pictures.ts'
import { ask, cosine, json, vectorsOf } from '../support/client.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'

const key = 'a-key-for-the-tests'

function connect(url: string, options: { apiKey?: string; maxRetries?: number } = {}): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0, ...options })
}

/** What the client throws. */
const failureOf = (call: PromiseLike<unknown>): PromiseLike<unknown> =>
  call.then(
    () => 'no failure',
    (error) => error,
  )

const dataUri = (bytes: Buffer, type = 'image/jpeg') => `data:${type};base64,${bytes.toString('base64')}`

test('the official client of OpenAI’s API', async (t) => {
  const { url } = await startService(t)
  const client = connect(url)
  const cat = await readSamplePhoto('animals/chelsea-cat.jpg')
  const [words, picture] = await vectorsOf(url, [{ text: 'a cat' }, { image: { base64: cat.toString('base64') } }])

  await t.test('finds the model, in the list and by its name', async (t) => {
    const { data } = await client.models.list()
    t.match(data, [{ id: 'builtin', object: 'model', created: Number, owned_by: 'likeness' }])
    t.equal(data.length, 1)
    t.strictSame(await client.models.retrieve('builtin'), data[0])
    t.match(await failureOf(client.models.retrieve('text-embedding-3-small')), {
      status: 404,
      code: 'model_not_found',
      type: 'invalid_request_error',
    })
  })

  await t.test('gets the vector of a text, in base64 as it asks by default and in numbers', async (t) => {
    const model = 'builtin'
    const byDefault = await client.embeddings.create({ model, input: 'a cat' })
    t.match(byDefault, { object: 'list', model, data: [{ object: 'embedding', index: 0 }] })
    t.strictSame(Array.from(byDefault.data[0]!.embedding), words, 'the vector of /vectorize')
    const inNumbers = await client.embeddings.create({ model, input: 'a cat', encoding_format: 'float' })
    t.strictSame(inNumbers.data[0]!.embedding, words)
    const asSent = await ask<{ data: { embedding: unknown }[] }>(
      `${url}/v1/embeddings`,
      json({ model, input: 'a cat', encoding_format: 'base64' }),
    )
    t.type(asSent.body.data[0]!.embedding, 'string', 'base64 is what it sends and reads')
  })

  await t.test('gets texts and pictures in the order of its list', async (t) => {
    const input = [dataUri(cat), 'a cat', dataUri(cat, 'image/png;name=cat.png')]
    const { data } = await client.embeddings.create({ model: 'builtin', input, user: 'somebody', dimensions: 512 })
    t.strictSame(
      data.map(({ index }) => index),
      [0, 1, 2],
    )
    const vectors = data.map(({ embedding }) => Array.from(embedding))
    t.strictSame(vectors, [picture, words, picture], 'whatever type is declared')
    t.ok(cosine(vectors[0]!, vectors[1]!) > 0.1)
  })

  await t.test('is told how many tokens the model read', async (t) => {
    const usageOf = async (input: string[]) => (await client.embeddings.create({ model: 'builtin', input })).usage
    // Of `[CLS] a cat [SEP]`.
    t.strictSame(await usageOf(['a cat']), { prompt_tokens: 4, total_tokens: 4 })
    t.strictSame(await usageOf(['a cat', dataUri(cat), 'cat']), { prompt_tokens: 7, total_tokens: 7 })
    t.strictSame(await usageOf([dataUri(cat)]), { prompt_tokens: 0, total_tokens: 0 }, 'a picture has none')
  })

  await t.test('is told that a text was longer than the model reads, and the tokens of what was read', async (t) => {
    const { data, usage } = await client.embeddings.create({ model: 'builtin', input: 'cat '.repeat(2000) })
    t.match(data, [{ truncated: true }])
    t.ok(usage.prompt_tokens > 4 && usage.prompt_tokens < 2000, `${usage.prompt_tokens}`)
  })

  await t.test('only what begins with data:image/ is a picture', async (t) => {
    const texts = ['data:text/plain;base64,YSBjYXQ=', ' data:image/png;base64,AAAA', 'image/png']
    const { data, usage } = await client.embeddings.create({ model: 'builtin', input: texts })
    const expected = await vectorsOf(
      url,
      texts.map((text) => ({ text })),
    )
    t.strictSame(
      data.map(({ embedding }) => Array.from(embedding)),
      expected,
    )
    t.ok(usage.prompt_tokens > 6)
  })

  await t.test('learns of a failure what it knows failures by, and whoever reads problems gets one', async (t) => {
    const create = (body: object) =>
      client.embeddings.create({ model: 'builtin', input: 'a cat', ...body } as OpenAI.EmbeddingCreateParams)
    for (const [body, expected] of [
      [{ model: 'text-embedding-3-small' }, { status: 404, code: 'model_not_found', param: 'model' }],
      [{ dimensions: 256 }, { status: 400, code: 'validation_failed', param: 'dimensions', message: /must be 512/ }],
      [{ input: [[3, 1, 4]] }, { status: 400, param: 'input[0]', message: /token ids/ }],
      [{ input: [] }, { status: 400, param: 'input' }],
      [{ input: ['fine', ''] }, { status: 400, param: 'input[1]' }],
      [{ input: ['fine', 'data:image/png,raw'] }, { status: 400, param: 'input[1]', message: /base64/ }],
      [{ input: 'a'.repeat(10_001) }, { status: 400, param: 'input', message: /10000 characters/ }],
      [{ input: dataUri(Buffer.from('words')) }, { status: 415, code: 'unsupported_image_type', param: 'input' }],
      [{ input: dataUri(cat.subarray(0, 2000)) }, { status: 422, code: 'image_undecodable' }],
      [{ input: ['fine', dataUri(Buffer.from('words'))] }, { status: 415, param: 'input[1]' }],
    ] as const) {
      const failure = await failureOf(create(body))
      t.match(failure, { type: 'invalid_request_error', ...expected }, JSON.stringify(body).slice(0, 60))
    }
    const notHere = await failureOf(client.chat.completions.create({ model: 'builtin', messages: [] }))
    t.match(notHere, { status: 404, code: 'route_not_found' }, 'an operation that is not here')
    const problem = await ask(`${url}/v1/embeddings`, json({ model: 'x', input: 'a cat' }))
    t.equal(problem.headers.get('content-type'), 'application/problem+json')
    t.match(problem.body, { code: 'MODEL_NOT_FOUND', errors: [{ pointer: '/model', detail: 'must be builtin' }] })
    const elsewhere = await ask(`${url}/vectorize`, json({}))
    t.notOk('error' in elsewhere.body, 'other addresses have problems alone')
  })

  await t.test('takes 10,000 characters, whatever their units, and 64 inputs, and no more', async (t) => {
    const model = 'builtin'
    t.equal((await client.embeddings.create({ model, input: '😀'.repeat(10_000) })).data.length, 1)
    t.match(await failureOf(client.embeddings.create({ model, input: '😀'.repeat(10_001) })), { status: 400 })
    const words = Array.from({ length: 65 }, (_, i) => `number ${i}`)
    t.equal((await client.embeddings.create({ model, input: words.slice(1) })).data.length, 64)
    t.match(await failureOf(client.embeddings.create({ model, input: words })), { status: 400, param: 'input' })
  })

  await t.test('works as docs/openai.md writes it, and shares what was made before with the other doors', async (t) => {
    const page = await readFile(new URL('../../docs/openai.md', import.meta.url), 'utf8')
    const program = /```js\n([\s\S]*?)```/.exec(page)![1]!.replace('http://127.0.0.1:3000', url)
    const hits = () => readMetric(url, /^likeness_cache_requests_total\{cache="text",outcome="hit"\} (\d+)$/m)
    await vectorsOf(url, [{ text: 'a cup of coffee' }])
    const before = await hits()
    const command = [process.execPath, '--input-type=module', '--eval', `${program}\nconsole.log(data.length, usage)`]
    const { code, stdout, stderr } = await finish(start(t, command))
    t.equal(stderr, '')
    t.equal(code, 0)
    t.equal(stdout, '2 { prompt_tokens: 6, total_tokens: 6 }\n')
    t.equal(await hits(), before + 1, 'the words were embedded once')
  })

  await t.test('may go away, and the work it asked for is given up', async (t) => {
    const large = await scene(3000, 2000).png().toBuffer()
    const controller = new AbortController()
    const input = Array.from({ length: 8 }, (_, i) => dataUri(Buffer.concat([large, Buffer.of(i)])))
    const call = client.embeddings.create({ model: 'builtin', input }, { signal: controller.signal })
    const open = () => readMetric(url, /^likeness_embed_open\{priority="interactive"\} (\d+)$/m)
    while ((await open()) === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    controller.abort()
    t.ok((await failureOf(call)) instanceof APIUserAbortError)
    while ((await open()) > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    const left = /^http_request_duration_seconds_count\{.*route="\/v1\/embeddings".*status="499".*\} (\d+)$/m
    t.equal(await readMetric(url, left), 1)
  })
})

test('a service with keys takes the client’s, and no other', async (t) => {
  const { url } = await startService(t, { env: { API_KEYS: key } })
  t.equal((await connect(url).models.list()).data.length, 1)
  const stranger = connect(url, { apiKey: 'another-key-of-some-length' })
  for (const call of [
    stranger.models.list(),
    stranger.embeddings.create({ model: 'builtin', input: 'a cat' }),
  ] as PromiseLike<unknown>[]) {
    t.match(await failureOf(call), { status: 401, code: 'invalid_api_key', type: 'invalid_request_error' })
  }
})

test('a full queue', async (t) => {
  const { url } = await startService(t, {
    env: { SEARCH_QUEUE_LENGTH_MAX: '8', CACHE_BYTES_MAX: '0', WORKERS: '1', THREADS: '1' },
  })
  const crowd = (client: OpenAI, texts: number) => {
    const input = Array.from({ length: texts }, () => 'a cat')
    return Promise.allSettled(Array.from({ length: 24 }, () => client.embeddings.create({ model: 'builtin', input })))
  }
  // Each fills the queue alone, so that two need not come in the same moment.
  const refused = (await crowd(connect(url), 8)).filter((one) => one.status === 'rejected')
  t.ok(refused.length > 0, `${refused.length} were refused`)
  for (const { reason } of refused) {
    t.match(reason, { status: 503, code: 'overloaded', type: 'server_error' })
    t.ok(Number(reason.headers.get('retry-after')) >= 1)
  }
  const served = await crowd(connect(url, { maxRetries: 20 }), 1)
  t.ok(
    served.every(({ status }) => status === 'fulfilled'),
    'a client that tries again is served',
  )
})

async function readMetric(url: string, pattern: RegExp): Promise<number> {
  return Number(pattern.exec(await (await fetch(`${url}/metrics`)).text())?.[1] ?? 0)
}
