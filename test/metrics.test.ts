// GET /metrics of a real service: what raises which figure, and that the page is what Prometheus reads.
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import underPressure from '@fastify/under-pressure'
import fastify from 'fastify'
import t from 'tap'
import { metricsRoutes } from '../src/http/routes/metrics.ts'
import { createMetrics } from '../src/metrics/metrics.ts'
import { finish, projectFolder, start } from './cli/run-command.ts'
import { addAt, ask, json, raw, vectorize } from './support/client.ts'
import { type Family, parseExposition, readValue } from './support/exposition.ts'
import { startService } from './support/service.ts'
import { solidJpeg } from './support/solid-pictures.ts'

async function scrape(url: string): Promise<Family[]> {
  const response = await fetch(`${url}/metrics`)
  if (response.status !== 200) throw new Error(`/metrics: ${response.status}`)
  return parseExposition(await response.text())
}

const countOf = (families: Family[], method: string, route: string, status: number) =>
  readValue(families, 'http_request_duration_seconds_count', { method, route, status: String(status) }) ?? 0

function routesOf(families: Family[]): Set<string> {
  const requests = families.find(({ name }) => name === 'http_request_duration_seconds')
  return new Set(requests?.samples.map(({ labels }) => labels.route!))
}

t.test('the metrics of a service', async (t) => {
  const { url } = await startService(t, { env: { SEARCH_QUEUE_LENGTH_MAX: '8' } })

  await t.test('what can happen and has not reads as 0', async (t) => {
    const families = await scrape(url)
    for (const kind of ['text', 'image']) {
      for (const outcome of ['hit', 'shared', 'miss']) {
        t.equal(readValue(families, 'likeness_cache_requests_total', { cache: kind, outcome }), 0)
      }
      t.equal(readValue(families, 'likeness_inference_seconds_count', { kind }), 0)
      t.equal(readValue(families, 'likeness_embed_batch_size_count', { kind }), 0)
      t.equal(readValue(families, 'likeness_cache_entries', { cache: kind }), 0)
      t.equal(readValue(families, 'likeness_cache_bytes', { cache: kind }), 0)
    }
    for (const priority of ['interactive', 'bulk']) {
      t.equal(readValue(families, 'likeness_embed_refused_total', { priority }), 0)
      t.equal(readValue(families, 'likeness_embed_open', { priority }), 0)
      t.equal(readValue(families, 'likeness_embed_wait_seconds_count', { kind: 'text', priority }), 0)
    }
    t.equal(readValue(families, 'likeness_decode_seconds_count'), 0)
    const lag = readValue(families, 'nodejs_eventloop_lag_p99_seconds')
    t.ok(lag! > 0.001, 'the lag is measured before the first scrape')
  })

  await t.test('words that are searched twice are inferred once, and are a hit the second time', async (t) => {
    for (let i = 0; i < 2; i++) t.equal((await ask(`${url}/search/text?q=a+red+car`)).status, 200)
    const families = await scrape(url)
    t.equal(readValue(families, 'likeness_cache_requests_total', { cache: 'text', outcome: 'miss' }), 1)
    t.equal(readValue(families, 'likeness_cache_requests_total', { cache: 'text', outcome: 'hit' }), 1)
    t.equal(readValue(families, 'likeness_inference_seconds_count', { kind: 'text' }), 1)
    t.equal(readValue(families, 'likeness_embed_batch_size_sum', { kind: 'text' }), 1)
    const interactive = { kind: 'text', priority: 'interactive' }
    t.equal(readValue(families, 'likeness_embed_wait_seconds_count', interactive), 1)
    t.equal(readValue(families, 'likeness_cache_entries', { cache: 'text' }), 1)
    t.ok(readValue(families, 'likeness_cache_bytes', { cache: 'text' })! > 512 * 4)
    const seconds = readValue(families, 'likeness_inference_seconds_sum', { kind: 'text' })!
    t.ok(seconds > 0.0001 && seconds < 10, `${seconds} s`)
    t.equal(countOf(families, 'GET', '/search/text', 200), 2)
  })

  await t.test('a picture is decoded and inferred, and counts under the pattern of its route', async (t) => {
    const { image_id } = await addAt(url, 'red.jpg', await solidJpeg('red'))
    await ask(`${url}/images/${image_id}`)
    await ask(`${url}/images/nobody`)
    const families = await scrape(url)
    t.equal(readValue(families, 'likeness_decode_seconds_count'), 1)
    t.equal(readValue(families, 'likeness_inference_seconds_count', { kind: 'image' }), 1)
    t.equal(countOf(families, 'POST', '/images', 201), 1)
    t.equal(countOf(families, 'GET', '/images/:image_id', 200), 1)
    t.equal(countOf(families, 'GET', '/images/:image_id', 404), 1)
  })

  await t.test('a file that is sent is counted, without a warning that too many listen to its end', async (t) => {
    const warnings: Error[] = []
    const note = (warning: Error) => warnings.push(warning)
    process.on('warning', note)
    t.teardown(() => process.off('warning', note))
    const { image_id } = await addAt(url, 'blue.jpg', await solidJpeg('blue'))
    const response = await fetch(`${url}/images/${image_id}/content`)
    await response.arrayBuffer()
    t.equal(countOf(await scrape(url), 'GET', '/images/:image_id/content', 200), 1)
    t.strictSame(warnings, [])
  })

  await t.test('addresses that lead nowhere make no series of their own', async (t) => {
    const before = await scrape(url)
    for (let i = 0; i < 20; i++) t.equal((await ask(`${url}/nothing-${i}/zebra?q=${i}`)).status, 404)
    t.equal((await ask(`${url}/images/%zz`)).status, 400)
    const after = await scrape(url)
    t.strictSame(
      [...routesOf(after)].filter((route) => !routesOf(before).has(route)),
      ['none', '/metrics'].filter((route) => !routesOf(before).has(route)),
    )
    t.equal(countOf(after, 'GET', 'none', 404), 20)
    t.equal(countOf(after, 'GET', 'none', 400), 1)
  })

  await t.test('a client that goes away before its answer is counted as 499', async (t) => {
    t.equal(countOf(await scrape(url), 'POST', '/vectorize', 499), 0)
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    const head = ['POST /vectorize HTTP/1.1', 'host: 127.0.0.1', 'content-type: image/jpeg', 'content-length: 1000']
    socket.write([...head, 'expect: 100-continue', '', ''].join('\r\n'))
    await once(socket, 'data')
    socket.destroy()
    let count = 0
    for (let tries = 0; tries < 100 && count === 0; tries++) {
      await sleep(20)
      count = countOf(await scrape(url), 'POST', '/vectorize', 499)
    }
    t.equal(count, 1)
  })

  await t.test('what is refused is counted by its class', async (t) => {
    const texts = Array.from({ length: 40 }, (_, i) => `word ${i}`)
    const answers = await Promise.all(texts.map((text) => vectorize(url, json({ inputs: [{ text }] }))))
    const refused = answers.filter(({ status }) => status === 503).length
    t.ok(refused > 0, `${refused} were refused`)
    const families = await scrape(url)
    t.equal(readValue(families, 'likeness_embed_refused_total', { priority: 'interactive' }), refused)
    t.equal(readValue(families, 'likeness_embed_refused_total', { priority: 'bulk' }), 0)
    t.equal(countOf(families, 'POST', '/vectorize', 503), refused)
    t.equal(readValue(families, 'likeness_embed_open', { priority: 'interactive' }), 0, 'nothing is left inside')
  })

  await t.test('every line fits the format, and buckets add up', async (t) => {
    const response = await fetch(`${url}/metrics`)
    t.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
    const families = parseExposition(await response.text())
    for (const { name, type, help, samples } of families) {
      t.match(type, /^(counter|gauge|histogram)$/, name)
      t.ok(help.length > 10, `${name} says what it is`)
      if (type === 'counter') t.match(name, /_total$/)
      if (type !== 'histogram') continue
      for (const count of samples.filter((one) => one.name === `${name}_count`)) {
        const isSame = ({ le: _le, ...labels }: Record<string, string>) =>
          JSON.stringify(labels) === JSON.stringify(count.labels)
        const buckets = samples.filter((one) => one.name === `${name}_bucket` && isSame(one.labels))
        const values = buckets.map(({ value }) => value)
        t.strictSame(
          values,
          values.toSorted((a, b) => a - b),
        )
        t.match(buckets.at(-1), { labels: { le: '+Inf' }, value: count.value }, name)
      }
    }
    const names = families.map(({ name }) => name)
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'nodejs_gc_duration_seconds',
      'process_resident_memory_bytes',
    ])
      t.ok(names.includes(name), name)
    t.equal(
      readValue(families, 'likeness_build_info', {
        model: 'builtin',
        store: 'embedded store (SQLite, vectors in memory)',
      }),
      1,
    )
  })

  await t.test('docs/operations.md has every metric of the service’s own, and none that is not there', async (t) => {
    const text = await readFile(new URL('../docs/operations.md', import.meta.url), 'utf8')
    const named = [...text.matchAll(/\b(?:likeness|http|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name)
    const families = await scrape(url)
    const own = families.map(({ name }) => name).filter((name) => /^(likeness|http)_/.test(name))
    t.strictSame(
      own.filter((name) => !named.includes(name)),
      [],
    )
    const printed = families.flatMap(({ name, samples }) => [name, ...samples.map((sample) => sample.name)])
    // What the adapter of a Kubernetes cluster makes of them has names of its own.
    const adapter = await readFile(new URL('../deploy/prometheus-adapter.yaml', import.meta.url), 'utf8')
    printed.push(...[...adapter.matchAll(/name: \{ as: (\w+) \}/g)].map(([, name]) => name!))
    t.strictSame(
      named.filter((name) => !printed.includes(name) && !/^(nodejs|process)_$/.test(name)),
      [],
    )
  })

  await t.test('no word, id or key of a request is on the page', async (t) => {
    await ask(`${url}/search/text?q=zebracrossing`, { headers: { authorization: 'Bearer zebracrossing-key' } })
    await ask(`${url}/images/zebracrossing`)
    await vectorize(url, raw(Buffer.from('zebracrossing')))
    t.notMatch(await (await fetch(`${url}/metrics`)).text(), /zebracrossing/)
  })

  await t.test('another service in this process counts for itself', async (t) => {
    const other = await startService(t)
    t.equal(readValue(await scrape(other.url), 'likeness_cache_requests_total', { cache: 'text', outcome: 'miss' }), 0)
    t.strictSame([...routesOf(await scrape(other.url))], ['/metrics'])
  })
})

t.test('metrics are given while the service refuses other requests as it has fallen behind', async (t) => {
  const app = fastify()
  // As app.ts has it: the schemas that the routes refer to are for the contract.
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer))
  t.teardown(() => app.close())
  await app.register(underPressure, { maxHeapUsedBytes: 1, sampleInterval: 10 })
  await app.register(metricsRoutes, { metrics: createMetrics() })
  app.get('/other', async () => 'fine')
  await app.ready()
  while (!app.isUnderPressure()) await sleep(10)
  t.equal((await app.inject('/other')).statusCode, 503)
  t.equal((await app.inject('/metrics')).statusCode, 200)
})

t.test('metrics do not keep a process alive, nor print its figures twice where there are several', async (t) => {
  const code = `
    const { createMetrics } = await import('${projectFolder}src/metrics/metrics.ts')
    const texts = await Promise.all(Array.from({ length: 20 }, () => createMetrics().render()))
    process.stdout.write(texts.at(-1))`
  const ended = await finish(start(t, [process.execPath, '--eval', code]))
  t.match(ended, { code: 0, stderr: '' })
  t.doesNotThrow(() => parseExposition(ended.stdout))
})
