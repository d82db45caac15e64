// Storage that fails in ways that no server here can be brought to: a double at the other end of HTTP answers as such servers do.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Test, test } from 'tap'
import { createS3Library } from '../../../src/library/s3/s3-library.ts'
import { credentials } from '../../s3/s3-server.ts'
import { codeOf, collect, pixelsMax } from '../open-library.ts'

Object.assign(process.env, credentials)

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A library over a storage that answers a listing as an empty bucket does, and anything else as the test says. */
async function openLibrary(t: Test, answer: Answer, answerTimeoutMs = 2_000) {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    request.resume()
    if (request.url?.includes('max-keys=1')) {
      response.end('<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>')
      return
    }
    requests.push(request)
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const place = {
    bucket: 'photos',
    keyPrefix: '',
    region: 'us-east-1',
    endpoint,
    cacheFolder: t.testdir({}),
    pixelsMax,
  }
  return {
    library: await createS3Library({ ...place, answerTimeoutMs }, { warn: (message) => t.fail(message) }),
    requests,
  }
}

function refuse(status: number, code: string): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' })
    response.end(`<Error><Code>${code}</Code><Message>No.</Message></Error>`)
  }
}

/** Answers so where nothing lies at any key. */
function emptyBut(answer: Answer): Answer {
  return (request, response) => {
    if (request.method === 'HEAD') refuse(404, 'NotFound')(request, response)
    else answer(request, response)
  }
}

const x = Buffer.from('x')

test('a storage that takes requests and answers none is given up in time', async (t) => {
  const { library, requests } = await openLibrary(t, () => {}, 300)
  const beganMs = performance.now()
  t.equal(await codeOf(library.stat('a.jpg')), 'LIBRARY_UNAVAILABLE')
  t.equal(requests.length, 3)
  t.ok(performance.now() - beganMs < 5_000)
})

test('a storage at its limit, one that fails and one that refuses access are unavailable', async (t) => {
  const cases: [number, string, number, RegExp][] = [
    [503, 'SlowDown', 3, /takes no more requests/],
    [500, 'InternalError', 3, /does not serve/],
    [403, 'AccessDenied', 1, /refuses access/],
    [404, 'NoSuchBucket', 1, /bucket of the pictures is not there/],
  ]
  for (const [status, code, attempts, message] of cases) {
    const { library, requests } = await openLibrary(t, refuse(status, code))
    await t.rejects(library.read('a.jpg'), { code: 'LIBRARY_UNAVAILABLE', message, retryAfterS: 5 })
    t.equal(requests.length, attempts, code)
  }
})

test('a server without conditional writes is told of, and nothing is overwritten', async (t) => {
  const { library, requests } = await openLibrary(t, emptyBut(refuse(501, 'NotImplemented')))
  await t.rejects(library.write('a.jpg', x, { overwrite: false }), { code: 'INTERNAL', message: /If-None-Match/ })
  const writes = requests.filter(({ method }) => method === 'PUT')
  t.ok(writes.every(({ headers }) => headers['if-none-match'] === '*'))
})

test('a server that leaves the condition of a write out overwrites nothing that is there', async (t) => {
  const { library, requests } = await openLibrary(t, (_request, response) => {
    response.setHeader('last-modified', new Date().toUTCString()).end()
  })
  t.equal(await codeOf(library.write('a.jpg', x, { overwrite: false })), 'PATH_TAKEN')
  t.same(
    requests.map(({ method }) => method),
    ['HEAD'],
  )
  await library.write('a.jpg', x, { overwrite: true })
  t.equal(requests.at(-1)?.method, 'PUT')
})

test('a write that another came between is sent again', async (t) => {
  let sent = 0
  const answer: Answer = (request, response) => {
    if (++sent === 1) refuse(409, 'ConditionalRequestConflict')(request, response)
    else response.end()
  }
  const { library } = await openLibrary(t, emptyBut(answer))
  await library.write('a.jpg', x, { overwrite: false })
  t.equal(sent, 2)
})

/** A storage that writes, fails to say so, and finds the path taken when it is asked again. */
function holding(stored: Buffer): Answer {
  let puts = 0
  return (request, response) => {
    if (request.method === 'GET') response.end(stored)
    else if (++puts === 1) refuse(500, 'InternalError')(request, response)
    else refuse(412, 'PreconditionFailed')(request, response)
  }
}

