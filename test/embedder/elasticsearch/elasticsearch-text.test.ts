import { createServer } from 'node:net'
import { inspect } from 'node:util'
import t, { type Test } from 'tap'
import {
  createElasticsearchText,
  type ElasticsearchTextOptions,
} from '../../../src/embedder/elasticsearch/elasticsearch-text.ts'
import { describeTextEmbedderFault, toFault } from '../../../src/embedder/elasticsearch/elasticsearch-text-fault.ts'
import type { TextEmbedder } from '../../../src/embedder/text-embedder.ts'
import type { LikenessError } from '../../../src/errors.ts'
import {
  type MlDouble,
  type MlMode,
  refusedMark,
  startMlDouble,
  truncatedFromChars,
  vectorOf,
} from '../../support/ml-double.ts'

const dims = 512
const model = 'clip-text.v1'
/** Never reached: where a test waits for a time-out it sets its own. */
const timeoutMs = 60_000

type Parts = { double: MlDouble; embedder: TextEmbedder }

async function start(
  t: Test,
  mode: MlMode = 'modern',
  changes: Partial<ElasticsearchTextOptions> = {},
): Promise<Parts> {
  const double = await startMlDouble(mode, { dims })
  const embedder = createElasticsearchText({ url: double.url, model, timeoutMs, dims, ...changes })
  t.teardown(async () => {
    await embedder.close()
    await double.close()
  })
  return { double, embedder }
}

function outputOf(text: string): Float32Array {
  return Float32Array.from(vectorOf(text, dims))
}

async function failureOf(work: Promise<unknown>): Promise<LikenessError> {
  return work.then(
    () => {
      throw new Error('it succeeded')
    },
    (error) => error,
  )
}

function reasonOf(error: LikenessError): string {
  return (error.cause as Error).message
}

function textsOf(count: number, word = 'text'): string[] {
  return Array.from({ length: count }, (_, i) => `${word} ${i}`)
}

/** Occupies all four requests, so that what is asked for next waits until `double.release()`. */
async function occupy({ double, embedder }: Parts): Promise<{ done: Promise<unknown> }> {
  double.hold()
  const calls: Promise<PromiseSettledResult<unknown>[]>[] = []
  for (let i = 0; i < 4; i++) {
    // Settled from the start: on a busy machine one may be given up while the next is sent.
    calls.push(Promise.allSettled([embedder.embed(`first ${i}`)]))
    await double.until(() => double.requests.length === i + 1)
  }
  return { done: Promise.all(calls).then((outcomes) => outcomes.flat()) }
}

