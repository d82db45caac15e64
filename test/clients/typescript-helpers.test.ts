// What the TypeScript client adds to the operations: pages, uploads, imports, failures, patience and the end of a call.
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'tap'
import {
  addPictures,
  createLikenessClient,
  eachHit,
  eachImage,
  importDocuments,
  ProblemError,
} from '../../clients/typescript/src/likeness-client.ts'
import { pictureFromPath } from '../../clients/typescript/src/picture-from-path.ts'
import { samplePath } from '../support/sample-photos.ts'
import { startBusyFront } from './busy-front.ts'
import { photos, startLiveService } from './live-service.ts'
import { unitVector } from './unit-vector.ts'

test('the TypeScript client’s helpers', async (t) => {
  const { url, apiKey } = await startLiveService(t)
  const client = createLikenessClient({ baseUrl: url, apiKey })

  await t.test('eachHit and eachImage go through all pages in order', async (t) => {
    const hits = await Array.fromAsync(eachHit(client.searchByText, { body: { query: 'food', k: 3 } }))
    const onePage = await client.searchByText({ body: { query: 'food', k: 10 } })
    t.strictSame(
      hits.map((hit) => hit.image_id),
      onePage.hits.map((hit) => hit.image_id),
    )
    const { image_id } = hits[0]!
    const similar = await Array.fromAsync(eachHit(client.findSimilarImages, { image_id, k: 1 }))
    t.equal(new Set(similar.map((hit) => hit.image_id)).size, photos.length - 1, 'with the cursor in the address')
    const form = new FormData()
    form.append('image', await pictureFromPath(samplePath(photos[0]!)))
    form.append('parts', '[{"image":{"upload":0}}]')
    form.append('k', '3')
    const like = await Array.fromAsync(eachHit(client.search, { body: form }))
    t.equal(
      new Set(like.map((hit) => hit.image_id)).size,
      photos.length,
      'with the cursor in a form that was made already',
    )
    t.notOk(form.has('cursor'), 'which stays as it is')
    class Composed {
      image = [form.get('image') as File]
      parts = [{ image: { upload: 0 } }]
      k = 3
    }
    const ofClass = await Array.fromAsync(eachHit(client.search, { body: new Composed() }))
    t.equal(new Set(ofClass.map((hit) => hit.image_id)).size, photos.length, 'and in an object of a class')
    const names = (await Array.fromAsync(eachImage(client, { limit: 3, sort: '-image_name' }))).map(
      (image) => image.image_name,
    )
    t.strictSame([names.length, names], [photos.length, names.toSorted().toReversed()])
  })

  await t.test('a reader that stops early asks for no further page', async (t) => {
    const front = await startBusyFront(t, url, [])
    const through = createLikenessClient({ baseUrl: front.url, apiKey })
    for await (const _hit of eachHit(through.searchByText, { body: { query: 'food', k: 2 } })) break
    t.equal(front.requests(), 1)
  })

  await t.test('addPictures takes any number of files by their paths, and tells of each', async (t) => {
    const paths = [...photos, ...Array(14).fill('animals/crab.jpg'), 'animals/koala.jpg']
    async function* pictures() {
      for (const [i, path] of paths.entries()) {
        const metadata = i === 0 ? {} : { relative_path: `helpers/${i}.jpg` }
        yield { file: await pictureFromPath(samplePath(path)), metadata }
      }
      yield {
        file: await pictureFromPath(fileURLToPath(import.meta.url)),
        metadata: { relative_path: 'helpers/none.jpg' },
      }
    }
    const results = await Array.fromAsync(addPictures(client, pictures()))
    t.strictSame(
      results.map(({ index, status }) => [index, status]),
      [...paths.map((_path, i) => [i, 'created']), [paths.length, 'failed']],
    )
    t.equal(results.at(-1)?.problem?.code, 'UNSUPPORTED_IMAGE_TYPE')
    t.equal(results[0]?.image?.image_name, 'coffee-cup.jpg', 'a file has the name of its path')
    const text = await pictureFromPath(fileURLToPath(import.meta.url))
    const alone = await Array.fromAsync(
      addPictures(client, [{ file: text, metadata: { relative_path: 'helpers/x.jpg' } }]),
    )
    t.match(
      alone,
      [{ index: 0, status: 'failed', problem: { code: 'UNSUPPORTED_IMAGE_TYPE' } }],
      'as one alone is told of',
    )
  })

  await t.test('addPictures sends fewer with each request where the service takes less', async (t) => {
    const megabyte = 1024 * 1024
    const small = await startLiveService(t, { REQUEST_BYTES_MAX: `${megabyte}`, IMAGE_BYTES_MAX: `${megabyte / 2}` })
    const through = createLikenessClient({ baseUrl: small.url, apiKey: small.apiKey })
    const crab = await pictureFromPath(samplePath('animals/crab.jpg'))
    const large = new File([new Uint8Array(2 * megabyte)], 'large.jpg')
    const pictures = Array.from({ length: 16 }, (_, i) => ({
      file: i === 10 ? large : crab,
      metadata: { relative_path: `small/${i}.jpg` },
    }))
    const added = await Array.fromAsync(addPictures(through, pictures))
    t.strictSame(
      added.map(({ index, status }) => [index, status]),
      pictures.map((_picture, i) => [i, i === 10 ? 'failed' : 'created']),
    )
    t.equal(added[10]?.problem?.code, 'BODY_TOO_LARGE')
  })

  await t.test(
    'addPictures sends those again that the service could not take now, as long as it takes others',
    async (t) => {
      const sent: string[][] = []
      const refusedOf = (index: number) => ({ index, status: 'failed', problem: { status: 503, code: 'OVERLOADED' } })
      const full: typeof fetch = async (_url, init) => {
        const names = (init!.body as FormData).getAll('image').map((file) => (file as File).name)
        sent.push(names)
        const took = (index: number) => ({ index, status: 'created', image: { image_name: names[index] } })
        const results = names.map((name, i) => (name === 'never' || i > 0 ? refusedOf(i) : took(i)))
        return Response.json({ results })
      }
      const through = createLikenessClient({ baseUrl: url, fetch: full })
      const pictures = ['a', 'b', 'c', 'never'].map((name) => ({ file: new File(['x'], name) }))
      const added = await Array.fromAsync(addPictures(through, pictures))
      t.strictSame(sent, [['a', 'b', 'c', 'never'], ['b', 'c', 'never'], ['c', 'never'], ['never']])
      t.strictSame(
        added.map(({ index, status, image }) => [index, status, image?.image_name]),
        [
          [0, 'created', 'a'],
          [1, 'created', 'b'],
          [2, 'created', 'c'],
          [3, 'failed', undefined],
        ],
      )
    },
  )

  await t.test('importDocuments counts lines over all requests', async (t) => {
    const { name, dims } = (await client.getReadiness()).model!
    function* documents() {
      for (let i = 0; i < 1200; i++) {
        yield {
          image_id: `imported-${i}`,
          relative_path: `imported/${i}.jpg`,
          image_embedding: unitVector(dims, i % dims),
        }
      }
      yield { image_id: 'imported-wrong', relative_path: 'imported/wrong.jpg', image_embedding: [1, 2] }
    }
    const lines = await Array.fromAsync(importDocuments(client, documents(), { model: name }))
    t.strictSame(
      lines.map(({ line }) => line),
      Array.from({ length: 1201 }, (_, i) => i + 1),
    )
    t.equal(lines.filter(({ status }) => status === 'created').length, 1200)
    t.match(lines.at(-1), { status: 'failed', problem: { code: 'VECTOR_INVALID' } })
    await t.rejects(Array.fromAsync(importDocuments(client, documents(), { model: 'another' })), {
      code: 'MODEL_MISMATCH',
    })
  })

  await t.test('an answer that comes piece by piece and ceases before its end is an Error', async (t) => {
    const document = { image_id: 'a', relative_path: 'a.jpg', image_embedding: [1] }
    const pieces = { 'text/event-stream': 'event: progress\ndata: {}\n\n', 'application/x-ndjson': '{"line":1}\n' }
    const answers = Object.entries(pieces).map(
      ([type, text]) => new Response(text, { headers: { 'content-type': type } }),
    )
    const through = createLikenessClient({ baseUrl: url, fetch: async () => answers.shift()! })
    const seen: string[] = []
    const follow = async () => {
      for await (const { event } of await through.followJob({ job_id: 'any' })) seen.push(event)
    }
    await t.rejects(follow(), { message: /ceased before their end/ })
    t.strictSame(seen, ['progress'], 'after what came')
    await t.rejects(Array.fromAsync(importDocuments(through, [document], { model: 'any' })), { message: /ended early/ })
  })

  await t.test('a failure is a ProblemError with the service’s own account', async (t) => {
    const error = await client.searchByText({ body: { query: 'a cat', k: 0 } }).catch((thrown: unknown) => thrown)
    if (!(error instanceof ProblemError)) throw new Error('it was no ProblemError')
    t.match(error, { status: 400, code: 'VALIDATION_FAILED', problem: { errors: [{ pointer: '/k' }] } })
    t.equal(error.problem?.instance, `urn:uuid:${error.headers.get('x-request-id')}`)
    const { image_id } = (await client.listImages({ limit: 1 })).images[0]!
    await t.rejects(client.getImageContent({ image_id, 'if-none-match': '*' }), { status: 304, code: undefined })
    const stranger = createLikenessClient({ baseUrl: url, apiKey: 'a-key-that-nobody-has' })
    await t.rejects(stranger.getStats(), { status: 401, code: 'UNAUTHORIZED' })
    const elsewhere = createLikenessClient({ baseUrl: `${url}/elsewhere`, apiKey })
    await t.rejects(elsewhere.getStats(), { status: 404, message: /NOT_FOUND/ }, 'a base address may have a path')
  })

  await t.test('a page in place of an answer is an error', async (t) => {
    const page = async () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
    const elsewhere = createLikenessClient({ baseUrl: url, fetch: page })
    await t.rejects(Array.fromAsync(eachImage(elsewhere)), { message: /^A page is no answer/ })
  })

  await t.test('a 503 with Retry-After is sent again, and so is its body', async (t) => {
    const now = new Date().toUTCString()
    const front = await startBusyFront(t, url, [{ 'retry-after': '0' }, { 'retry-after': now }])
    const through = createLikenessClient({ baseUrl: front.url, apiKey })
    t.equal((await through.searchByText({ body: { query: 'a cat', k: 1 } })).hits.length, 1)
    t.equal(front.requests(), 3)
  })

  await t.test('it is sent again only so often, only where it helps, and not as a stream', async (t) => {
    const full = { 'retry-after': '0' }
    const front = await startBusyFront(t, url, [full, full, {}, { 'retry-after': '31' }, full])
    const through = createLikenessClient({ baseUrl: front.url, apiKey, retriesMax: 1 })
    await t.rejects(through.getStats(), { status: 503, code: 'OVERLOADED' })
    t.equal(front.requests(), 2, 'as often as retriesMax says')
    await t.rejects(through.getStats(), { code: 'OVERLOADED' })
    t.equal(front.requests(), 3, 'not without Retry-After')
    await t.rejects(through.getStats(), { code: 'OVERLOADED' })
    t.equal(front.requests(), 4, 'not when the wait were longer than is allowed')
    await t.rejects(through.importImages({ body: new Blob(['{}']).stream(), model: 'builtin' }), { code: 'OVERLOADED' })
    t.equal(front.requests(), 5, 'not a stream, which is gone')
  })

  await t.test('what is undefined or no number among the options leads to no requests without end', async (t) => {
    const settings = { retriesMax: undefined, retryWaitMsMax: undefined } as object
    const front = await startBusyFront(t, url, Array(6).fill({ 'retry-after': '0' }))
    const through = createLikenessClient({ baseUrl: front.url, apiKey, ...settings })
    await t.rejects(through.getStats(), { code: 'OVERLOADED' })
    t.equal(front.requests(), 5, 'undefined is the default')
    const odd = createLikenessClient({ baseUrl: front.url, apiKey, retriesMax: Number.NaN })
    await t.rejects(odd.getStats(), { code: 'OVERLOADED' })
    t.equal(front.requests(), 6)
  })

  await t.test('a file that is gone or was changed before it is sent is an error that names it', async (t) => {
    const folder = t.testdir({ 'gone.jpg': 'a picture', 'changed.jpg': 'a picture' })
    const [gone, changed] = await Promise.all(
      ['gone.jpg', 'changed.jpg'].map((name) => pictureFromPath(join(folder, name))),
    )
    await rm(join(folder, 'gone.jpg'))
    await writeFile(join(folder, 'changed.jpg'), 'another picture')
    await t.rejects(Array.fromAsync(addPictures(client, [{ file: gone! }])), { message: /gone\.jpg cannot be read/ })
    await t.rejects(client.searchByImage({ body: changed! }), { message: /changed\.jpg .* was changed/ })
    await t.rejects(pictureFromPath(join(folder, 'gone.jpg')), { code: 'ENOENT', path: join(folder, 'gone.jpg') })
  })

  await t.test('the fields of a form are one without files too', async (t) => {
    t.equal((await client.vectorize({ body: { text: ['a cat', 'a dog'] } })).vectors.length, 2)
    const withoutFiles = client.search({ body: { image: [], parts: [{ text: 'a cat' }] } })
    await t.rejects(withoutFiles, { message: 'VALIDATION_FAILED: /image is missing.' })
  })

  await t.test('an id that would lead to another address is refused', async (t) => {
    for (const image_id of ['.', '..']) await t.rejects(client.getImage({ image_id }), TypeError, image_id)
    await t.rejects(client.getImage({ image_id: '../stats' }), { code: 'VALIDATION_FAILED' })
  })

  await t.test('a signal ends a call, also while it waits', async (t) => {
    const front = await startBusyFront(t, url, [{ 'retry-after': '20' }])
    const through = createLikenessClient({ baseUrl: front.url, apiKey })
    const gone = new AbortController()
    const waiting = through.getStats({}, { signal: gone.signal })
    while (front.requests() === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    setTimeout(() => gone.abort(new Error('no longer wanted')), 50)
    await t.rejects(waiting, { message: 'no longer wanted' })
    t.equal(front.requests(), 1)
    await t.rejects(client.getStats({}, { signal: AbortSignal.abort(new Error('never wanted')) }), {
      message: 'never wanted',
    })
  })
})