test('a write whose answer was lost counts as written where the bytes are there', async (t) => {
  const { library } = await openLibrary(t, emptyBut(holding(x)))
  t.equal(await codeOf(library.write('a.jpg', x, { overwrite: false })), 'none')
})

test('where other bytes are there it does not', async (t) => {
  for (const stored of ['y', 'longer']) {
    const { library } = await openLibrary(t, emptyBut(holding(Buffer.from(stored))))
    t.equal(await codeOf(library.write('a.jpg', x, { overwrite: false })), 'PATH_TAKEN')
  }
})

test('an answer that breaks off is asked for again, three times in all', async (t) => {
  const breaksOff: Answer = (_request, response) => {
    response.writeHead(200, { 'content-length': '10' })
    response.write('12345', () => response.destroy())
  }
  const broken = await openLibrary(t, breaksOff)
  t.equal(await codeOf(broken.library.read('a.jpg')), 'LIBRARY_UNAVAILABLE')
  t.equal(broken.requests.length, 3)
  let sent = 0
  const { library } = await openLibrary(t, (request, response) => {
    if (++sent === 1) breaksOff(request, response)
    else response.end('0123456789')
  })
  t.equal(Buffer.from(await library.read('a.jpg')).toString(), '0123456789')
})

test('a file of more than 512 MiB is not read', async (t) => {
  const { library } = await openLibrary(t, (_request, response) => {
    response.writeHead(200, { 'content-length': String(512 * 1024 * 1024 + 1) })
    response.write('x')
  })
  t.equal(await codeOf(library.read('a.jpg')), 'IMAGE_TOO_LARGE')
})

test('a server that sends whole files for parts is told of', async (t) => {
  const { library } = await openLibrary(t, (_request, response) => response.end('0123456789'))
  t.equal(await codeOf(library.open('a.jpg', { start: 2, end: 3 })), 'LIBRARY_UNAVAILABLE')
})

test('listings with encoded keys are read, and keys that are no UTF-8 are skipped', async (t) => {
  const { library, requests } = await openLibrary(t, (_request, response) => {
    const object = (key: string) =>
      `<Contents><Key>${key}</Key><Size>1</Size><LastModified>2026-09-02T10:00:00.789Z</LastModified></Contents>`
    const keys = ['a+b%2Bc%25.jpg', 'caf%C3%A9.jpg', 'new%0Aline.jpg', 'odd%FF.jpg']
    response.end(`<ListBucketResult><EncodingType>url</EncodingType>${keys.map(object).join('')}</ListBucketResult>`)
  })
  const file = { kind: 'file', sizeBytes: 1, modifiedMs: Date.UTC(2026, 8, 2, 10) }
  t.same(await collect(library.walk()), [
    { ...file, relativePath: 'a b+c%.jpg' },
    { ...file, relativePath: 'caf\u00e9.jpg' },
    { kind: 'skipped', relativePath: 'new\ufffdline.jpg', reason: 'The path holds a control character.' },
    { kind: 'skipped', relativePath: 'odd%FF.jpg', reason: 'The name is not valid UTF-8.' },
  ])
  t.match(requests[0]!.url, /encoding-type=url/)
})

test('a listing that says that there is more, and not where, is not taken for all', async (t) => {
  const { library } = await openLibrary(t, (_request, response) =>
    response.end('<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>'),
  )
  t.equal(await codeOf(collect(library.walk())), 'LIBRARY_UNAVAILABLE')
})

test('the cause that is logged holds neither the secret nor a signature', async (t) => {
  const signature = createHash('sha256').update('x').digest('hex')
  const { library } = await openLibrary(t, (_request, response) => {
    response.writeHead(403, { 'content-type': 'application/xml' })
    const told = `<AWSAccessKeyId>${credentials.AWS_ACCESS_KEY_ID}</AWSAccessKeyId><StringToSign>x-amz-security-token:${signature}</StringToSign>`
    response.end(`<Error><Code>SignatureDoesNotMatch</Code><Message>No.</Message>${told}</Error>`)
  })
  const error = await library.read('a.jpg').catch((error) => error)
  t.equal(error.cause.message, 'SignatureDoesNotMatch (status 403): No.')
  const told = JSON.stringify([error, error.cause, error.cause.message, error.cause.stack])
  t.notMatch(told, new RegExp(`${signature}|StringToSign|${credentials.AWS_SECRET_ACCESS_KEY}`))
})