/** Lets everything happen that needs no answer. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

t.test('a text becomes the numbers that the engine gives, as the documented request and answer have it', async (t) => {
  const { double, embedder } = await start(t)
  t.same(await embedder.embed('a sunny hill'), { output: outputOf('a sunny hill'), truncated: false })
  const [request, ...others] = double.requests
  t.same(others, [])
  t.match(request, { path: `/_ml/trained_models/${model}/_infer`, texts: ['a sunny hill'], authorization: undefined })
  t.match(request!.timeout, /^\d+ms$/)
  const sentMs = Number.parseInt(request!.timeout!, 10)
  t.ok(sentMs > 0 && sentMs <= timeoutMs, 'the engine is told how long is left')
})

t.test('a path in the address is kept, and the model’s name is escaped', async (t) => {
  const double = await startMlDouble('modern', { dims })
  const embedder = createElasticsearchText({ url: `${double.url}/behind/proxy?x#y`, model: 'a b/c', timeoutMs, dims })
  t.teardown(() => double.close())
  await embedder.embed('a')
  t.equal(double.requests[0]!.path, '/behind/proxy/_ml/trained_models/a%20b%2Fc/_infer')
})

t.test('a text that the engine cut short is flagged, and only that', async (t) => {
  const { embedder } = await start(t)
  const texts = ['short', 'x'.repeat(truncatedFromChars)]
  const results = await Promise.all(texts.map((text) => embedder.embed(text)))
  t.same(
    results.map(({ truncated }) => truncated),
    [false, true],
  )
})

t.test('texts of one turn go in one request, and each caller gets its own numbers', async (t) => {
  const { double, embedder } = await start(t)
  const texts = textsOf(20)
  const results = await Promise.all(texts.map((text) => embedder.embed(text)))
  t.same(
    results.map(({ output }) => output),
    texts.map(outputOf),
  )
  t.same(double.sizes, [20])
})

t.test('texts that wait while four requests are under way go together in the next one', async (t) => {
  const parts = await start(t)
  const { double, embedder } = parts
  const first = await occupy(parts)
  const waiting = Promise.all(textsOf(10).map((text) => embedder.embed(text)))
  await turn()
  t.equal(double.requests.length, 4)
  double.release()
  await Promise.all([first.done, waiting])
  t.same(double.sizes, [1, 1, 1, 1, 10])
})

t.test('a request takes 32 texts at most, and four are under way at most', async (t) => {
  const { double, embedder } = await start(t)
  double.hold()
  const calls = Promise.all(textsOf(32 * 5 + 3).map((text) => embedder.embed(text)))
  await double.until(() => double.requests.length === 4)
  await turn()
  t.same(double.sizes, [32, 32, 32, 32])
  double.release()
  await calls
  // The last two are under way together, and come in either order.
  t.same(
    double.sizes.toSorted((a, b) => b - a),
    [32, 32, 32, 32, 32, 3],
  )
  t.equal(double.openMost, 4)
})

t.test('an engine that takes one document a call gets one a call, once it has said so', async (t) => {
  const { double, embedder } = await start(t, 'single')
  const embedAll = (texts: string[]) => Promise.all(texts.map((text) => embedder.embed(text)))
  const results = await embedAll(textsOf(5))
  t.same(
    results.map(({ output }) => output),
    textsOf(5).map(outputOf),
  )
  t.same(double.sizes, [5, 1, 1, 1, 1, 1])
  await embedAll(textsOf(6, 'more'))
  t.same(double.sizes.slice(6), [1, 1, 1, 1, 1, 1])
  t.ok(double.openMost <= 4)
})

t.test('Elasticsearch 8.0 to 8.2 is asked on its own path, one document a call, once it is known', async (t) => {
  const { double, embedder } = await start(t, 'old')
  const path = `/_ml/trained_models/${model}`
  const long = 'x'.repeat(truncatedFromChars)
  t.same(await embedder.embed(long), { output: outputOf(long), truncated: true })
  t.same(
    double.requests.map((request) => request.path),
    [`${path}/_infer`, `${path}/deployment/_infer`],
  )
  const results = await Promise.all(textsOf(3).map((text) => embedder.embed(text)))
  t.same(
    results.map(({ output }) => output),
    textsOf(3).map(outputOf),
  )
  t.same(
    double.requests.slice(2).map((request) => [request.path, request.texts.length]),
    Array(3).fill([`${path}/deployment/_infer`, 1]),
  )
})

t.test('several texts at once find the way to Elasticsearch 8.0 to 8.2 too', async (t) => {
  const { double, embedder } = await start(t, 'old')
  const results = await Promise.all(textsOf(4).map((text) => embedder.embed(text)))
  t.same(
    results.map(({ output }) => output),
    textsOf(4).map(outputOf),
  )
  t.same(double.sizes, [4, 1, 1, 1, 1])
})

t.test('a server without machine learning is asked on both paths each time, and used once it has it', async (t) => {
  const { double, embedder } = await start(t, 'noMl')
  const errors = await Promise.all(textsOf(5).map((text) => failureOf(embedder.embed(text))))
  for (const error of errors) t.equal(error.code, 'TEXT_EMBEDDER_UNAVAILABLE')
  t.match(
    reasonOf(errors[0]!),
    /no inference API \(400: no handler found for uri .*must be Elasticsearch 8\.0 or newer/,
  )
  t.same(double.sizes, [5, 1])
  double.mode = 'modern'
  await Promise.all(textsOf(2).map((text) => embedder.embed(text)))
  t.same(double.sizes, [5, 1, 2])
})

t.test('a text that the engine refuses fails alone, and its neighbours are embedded', async (t) => {
  const { double, embedder } = await start(t)
  const [good, bad, other] = await Promise.allSettled(
    ['good', `too long ${refusedMark}`, 'other'].map((text) => embedder.embed(text)),
  )
  t.match(good, { status: 'fulfilled', value: { output: outputOf('good') } })
  t.match(other, { status: 'fulfilled', value: { output: outputOf('other') } })
  const error = (bad as PromiseRejectedResult).reason
  t.match(error, { code: 'INTERNAL', message: 'The text model of the Elasticsearch cluster refuses the text.' })
  t.match(reasonOf(error), /^the model "clip-text\.v1" does not take the text \(400: Input too large\./)
  t.same(double.sizes, [3, 1, 1, 1])
  await Promise.all(textsOf(3).map((text) => embedder.embed(text)))
  t.same(double.sizes.slice(4), [3], 'one bad text does not end the batches')
})

t.test('a fault that is not of the texts ends the way one by one for all of them', async (t) => {
  const { double, embedder } = await start(t, 'single')
  double.next = ['single', 'single', 'forbidden']
  const results = await Promise.allSettled(textsOf(5).map((text) => embedder.embed(text)))
  t.same(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected', 'rejected', 'rejected'],
  )
  t.same(double.sizes, [5, 1, 1])
})

t.test('what may pass is tried three times', async (t) => {
  for (const mode of ['busy', 'engineTimeout', 'badGateway', 'unavailable', 'drop', 'dropWithin'] as const) {
    const { double, embedder } = await start(t)
    double.next = [mode, mode]
    t.same((await embedder.embed('a')).output, outputOf('a'), mode)
    t.equal(double.requests.length, 3, mode)
    double.next = [mode, mode, mode]
    const error = await failureOf(embedder.embed('b'))
    t.equal(error.code, 'TEXT_EMBEDDER_UNAVAILABLE', mode)
    t.ok(error.retryAfterS! > 0, mode)
    t.equal(double.requests.length, 6, mode)
    if (mode.startsWith('drop')) t.match(reasonOf(error), /cannot be reached \(other side closed\)/, mode)
  }
})

t.test('what does not pass is not tried again, and the log is told what to do', async (t) => {
  const late = 'The text model of the Elasticsearch cluster is not ready.'
  const silent = 'The text model of the Elasticsearch cluster does not answer.'
  const cases: [MlMode, string, RegExp][] = [
    ['missing', late, /the model "clip-text\.v1" is not in the cluster .*404: Could not find.*import it and start/],
    ['notDeployed', late, /the model "clip-text\.v1" is not deployed \(409: .*not allocated.*start its deployment$/],
    ['mustBeDeployed', late, /the model "clip-text\.v1" is not deployed \(400: .*start its deployment$/],
    ['unlicensed', late, /licence .* does not cover machine learning \(403: current license is non-compliant/],
    ['forbidden', late, /the credentials do not allow .*"clip-text\.v1" \(403\); .*monitor_ml$/],
    ['broken', silent, /answers with the status 500: Error in inference process: \[broken\]$/],
    ['redirect', silent, /answers with the status 302$/],
  ]
  for (const [mode, detail, reason] of cases) {
    const { double, embedder } = await start(t, mode)
    const error = await failureOf(embedder.embed('a'))
    t.match(error, { code: 'TEXT_EMBEDDER_UNAVAILABLE', message: detail }, mode)
    t.ok(error.retryAfterS! > 0, mode)
    t.match(reasonOf(error), reason)
    t.equal(double.requests.length, 1, mode)
  }
})

t.test('a page that is not Elasticsearch’s is not taken for a model that is missing', async (t) => {
  const { embedder } = await start(t, 'elsewhere')
  const error = await failureOf(embedder.embed('a'))
  t.equal(error.code, 'TEXT_EMBEDDER_UNAVAILABLE')
  t.match(reasonOf(error), /the server at .* has no inference API \(404\)/)
})

t.test('a full queue is told apart from silence', async (t) => {
  const { embedder } = await start(t, 'busy')
  const error = await failureOf(embedder.embed('a'))
  t.equal(error.message, 'The text model of the Elasticsearch cluster has too much to do.')
  t.match(reasonOf(error), /queue of the model "clip-text\.v1" is full \(429: inference process queue is full/)
})

t.test('nobody listens: the reason names the address and what the network said', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  const embedder = createElasticsearchText({ url: `http://127.0.0.1:${port}`, model, timeoutMs, dims })
  const error = await failureOf(embedder.embed('a'))
  t.equal(error.code, 'TEXT_EMBEDDER_UNAVAILABLE')
  t.equal(
    reasonOf(error),
    `Elasticsearch at http://127.0.0.1:${port} cannot be reached (ECONNREFUSED); check the address and that it runs`,
  )
})

t.test('a certificate of an unknown authority gets its own remedy', async (t) => {
  const elsewhere = { model, request: { origin: 'https://es:9200', redact: (text: string) => text } }
  for (const why of ['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE']) {
    const error = toFault('unreachable', { kind: 'unreachable', why }, elsewhere)
    t.match(reasonOf(error), `(${why}); name its authority in NODE_EXTRA_CA_CERTS`)
  }
})

t.test('Retry-After puts the next attempt off when it is short, and is passed on when it is long', async (t) => {
  const { double, embedder } = await start(t, 'modern', { timeoutMs: 900 })
  double.next = ['unavailable']
  await embedder.embed('a')
  t.equal(double.requests.length, 2, 'without it the second attempt comes in time')
  double.retryAfter = '1'
  double.next = ['unavailable']
  t.match(await failureOf(embedder.embed('b')), { retryAfterS: 1, cause: { message: /status 503/ } })
  t.equal(double.requests.length, 3, 'with it there is no time left for one, which is not waited for')

  const patient = await start(t, 'unavailable')
  for (const [retryAfter, seconds] of [
    ['30', [30]],
    ['3600', [60]],
    [new Date(Date.now() + 31_000).toUTCString(), [29, 30, 31]],
  ] as const) {
    patient.double.retryAfter = retryAfter
    const before = patient.double.requests.length
    const { retryAfterS } = await failureOf(patient.embedder.embed('a'))
    t.ok((seconds as readonly number[]).includes(retryAfterS!), `${retryAfter} is passed on as ${retryAfterS}`)
    t.equal(patient.double.requests.length, before + 1)
  }
  for (const retryAfter of ['0', 'soon', new Date(0).toUTCString()]) {
    patient.double.retryAfter = retryAfter
    const before = patient.double.requests.length
    t.match(await failureOf(patient.embedder.embed('a')), { retryAfterS: 5 })
    t.equal(patient.double.requests.length, before + 3)
  }
})

t.test('an engine that does not answer is given up at the time limit', async (t) => {
  const { double, embedder } = await start(t, 'stall', { timeoutMs: 100 })
  const error = await failureOf(embedder.embed('a'))
  t.match(error, {
    code: 'TEXT_EMBEDDER_UNAVAILABLE',
    message: 'The text model of the Elasticsearch cluster does not answer.',
  })
  t.match(reasonOf(error), /the model "clip-text\.v1" at http:.* gave no answer within 100 ms/)
  await double.until(() => double.givenUp === 1)
  t.equal(double.requests.length, 1)
})

t.test('the time limit is for all attempts together', async (t) => {
  const { double, embedder } = await start(t, 'stall', { timeoutMs: 1_000 })
  double.next = ['unavailable', 'stall']
  t.match(reasonOf(await failureOf(embedder.embed('a'))), /no answer within 1000 ms/)
  await double.until(() => double.givenUp === 1)
  const [first, second, ...others] = double.requests.map(({ timeout }) => Number.parseInt(timeout!, 10))
  t.ok(second! < first!, 'the engine is told that less is left')
  t.same(others, [])
})

t.test('a text that waits for its turn is given up at its own time limit', async (t) => {
  const parts = await start(t, 'modern', { timeoutMs: 150 })
  const first = await occupy(parts)
  t.match(reasonOf(await failureOf(parts.embedder.embed('late'))), /no answer within 150 ms/)
  await first.done
})

t.test('a text whose caller gives up while it waits is not sent', async (t) => {
  const parts = await start(t)
  const { double, embedder } = parts
  const first = await occupy(parts)
  const caller = new AbortController()
  const reason = new Error('gone')
  const left = failureOf(embedder.embed('left', caller.signal))
  const stays = embedder.embed('stays')
  await turn()
  caller.abort(reason)
  t.equal(await left, reason)
  double.release()
  await Promise.all([first.done, stays])
  t.same(double.requests[4]!.texts, ['stays'])
  t.equal(double.requests.length, 5)
})

t.test('a caller that is gone before it asks costs nothing', async (t) => {
  const { double, embedder } = await start(t)
  const reason = new Error('gone')
  t.equal(await failureOf(embedder.embed('a', AbortSignal.abort(reason))), reason)
  await embedder.embed('b')
  t.same(
    double.requests.map(({ texts }) => texts),
    [['b']],
  )
})

t.test('a request is given up when all its callers are gone, and not before', async (t) => {
  const { double, embedder } = await start(t)
  double.hold()
  const callers = [new AbortController(), new AbortController()]
  const gone = callers.map(({ signal }, i) => failureOf(embedder.embed(`text ${i}`, signal)))
  await double.until(() => double.requests.length === 1)
  t.same(double.sizes, [2])
  callers[0]!.abort()
  await gone[0]
  await turn()
  t.equal(double.givenUp, 0)
  callers[1]!.abort()
  await gone[1]
  await double.until(() => double.givenUp === 1)

  const caller = new AbortController()
  const left = failureOf(embedder.embed('left', caller.signal))
  const stays = embedder.embed('stays')
  await double.until(() => double.requests.length === 2)
  caller.abort()
  await left
  double.release()
  t.same((await stays).output, outputOf('stays'))
  t.equal(double.givenUp, 1)
})

t.test('a caller that gives up between two attempts ends them and the wait', async (t) => {
  const { double, embedder } = await start(t, 'unavailable')
  double.retryAfter = '2'
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
  const before = timers()
  const caller = new AbortController()
  const gone = failureOf(embedder.embed('a', caller.signal))
  // The caller's time limit, and the wait for the next attempt.
  while (timers() < before + 2) await turn()
  caller.abort()
  t.equal((await gone).name, 'AbortError')
  await turn()
  t.equal(timers(), before)
  await embedder.close()
  t.equal(double.requests.length, 1)
})

t.test('a caller that gives up while its text is sent alone takes no other along', async (t) => {
  const { double, embedder } = await start(t, 'single')
  const caller = new AbortController()
  const calls = textsOf(4).map((text, i) => embedder.embed(text, i === 1 || i === 2 ? caller.signal : undefined))
  const outcomes = Promise.allSettled(calls)
  await calls[0]
  double.hold()
  await double.until(() => double.requests.at(-1)!.texts[0] === 'text 1')
  caller.abort()
  double.release()
  t.same(
    (await outcomes).map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
  )
  t.same(
    double.requests.slice(1).map(({ texts }) => texts),
    [['text 0'], ['text 1'], ['text 3']],
  )
})

t.test('answers that make no sense are INTERNAL, and the log is told how', async (t) => {
  const cases: [MlMode, RegExp][] = [
    ['wrongDims', /gives 511 numbers where the pictures have 512 dims; deploy the text tower of the same space$/],
    ['shortResults', /gives 1 results for 2 texts$/],
    ['noResults', /answers without results$/],
    ['noNumbers', /something else than finite numbers$/],
    ['zeros', /gives a vector of zeros$/],
    ['tooLarge', /something else than finite numbers$/],
    ['notEmbedding', /gives no vector; it must be a model for text_embedding$/],
    ['nonJson', /answers with something else than JSON$/],
    ['endless', /answers with something else than JSON$/],
  ]
  for (const [mode, reason] of cases) {
    const { double, embedder } = await start(t, mode)
    for (const error of await Promise.all(['a', 'b'].map((text) => failureOf(embedder.embed(text))))) {
      t.match(error, {
        code: 'INTERNAL',
        message: 'The text model of the Elasticsearch cluster gave no usable answer.',
      })
      t.match(reasonOf(error), reason, mode)
    }
    t.equal(double.requests.length, 1, mode)
  }
})

t.test('an API key, or the user and password of the address, go along as Elasticsearch takes them', async (t) => {
  const { double } = await start(t)
  const { host } = new URL(double.url)
  const basic = `Basic ${Buffer.from('find er:p@ss:wört').toString('base64')}`
  const cases = [
    { url: double.url, apiKey: 'aWQ6c2VjcmV0', authorization: 'ApiKey aWQ6c2VjcmV0' },
    { url: `http://find%20er:p%40ss%3Aw%C3%B6rt@${host}`, authorization: basic },
    { url: `http://user:password@${host}`, apiKey: 'aWQ6c2VjcmV0', authorization: 'ApiKey aWQ6c2VjcmV0' },
  ]
  for (const { authorization, ...access } of cases) {
    double.authorization = authorization
    const embedder = createElasticsearchText({ model, timeoutMs, dims, ...access })
    t.same((await embedder.embed('a')).output, outputOf('a'))
    await embedder.close()
  }
  const stranger = createElasticsearchText({ url: double.url, model, timeoutMs, dims })
  const error = await failureOf(stranger.embed('a'))
  t.equal(error.code, 'TEXT_EMBEDDER_UNAVAILABLE')
  t.match(reasonOf(error), /does not take the credentials \(401\); give an API key/)
  t.equal(double.requests.length, cases.length + 1)
})

/** Everything that can be seen of an error: what a log writes, and what a debugger shows. */
function exposed(error: unknown): string {
  const seen = [inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error)]
  for (let link = error as Error | undefined; link !== undefined; link = link.cause as Error | undefined) {
    seen.push(link.message, link.stack ?? '', JSON.stringify(Object.entries(Object.getOwnPropertyDescriptors(link))))
  }
  return seen.join('\n')
}

