// Requests that meet or break off: at most one of two that exclude each other succeeds, and nothing is left half done.
import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { type Answer, exchange, parseAnswer } from '../support/exchange.ts'
import { form, formBody, formHeaders, type Part } from '../support/multipart.ts'
import { startService, type TestService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'
import { assertIntact } from './bad-input/assert-intact.ts'
import { assertProblem } from './bad-input/assert-problem.ts'

const file = (value: Uint8Array, fileName = 'any.jpg'): Part => ({ name: 'image', value, fileName })
const metadata = (value: object): Part => ({ name: 'metadata', value: JSON.stringify([value]) })
const bodyOf = ({ bytes }: Answer) => JSON.parse(bytes.toString())
const colours = ['red', 'green', 'blue', 'white', 'black', 'orange']

/** Sends one request a colour at the same time; resolves to the statuses, sorted. */
async function addAtOnce(service: TestService, describe: (colour: string) => object): Promise<number[]> {
  const answers = await Promise.all(
    colours.map(async (colour) =>
      exchange(service.url, form('/images', [metadata(describe(colour)), file(await solidJpeg(colour))])),
    ),
  )
  return answers.map(({ status }) => status).sort()
}

t.test('of different pictures for one path, sent at once, one is taken', async (t) => {
  const service = await startService(t)
  t.strictSame(await addAtOnce(service, () => ({ relative_path: 'one.jpg' })), [201, 409, 409, 409, 409, 409])
  t.equal((await assertIntact(t, service)).length, 1)
})

t.test('of pictures that ask for one id at once, one gets it', async (t) => {
  const service = await startService(t)
  const statuses = await addAtOnce(service, (colour) => ({ image_id: 'one', relative_path: `${colour}.jpg` }))
  t.strictSame(statuses, [201, 409, 409, 409, 409, 409])
  t.equal((await assertIntact(t, service)).length, 1)
})

t.test('one picture sent many times at once is stored once', async (t) => {
  const service = await startService(t)
  const picture = await solidJpeg('red')
  const answers = await Promise.all(colours.map(() => exchange(service.url, form('/images', [file(picture)]))))
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 201])
  t.equal((await assertIntact(t, service)).length, 1)
})

t.test('different pictures of one name are all stored, in one request and in several at once', async (t) => {
  const service = await startService(t)
  const files = await Promise.all(colours.map(async (colour) => file(await solidJpeg(colour))))
  const together = await exchange(service.url, form('/images', files.slice(0, 3)))
  const statuses = bodyOf(together).results.map(({ status }: { status: string }) => status)
  t.strictSame(statuses, ['created', 'created', 'created'])
  const apart = await Promise.all(files.slice(3).map((one) => exchange(service.url, form('/images', [one]))))
  t.strictSame(
    apart.map(({ status }) => status),
    [201, 201, 201],
  )
  t.equal((await assertIntact(t, service)).length, 6)
})

t.test('pictures that are deleted and added while others search never break an answer', async (t) => {
  const service = await startService(t)
  const picture = await solidJpeg('red')
  const churn = async (id: string) => {
    const statuses: number[] = []
    for (let round = 0; round < 8; round++) {
      const entry = metadata({ image_id: id, relative_path: `${id}.jpg` })
      statuses.push((await exchange(service.url, form('/images', [entry, file(picture)]))).status)
      statuses.push((await exchange(service.url, { method: 'DELETE', path: `/images/${id}` })).status)
    }
    return statuses
  }
  const look = async () => {
    const statuses: number[] = []
    for (let round = 0; round < 8; round++) {
      for (const path of ['/search/text?q=red&k=50', '/images/a/similar', '/images/a/content', '/images/a/thumbnail']) {
        statuses.push((await exchange(service.url, { path })).status)
      }
    }
    return statuses
  }
  const [a, b, looked] = await Promise.all([churn('a'), churn('b'), look()])
  t.strictSame(new Set([...a, ...b]), new Set([201, 204]))
  t.strictSame(
    looked.filter((status) => status !== 200 && status !== 404),
    [],
  )
  t.equal((await assertIntact(t, service)).length, 0)
})

t.test('two deletions of one picture at once: one finds it', async (t) => {
  const service = await startService(t)
  const entry = metadata({ image_id: 'a' })
  await exchange(service.url, form('/images', [entry, file(await solidJpeg('red'))]))
  const remove = () => exchange(service.url, { method: 'DELETE', path: '/images/a' })
  const statuses = (await Promise.all([remove(), remove()])).map(({ status }) => status)
  t.strictSame(statuses.sort(), [204, 404])
  t.equal((await assertIntact(t, service)).length, 0)
})

t.test('clients that go away in the middle of an upload leave nothing behind', async (t) => {
  const mebibyte = 1024 * 1024
  const limits = { IMAGE_BYTES_MAX: mebibyte, REQUEST_BYTES_MAX: mebibyte, IN_FLIGHT_BYTES_MAX: 2 * mebibyte }
  const env = Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, `${value}`]))
  const service = await startService(t, { env })
  const picture = await solidJpeg('red')
  for (let i = 0; i < 10; i++) {
    // Two of these declare all the bytes that may be in flight: the rest would be refused if one were not given back.
    await breakOff(
      service.url,
      `POST /images HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${
        i % 2 === 0 ? formHeaders['content-type'] : 'image/jpeg'
      }\r\ncontent-length: ${mebibyte}\r\n\r\n`,
      formBody([metadata({ image_id: `gone-${i}` }), file(picture)]),
    )
  }
  t.equal((await assertIntact(t, service)).length, 0)
  const answer = await untilNot503(() => exchange(service.url, form('/images', [file(picture)])))
  t.equal(answer.status, 201, 'the bytes that were reserved for them are free again')
  t.equal((await assertIntact(t, service)).length, 1)
})

t.test('a client that goes away before its answer leaves a whole picture or none', async (t) => {
  const service = await startService(t)
  const body = formBody([file(await solidJpeg('red'))])
  const head = `POST /images HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${formHeaders['content-type']}\r\ncontent-length: ${body.length}\r\n\r\n`
  for (let i = 0; i < 5; i++) await breakOff(service.url, head, body)
  t.ok((await assertIntact(t, service)).length <= 1)
})

t.test('a body that does not arrive within the limit is answered with 408', async (t) => {
  const service = await startService(t, { env: { REQUEST_TIMEOUT_MS: '400' } })
  const head = 'POST /images HTTP/1.1\r\nhost: localhost\r\ncontent-type: image/jpeg\r\ncontent-length: 1000\r\n\r\n'
  const answer = await waitForAnswer(service.url, `${head}a slow begin`)
  t.equal(answer.status, 408)
  assertProblem(t, answer, { name: 'late body', folders: [service.dataDir, service.imagesDir] })
  const headers = await waitForAnswer(service.url, 'GET /images HTTP/1.1\r\nhost: local')
  t.equal(headers.status, 408)
  t.equal((await assertIntact(t, service)).length, 0)
})

/** Sends a part of what was announced and goes away without a word. */
async function breakOff(url: string, head: string, body: Uint8Array): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(head)
  await new Promise((resolve) => socket.write(body, resolve))
  socket.destroy()
  await once(socket, 'close')
}

/** Keeps the connection open until the service closes it. */
async function waitForAnswer(url: string, bytes: string): Promise<Answer> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes))
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(socket, 'close')
  return parseAnswer(Buffer.concat(chunks))
}

async function untilNot503(send: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await send()
    if (answer.status !== 503) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return send()
}
