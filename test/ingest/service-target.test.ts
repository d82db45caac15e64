// Ingest through a running service: the same outcomes as in one process, nothing written twice, and patience with a
// service that is full or restarts.

import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Test, test } from 'tap'
import { ingestOptions } from '../../src/cli/ingest-options.ts'
import { readConfig } from '../../src/config.ts'
import { ingest } from '../../src/ingest/ingest.ts'
import { createServiceTarget } from '../../src/ingest/service-target.ts'
import { createFolderLibrary } from '../../src/library/folder.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'

const none = { created: 0, updated: 0, moved: 0, unchanged: 0, skipped: 0, failed: 0 }
const timeoutMs = 30_000
const cat = await readSamplePhoto('animals/chelsea-cat.jpg')
const coffee = await readSamplePhoto('food/coffee-cup.jpg')

async function ingestThrough({
  url,
  apiKey,
  imagesDir,
  restore = false,
}: {
  url: string
  apiKey?: string
  imagesDir: string
  restore?: boolean
}) {
  const library = await createFolderLibrary({ root: imagesDir, cacheFolder: `${imagesDir}-cache`, pixelsMax: 1 })
  const target = await createServiceTarget({ url, apiKey, restore, timeoutMs })
  return ingest({ library, target, paths: [''], options: ingestOptions(readConfig({ WORKERS: '2' })) })
}

/** A stand-in that behaves as no service can be made to on demand. */
async function startStandIn(t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a service over the same library takes what lies there and writes no file', async (t) => {
  const { url, imagesDir } = await startService(t)
  await mkdir(join(imagesDir, 'a b'))
  await writeFile(join(imagesDir, 'a b/cät & coffee?.jpg'), cat)
  await writeFile(join(imagesDir, 'broken.jpg'), cat.subarray(0, 2000))
  await writeFile(join(imagesDir, 'empty.jpg'), '')
  await writeFile(join(imagesDir, 'notes.txt'), 'not a picture')
  const before = await stat(join(imagesDir, 'a b/cät & coffee?.jpg'))

  const first = await ingestThrough({ url, imagesDir })
  t.same(first.counts, { ...none, created: 1, failed: 2, skipped: 1 })
  t.same(first.reasons, { IMAGE_UNDECODABLE: 2, UNSUPPORTED_IMAGE_TYPE: 1 })
  const second = await ingestThrough({ url: `${url}/`, imagesDir })
  t.same(second.counts, { ...none, unchanged: 1, failed: 2, skipped: 1 })

  const after = await stat(join(imagesDir, 'a b/cät & coffee?.jpg'))
  t.same([after.ino, after.mtimeMs], [before.ino, before.mtimeMs])
  t.same((await readdir(imagesDir, { recursive: true })).length, 5)
  const { images } = (await (await fetch(`${url}/images`)).json()) as { images: { image_id: string }[] }
  t.match(images, [{ relative_path: 'a b/cät & coffee?.jpg', image_name: 'cät & coffee?.jpg' }])

  await writeFile(join(imagesDir, 'a b/cät & coffee?.jpg'), coffee)
  t.match((await ingestThrough({ url, imagesDir })).counts, { updated: 1, unchanged: 0 })

  await fetch(`${url}/images/${images[0]!.image_id}`, { method: 'DELETE' })
  t.equal((await readFile(join(imagesDir, 'a b/cät & coffee?.jpg'))).length, coffee.length, 'the file is not its own')
  t.match((await ingestThrough({ url, imagesDir })).reasons, { IMAGE_DELETED: 1 })
  t.match((await ingestThrough({ url, imagesDir, restore: true })).counts, { created: 1 })
})

test('a file of another library at the same path is not replaced', async (t) => {
  const { url, imagesDir } = await startService(t)
  await writeFile(join(imagesDir, 'picture.jpg'), cat)
  const elsewhere = t.testdir({ other: {} })
  await writeFile(join(elsewhere, 'other/picture.jpg'), coffee)
  const { counts, reasons } = await ingestThrough({ url, imagesDir: join(elsewhere, 'other') })
  t.same(counts, { ...none, failed: 1 })
  t.same(reasons, { PATH_TAKEN: 1 })
  t.ok(cat.equals(await readFile(join(imagesDir, 'picture.jpg'))))
})

test('the key is sent, and a service that wants another one is an error at once', async (t) => {
  const apiKey = 'a-key-of-enough-characters'
  const { url, imagesDir } = await startService(t, { env: { API_KEYS: apiKey } })
  await writeFile(join(imagesDir, 'cat.jpg'), cat)
  t.match((await ingestThrough({ url, apiKey, imagesDir })).counts, { created: 1 })
  await t.rejects(createServiceTarget({ url, restore: false, timeoutMs }), { code: 'UNAUTHORIZED' })
})

test('a wrong address is an error at once', async (t) => {
  const connect = (url: string) => createServiceTarget({ url, restore: false, timeoutMs })
  for (const url of ['nonsense', 'ftp://127.0.0.1/', 'http://user:password@127.0.0.1:3000']) {
    await t.rejects(connect(url), { code: 'CONFIG_INVALID' }, url)
  }
  await t.rejects(connect('http://127.0.0.1:9'), { code: 'STORE_UNAVAILABLE', message: /does not answer/ })
  const other = await startStandIn(t, (_request, response) => response.writeHead(404).end('<h1>Not found</h1>'))
  await t.rejects(connect(other), { code: 'STORE_UNAVAILABLE', message: /status 404\) is not this service/ })
})

test('a full service is asked again after the time it names, and a broken connection is made anew', async (t) => {
  const imagesDir = t.testdir({ 'a.jpg': '1', 'b.jpg': '2', 'c.jpg': '3' })
  let posts = 0
  const url = await startStandIn(t, (request, response) => {
    if (request.method === 'GET') return response.end('{}')
    // As one of an older version does.
    if (request.url === '/images/compare') return response.writeHead(404).end('{}')
    posts += 1
    if (posts === 1) return response.writeHead(503, { 'retry-after': '1' }).end('{"code":"OVERLOADED"}')
    if (posts === 2) return response.destroy()
    request.resume().on('end', () => response.writeHead(201).end('{"results":[{"status":"created"}]}'))
  })
  t.same((await ingestThrough({ url, imagesDir })).counts, { ...none, created: 3 })
  t.equal(posts, 5, 'three files and two attempts in vain')
})

test('a service that refuses from some moment on ends the run with its reason, and what it had answered counts', async (t) => {
  const imagesDir = t.testdir(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i}.jpg`, 'x'])))
  let posts = 0
  const url = await startStandIn(t, (request, response) => {
    if (request.method === 'GET') return response.end('{}')
    // As one of an older version does.
    if (request.url === '/images/compare') return response.writeHead(404).end('{}')
    posts += 1
    if (posts > 3) return response.writeHead(401).end('{"code":"UNAUTHORIZED","detail":"No key."}')
    request.resume().on('end', () => response.writeHead(201).end('{"results":[{"status":"created"}]}'))
  })
  const { counts, fault, interrupted } = await ingestThrough({ url, imagesDir })
  t.match(fault, { code: 'UNAUTHORIZED', message: 'No key.' })
  t.equal(interrupted, false)
  t.ok(counts.created <= 3)
  t.match(counts, { failed: 0, skipped: 0 })
  t.ok(posts < 30, 'the rest was not tried')
})