t.test('no failure shows the credentials, and none tells a client where the cluster is', async (t) => {
  const { double } = await start(t)
  const { host } = new URL(double.url)
  const secrets = [
    's3cretPass',
    's3cret%50ass',
    Buffer.from('finder:s3cretPass').toString('base64'),
    'a2V5OnMzY3JldA==',
  ]
  const ways = [
    { url: `http://finder:s3cret%50ass@${host}`, header: `Basic ${secrets[2]}` },
    { url: `http://${host}`, apiKey: secrets[3]!, header: `ApiKey ${secrets[3]}` },
  ]
  const modes: MlMode[] = ['echo', 'forbidden', 'busy', 'drop', 'nonJson', 'wrongDims', 'missing', 'redirect', 'stall']
  for (const { header, ...access } of ways) {
    for (const mode of [...modes, 'unauthorised'] as const) {
      double.authorization = mode === 'unauthorised' ? 'Basic other' : header
      double.mode = mode === 'unauthorised' ? 'modern' : mode
      const embedder = createElasticsearchText({
        model,
        dims,
        timeoutMs: mode === 'stall' ? 100 : timeoutMs,
        ...access,
      })
      const error = await failureOf(embedder.embed('a'))
      const shown = `${exposed(error)}\n${describeTextEmbedderFault(error)}`
      t.notOk(secrets.some((secret) => shown.includes(secret)) || shown.includes('finder'), `${mode} keeps the secret`)
      t.notMatch(error.message, /127\.0\.0\.1|http|clip-text/, `${mode} keeps the address`)
      await embedder.close()
    }
  }
  double.mode = 'echo'
  double.authorization = ways[1]!.header
  const embedder = createElasticsearchText({ model, dims, timeoutMs, url: double.url, apiKey: ways[1]!.apiKey })
  t.match(reasonOf(await failureOf(embedder.embed('a'))), 'cannot forward {authorization: ApiKey ***}')
})

