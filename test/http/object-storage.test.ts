// A service whose pictures lie in object storage, over HTTP from end to end, on a real S3-compatible server.
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { test } from 'tap'
import type { Job } from '../../src/http/schemas/jobs.ts'
import { startS3Server } from '../s3/s3-server.ts'
import { addAt, addImages, ask, json, pathsOf, raw, readBytes, search } from '../support/client.ts'
import { requireNeed } from '../support/needs.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'
import { solidPicture } from '../support/solid-pictures.ts'

const { skip } = requireNeed('s3')

test('a service whose pictures lie in object storage', { skip }, async (t) => {
  const storage = await startS3Server(t)
  const bucket = await storage.makeBucket()
  const env = { IMAGES_DIR: '', LIBRARY_URL: `s3://${bucket}/photos`, LIBRARY_ENDPOINT: storage.endpoint }
  const { url } = await startService(t, { env })
  const photo = await readSamplePhoto('animals/chelsea-cat.jpg')
  const cat = await addAt(url, 'cats/Chelsea é+1.jpg', photo)
  await addAt(url, 'space/rocket.jpg', await readSamplePhoto('space/rocket-launch.jpg'))
  const read = (address: string, headers = {}, method = 'GET') => readBytes(url + address, headers, method)
  const content = (headers = {}, method = 'GET') => read(`/images/${cat.image_id}/content`, headers, method)

  await t.test('an upload is read back byte for byte', async (t) => {
    const { status, headers, bytes } = await content()
    t.equal(status, 200)
    t.ok(bytes.equals(photo))
    t.equal(headers.get('content-type'), 'image/jpeg')
    t.equal(headers.get('content-length'), String(photo.length))
    t.equal(headers.get('accept-ranges'), 'bytes')
    t.match(headers.get('content-security-policy'), /sandbox$/)
  })

  await t.test('parts and conditions are answered as for a file', async (t) => {
    const part = await content({ range: 'bytes=100-199' })
    t.equal(part.status, 206)
    t.equal(part.headers.get('content-range'), `bytes 100-199/${photo.length}`)
    t.ok(part.bytes.equals(photo.subarray(100, 200)))
    t.ok((await content({ range: 'bytes=-10' })).bytes.equals(photo.subarray(-10)))
    const beyond = await content({ range: `bytes=${photo.length}-` })
    t.equal(beyond.status, 416)
    t.equal(beyond.headers.get('content-range'), `bytes */${photo.length}`)
    const etag = (await content()).headers.get('etag')!
    t.equal((await content({ 'if-none-match': etag })).status, 304)
    t.equal((await content({ 'if-match': '"another"' })).status, 412)
    t.equal((await content({ range: 'bytes=0-9', 'if-range': etag })).status, 206)
    t.equal((await content({ range: 'bytes=0-9', 'if-range': '"another"' })).status, 200)
    const head = await content({}, 'HEAD')
    t.equal(head.headers.get('content-length'), String(photo.length))
    t.equal(head.headers.get('etag'), etag)
  })

  await t.test('an overwritten picture has another tag, though its size and second may be the same', async (t) => {
    const [red, blue] = await Promise.all(['red', 'blue'].map((color) => solidPicture(color).raw().toBuffer()))
    const png = (pixels: Buffer) =>
      sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } })
        .tiff({ compression: 'none' })
        .toBuffer()
    const [first, second] = [await png(red!.subarray(0, 768)), await png(blue!.subarray(0, 768))]
    t.equal(first.length, second.length)
    const { image_id } = await addAt(url, 'changing.tiff', first)
    const before = (await read(`/images/${image_id}/content`)).headers.get('etag')!
    const over = await ask(`${url}/images?relative_path=changing.tiff&overwrite=true`, raw(second, 'image/tiff'))
    t.equal(over.status, 200)
    const after = await read(`/images/${image_id}/content`, { 'if-none-match': before })
    t.equal(after.status, 200)
    t.ok(after.bytes.equals(second))
  })

  await t.test('a path that is taken stays as it is', async (t) => {
    const other = await solidPicture('#102030').png().toBuffer()
    const metadata = [{ relative_path: 'cats/Chelsea é+1.jpg' }]
    const answer = await addImages(url, [{ name: 'x.png', bytes: other }], { metadata })
    t.match(answer, { status: 409, body: { code: 'PATH_TAKEN' } })
    t.ok((await content()).bytes.equals(photo))
  })

  await t.test('thumbnails are made, and searches find the pictures', async (t) => {
    const { bytes } = await read(cat.links.thumbnail)
    t.match(await sharp(bytes).metadata(), { format: 'webp', width: 256 })
    const { body } = await search(`${url}/search/text?q=a+cat&k=1`)
    t.same(pathsOf(body.hits), ['cats/Chelsea é+1.jpg'])
  })

  await t.test('a job takes in what others put there, and knows it again', async (t) => {
    await storage.put(bucket, 'photos/theirs/coffee.jpg', await readSamplePhoto('food/coffee-cup.jpg'))
    await storage.put(bucket, 'photos/theirs/notes.txt', 'notes')
    await storage.put(bucket, 'elsewhere/coins.png', await readSamplePhoto('objects/greek-coins.png'))
    // A time so new does not tell yet whether the file stays as it is.
    await sleep(3_000)
    const counts = async () => {
      const { body } = await ask<Job>(`${url}/jobs/ingest`, json({ path: 'theirs' }))
      for (;;) {
        const job = (await ask<Job>(`${url}/jobs/${body.job_id}`)).body
        if (job.finished_at !== null) return { state: job.state, ...job.progress.counts }
        await sleep(50)
      }
    }
    t.match(await counts(), { state: 'succeeded', created: 1, skipped: 1 })
    t.match(await counts(), { state: 'succeeded', created: 0, unchanged: 1, skipped: 1 })
    t.match(await ask(`${url}/jobs/ingest`, json({ path: 'nowhere' })), {
      status: 404,
      body: { code: 'FILE_NOT_FOUND' },
    })
  })

  await t.test('what was uploaded goes with its record', async (t) => {
    const gone = await addAt(url, 'gone.png', await solidPicture('#405060').png().toBuffer())
    t.equal((await ask(`${url}/images/${gone.image_id}`, { method: 'DELETE' })).status, 204)
    t.equal((await read(gone.links.content)).status, 404)
    t.match(await addAt(url, 'gone.png', await solidPicture('#405061').png().toBuffer()), { relative_path: 'gone.png' })
  })

  await t.test('a storage that is away is told as such, and pictures are not taken for gone', async (t) => {
    await storage.stop()
    t.match(await ask(`${url}/images/${cat.image_id}/content`), {
      status: 503,
      body: { code: 'LIBRARY_UNAVAILABLE' },
    })
    t.match(await ask(`${url}/images/prune`, json({})), { status: 503, body: { code: 'LIBRARY_UNAVAILABLE' } })
    t.equal((await search(`${url}/search/text?q=a+cat&k=1`)).status, 200, 'searches need no file')
    const bytes = await solidPicture('#708090').png().toBuffer()
    const refused = await addImages(url, [{ name: 'late.png', bytes }])
    t.match(refused, { status: 503, body: { code: 'LIBRARY_UNAVAILABLE' } })
    t.equal(refused.headers.get('retry-after'), '5')
    await storage.start()
    t.ok((await content()).bytes.equals(photo))
    t.equal((await addImages(url, [{ name: 'late.png', bytes }])).status, 201)
    t.match(await ask(`${url}/images/prune`, json({})), { status: 200, body: { missing: [] } })
  })

  await t.test('a storage that goes away half-way ends the connection', async (t) => {
    const large = await sharp({ create: { width: 3000, height: 3000, channels: 3, background: 'teal' } })
      .tiff({ compression: 'none' })
      .toBuffer()
    const { links } = await addAt(url, 'large.tiff', large)
    const sent = httpRequest(url + links.content, { agent: false }).end()
    const [answer] = await once(sent, 'response')
    await once(answer, 'readable')
    const broken = once(answer, 'error')
    await storage.stop()
    answer.resume()
    t.match(await broken, [{ code: 'ECONNRESET' }])
    await storage.start()
  })
})
