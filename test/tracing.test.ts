// Traces of a real service, as a collector gets them: which spans there are, what is never in them, and a collector that fails.
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { startTracing } from '../src/tracing.ts'
import { finish, makePlace, projectFolder, start, startServer } from './cli/run-command.ts'
import { addAt, ask, json, raw } from './support/client.ts'
import { findFreePort } from './support/free-port.ts'
import { startOtlpReceiver } from './support/otlp-receiver.ts'
import { startService } from './support/service.ts'
import { solidJpeg } from './support/solid-pictures.ts'

// The SDK reads these itself: batches go out at once, and a collector is given up soon.
process.env.OTEL_BSP_SCHEDULE_DELAY = '50'
process.env.OTEL_EXPORTER_OTLP_TIMEOUT = '400'

const key = 'a-key-that-no-span-may-hold'
const authorization = `Bearer ${key}`

t.test('a service with a collector', async (t) => {
  const collector = await startOtlpReceiver(t)
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`, OTEL_SERVICE_NAME: 'photos', API_KEYS: key }
  const { url } = await startService(t, { env })
  const headers = { authorization }
  const jsonHeaders = { ...headers, 'content-type': 'application/json' }
  const spanOf = (headers: Headers) =>
    collector.waitFor(({ attributes }) => attributes['likeness.request_id'] === headers.get('x-request-id'))

  await t.test('a request is a span with its route, status and id, and its handler one inside it', async (t) => {
    const answer = await ask(`${url}/search/text?q=a+cat&k=3`, { headers })
    t.equal(answer.status, 200)
    const span = await spanOf(answer.headers)
    t.match(span, { name: 'GET /search/text', service: 'photos', kind: 2, status: 0, parentSpanId: undefined })
    t.strictSame(span.attributes, {
      'http.request.method': 'GET',
      'url.path': '/search/text',
      'http.route': '/search/text',
      'likeness.request_id': answer.headers.get('x-request-id'),
      'http.response.status_code': 200,
    })
    const handler = await collector.waitFor(({ parentSpanId }) => parentSpanId === span.spanId)
    t.match(handler, { name: 'handler', traceId: span.traceId, attributes: { 'http.route': '/search/text' } })
  })

  await t.test('it goes on with the trace of its caller', async (t) => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const { headers: answered } = await ask(`${url}/images`, { headers: { ...headers, traceparent } })
    const { traceId, parentSpanId } = await spanOf(answered)
    t.strictSame([traceId, parentSpanId], ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'])
  })

  await t.test('failures have their status, and a route only where there is one', async (t) => {
    const missing = await spanOf((await ask(`${url}/images/nobody`, { headers })).headers)
    t.match(missing, { name: 'GET /images/:image_id', attributes: { 'http.response.status_code': 404 } })
    const nothing = await spanOf((await ask(`${url}/nothing`, { headers })).headers)
    t.match(nothing, { name: 'GET', attributes: { 'http.response.status_code': 404, 'http.route': undefined } })
    const refused = await spanOf((await ask(`${url}/images`)).headers)
    t.match(refused, { name: 'GET /images', attributes: { 'http.response.status_code': 401 } })
  })

  await t.test('a request whose client goes away is a span too', async (t) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    const head = ['POST /vectorize HTTP/1.1', 'host: 127.0.0.1', `authorization: ${authorization}`]
    const body = ['content-type: image/jpeg', 'content-length: 1000', 'expect: 100-continue', '', '']
    socket.write([...head, ...body].join('\r\n'))
    await once(socket, 'data')
    socket.destroy()
    await t.resolves(collector.waitFor(({ name }) => name === 'POST /vectorize'))
  })

  await t.test('no word, key, picture or message of an error leaves the service', async (t) => {
    const picture = await solidJpeg('#336699')
    const requests: [string, RequestInit][] = [
      ['/search/text?q=zebracrossing', { headers }],
      ['/search/text?q=zebracrossing&k=zebracrossing', { headers }],
      ['/search/text', { ...json({ query: 'zebracrossing' }), headers: jsonHeaders }],
      ['/search/text', { ...json({ query: 'zebracrossing', zebracrossing: 1 }), headers: jsonHeaders }],
      [
        '/images?relative_path=zebracrossing.jpg',
        { ...raw(picture), headers: { ...headers, 'content-type': 'image/jpeg' } },
      ],
      ['/vectorize', { ...raw(Buffer.from('zebracrossing')), headers: { ...headers, 'content-type': 'image/png' } }],
      [
        '/images?cursor=zebracrossing',
        { headers: { ...headers, cookie: 'zebracrossing=1', 'user-agent': 'zebracrossing' } },
      ],
      ['/nothing?zebracrossing', { headers: { authorization: `${authorization}-zebracrossing` } }],
    ]
    const statuses: number[] = []
    for (const [address, init] of requests) {
      const { status, headers } = await ask(url + address, init)
      statuses.push(status)
      await spanOf(headers)
    }
    t.strictSame(statuses, [200, 400, 200, 400, 201, 415, 400, 401])
    const sent = collector.bodies.join('\n')
    t.notMatch(sent, /zebracrossing/)
    t.notMatch(sent, key)
    t.notMatch(sent, picture.toString('base64').slice(0, 40))
    t.notMatch(sent, /"(stack|message|exception[^"]*)"/)
  })

  await t.test('probes and scrapes are not traced', async (t) => {
    await ask(`${url}/health/live`)
    await ask(`${url}/health/ready`)
    await (await fetch(`${url}/metrics`, { headers })).text()
    await spanOf((await ask(`${url}/images`, { headers })).headers)
    const paths = collector.spans.map(({ attributes }) => String(attributes['url.path']))
    t.strictSame(
      paths.filter((path) => /^\/(health|metrics)/.test(path)),
      [],
    )
  })
})

t.test('what is left is sent when the service stops', async (t) => {
  const collector = await startOtlpReceiver(t)
  const place = await makePlace(t)
  const env = { ...place.env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '60000' }
  const server = await startServer(t, { ...place, env })
  await addAt(server.url, 'red.jpg', await solidJpeg('red'))
  t.strictSame(collector.spans, [])
  server.child.kill('SIGTERM')
  t.equal(await server.exit, 0)
  t.ok(collector.spans.some(({ name, service }) => name === 'POST /images' && service === 'likeness'))
})

t.test('a collector that does not answer holds neither answers nor the stop', async (t) => {
  const collector = await startOtlpReceiver(t, { isSilent: true })
  const place = await makePlace(t)
  const env = {
    ...place.env,
    LOG_LEVEL: 'warn',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_TIMEOUT: '30000',
  }
  const server = await startServer(t, { ...place, env })
  for (let i = 0; i < 20; i++) t.equal((await ask(`${server.url}/images`)).status, 200)
  const startMs = performance.now()
  server.child.kill('SIGTERM')
  t.equal(await server.exit, 0)
  const ms = performance.now() - startMs
  t.ok(ms < 2_000, `it stopped within ${Math.round(ms)} ms`)
  t.ok(collector.bodies.length > 0, 'it was tried')
  t.equal(server.output.stdout, '')
  t.equal(server.output.stderr, '')
})

t.test('a collector that fails is told of once, and once that it is well again', async (t) => {
  const port = await findFreePort()
  const told: string[] = []
  const tell = { info: (line: string) => told.push(line), warn: (line: string) => told.push(line) }
  const options = { serviceName: 'likeness', version: '0', tell, endpoint: `http://127.0.0.1:${port}` }
  const tracing = await startTracing(options)
  const { trace } = await import('@opentelemetry/api')
  // Twenty batches of spans.
  const makeSpans = async () => {
    for (let i = 0; i < 20; i++) {
      trace.getTracer('test').startSpan('one').end()
      await sleep(60)
    }
  }
  await makeSpans()
  await untilTrue(() => told.length > 0)
  t.strictSame(told, ['Traces cannot be sent; they are dropped until they can.'])
  const collector = await startOtlpReceiver(t, { port })
  await makeSpans()
  await untilTrue(() => told.length > 1)
  t.strictSame(told.slice(1), ['Traces are sent again.'])
  t.ok(collector.spans.length > 0)
  await tracing.close()
})

t.test('without a collector nothing of OpenTelemetry’s SDK is loaded', async (t) => {
  const loaded = async (env: Record<string, string>) => {
    const place = await makePlace(t)
    const code = `
      const { readConfig } = await import('${projectFolder}src/config.ts')
      const { startService } = await import('${projectFolder}src/service.ts')
      const service = await startService(readConfig())
      const { Module } = await import('node:module')
      const files = Object.keys(Module._cache)
      process.stdout.write(String(files.filter((file) => /@opentelemetry.sdk|@fastify.otel/.test(file)).length))
      await service.close()`
    const ended = await finish(start(t, [process.execPath, '--eval', code], { env: { ...place.env, ...env } }))
    t.match(ended, { code: 0, stderr: '' })
    return Number(ended.stdout)
  }
  const collector = await startOtlpReceiver(t)
  t.equal(await loaded({}), 0)
  t.ok((await loaded({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })) > 10, 'the check sees it where it is loaded')
})

async function untilTrue(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !isTrue(); tries++) await sleep(25)
}