t.test('an address or a key that cannot be used is refused at once, without repeating it', async (t) => {
  const cases = [
    { url: 'http://finder:s3cretPass@[nowhere' },
    { url: 'ftp://finder:s3cretPass@host' },
    { url: 'http://finder:s3cretPass%zz@host' },
    { url: 'http://host', apiKey: 's3cretPass\n' },
    { url: 'http://host', apiKey: 's3cretPassé' },
  ]
  for (const access of cases) {
    try {
      createElasticsearchText({ model, timeoutMs, dims, ...access })
      t.fail(`${access.url} was taken`)
    } catch (error) {
      t.match(error, { code: 'CONFIG_INVALID' })
      t.notMatch(exposed(error), 's3cretPass')
    }
  }
  t.throws(() => createElasticsearchText({ url: 'http://host', apiKey: '', model, timeoutMs, dims }), {
    code: 'CONFIG_INVALID',
  })
})

t.test('close gives up what waits and what is under way', async (t) => {
  const parts = await start(t)
  const { double, embedder } = parts
  const first = await occupy(parts)
  const waiting = failureOf(embedder.embed('waiting'))
  await turn()
  await embedder.close()
  const rejected = (await first.done) as PromiseRejectedResult[]
  t.same(
    rejected.map(({ reason }) => reason.code),
    Array(4).fill('SHUTTING_DOWN'),
  )
  t.equal((await waiting).code, 'SHUTTING_DOWN')
  t.equal((await failureOf(embedder.embed('after'))).code, 'SHUTTING_DOWN')
  await double.until(() => double.givenUp === 4)
  double.release()
  t.equal(double.requests.length, 4)
  await embedder.close()
})

