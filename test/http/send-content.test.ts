// Sending a file of any library: streams that break, clients that go away, files that are replaced meanwhile. The library is a
// double, as a real one does these at its own time; image-files.test.ts has the real one.
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import Fastify from 'fastify'
import { type Test, test } from 'tap'
import { registerProblems } from '../../src/http/problem.ts'
import { type Content, sendContent } from '../../src/http/send-content.ts'
import type { LibraryFile } from '../../src/library/library.ts'
import { exchange } from '../support/exchange.ts'

const file = { sizeBytes: 10, modifiedMs: 0, version: 'one' }

/** A server of this content; resolves to its address and the lines that it logs. */
async function serve(t: Test, content: Content): Promise<{ url: string; logged: { level: number; msg: string }[] }> {
  const logged: { level: number; msg: string }[] = []
  const app = Fastify({ logger: { level: 'info', stream: { write: (line) => void logged.push(JSON.parse(line)) } } })
  registerProblems(app)
  app.get('/', (request, reply) => sendContent(request, reply, content))
  t.teardown(() => app.close())
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), logged }
}

function contentOf(stream: () => Readable, opened: LibraryFile = file): Content {
  return { stat: async () => file, open: async () => ({ file: opened, stream: stream() }) }
}

/** A stream that gives what it has and then neither ends nor goes on. */
function stalled(text: string): Readable {
  const stream = new Readable({ read() {} })
  stream.push(text)
  return stream
}

async function begin(t: Test, url: string): Promise<IncomingMessage> {
  const sent = httpRequest(url, { agent: false }).end()
  t.teardown(() => sent.destroy())
  const [answer] = await once(sent, 'response')
  return answer
}

test('a stream that breaks ends the connection, and is logged', async (t) => {
  const stream = stalled('12345')
  const { url, logged } = await serve(
    t,
    contentOf(() => stream),
  )
  const answer = await begin(t, url)
  t.equal(answer.headers['content-length'], '10')
  const broken = once(answer, 'error')
  answer.resume()
  stream.destroy(new Error('the disk broke'))
  t.match(await broken, [{ code: 'ECONNRESET' }])
  t.ok(logged.some((line) => JSON.stringify(line).includes('the disk broke')))
})

test('a stream that breaks before its first byte is answered as a failure', async (t) => {
  const { url } = await serve(
    t,
    contentOf(() => new Readable({ read: () => {} }).destroy(new Error('at once'))),
  )
  t.match(await exchange(url, { path: '/' }), { status: 500 })
})

test('a client that goes away ends the reading', async (t) => {
  const stream = stalled('12345')
  const { url } = await serve(
    t,
    contentOf(() => stream),
  )
  const answer = await begin(t, url)
  const closed = once(stream, 'close')
  answer.destroy()
  await closed
  t.ok(stream.destroyed)
})

test('a file that is replaced while its answer begins is looked at once more', async (t) => {
  const facts = [file, { ...file, version: 'two', sizeBytes: 3 }]
  let stats = 0
  const streams: Readable[] = []
  const { url } = await serve(t, {
    stat: async () => facts[Math.min(stats++, 1)]!,
    async open() {
      streams.push(Readable.from([Buffer.from('abc')]))
      return { file: facts[1]!, stream: streams.at(-1)! }
    },
  })
  const answer = await exchange(url, { path: '/', headers: { 'if-match': '"one", "two"' } })
  t.match({ ...answer, body: answer.bytes.toString() }, { status: 200, headers: { etag: 'W/"two"' }, body: 'abc' })
  t.equal(stats, 2)
  t.ok(streams[0]!.destroyed)
})

test('a condition that the replacing file does not fulfil counts', async (t) => {
  const facts = [file, { ...file, version: 'two' }]
  let stats = 0
  const { url } = await serve(t, {
    stat: async () => facts[Math.min(stats++, 1)]!,
    open: async () => ({ file: facts[1]!, stream: Readable.from([]) }),
  })
  t.match(await exchange(url, { path: '/', headers: { 'if-match': '"one"' } }), { status: 412 })
})

test('a file that never comes to rest is refused in the end', async (t) => {
  let opened = 0
  const { url } = await serve(t, {
    stat: async () => file,
    open: async () => ({ file: { ...file, version: `${opened++}` }, stream: Readable.from([]) }),
  })
  const answer = await exchange(url, { path: '/' })
  t.match(answer, { status: 503, headers: { 'retry-after': '1' } })
  t.equal(JSON.parse(answer.bytes.toString()).code, 'LIBRARY_UNAVAILABLE')
  t.equal(opened, 3)
})

test('nothing is opened for HEAD, nor for what the client has', async (t) => {
  const { url } = await serve(t, {
    stat: async () => file,
    open: async () => {
      throw new Error('opened')
    },
  })
  const head = await exchange(url, { method: 'HEAD', path: '/', headers: { range: 'bytes=0-1' } })
  t.match(head, {
    status: 200,
    headers: { 'content-length': '10', etag: 'W/"one"', 'accept-ranges': 'bytes', 'last-modified': /1970/ },
  })
  t.equal(head.bytes.length, 0)
  t.match(await exchange(url, { path: '/', headers: { 'if-none-match': 'W/"one"' } }), { status: 304 })
  t.match(await exchange(url, { method: 'HEAD', path: '/', headers: { 'if-match': '"x"' } }), { status: 412 })
  t.match(await exchange(url, { path: '/', headers: { range: 'bytes=10-' } }), {
    status: 416,
    headers: { 'content-range': 'bytes */10' },
  })
})