t.test('a fault of the start becomes one line: what is wrong, what to do', async (t) => {
  const { double, embedder } = await start(t, 'missing')
  t.equal(
    describeTextEmbedderFault(await failureOf(embedder.embed('a'))),
    `The text model cannot be used: the model "${model}" is not in the cluster at ${double.url} ` +
      `(404: Could not find trained model [${model}]); import it and start its deployment.`,
  )
  t.equal(describeTextEmbedderFault(new Error('Odd.')), 'The text model cannot be used: Odd.')
  await t.rejects(embedder.warmUp(), {
    code: 'TEXT_EMBEDDER_UNAVAILABLE',
    message:
      /^The text model cannot be used: the model "clip-text.v1" is not in the cluster .*; import it and start its/,
  })
  double.mode = 'modern'
  await embedder.warmUp()
})

t.test('what a server says is one line of bounded length in the log', async (t) => {
  const outcome = { kind: 'answer', status: 500, retryAfterMs: undefined } as const
  const elsewhere = { model, request: { origin: 'http://es:9200', redact: (text: string) => text } }
  const error = toFault('failing', { ...outcome, body: { error: { reason: 'a\n\tb '.repeat(1000) } } }, elsewhere)
  t.match(reasonOf(error), /500: a b a b/)
  t.ok(reasonOf(error).length < 400)
})
