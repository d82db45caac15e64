// The bytes below /images/{image_id}: the original and its thumbnails.
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { test } from 'tap'
import { addAt, ask, readBytes } from '../support/client.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'
import { solidPicture } from '../support/solid-pictures.ts'

test('the files of images', async (t) => {
  const { url, imagesDir } = await startService(t)
  const photo = await readSamplePhoto('animals/chelsea-cat.jpg')
  const { image_id } = await addAt(url, 'cats/chelsea.jpg', photo)
  const read = (address: string, headers = {}) => readBytes(`${url}/images/${address}`, headers)
  const content = (headers = {}) => read(`${image_id}/content`, headers)

  await t.test('the content is the file, byte for byte, with its type', async (t) => {
    const { status, headers, bytes } = await content()
    t.equal(status, 200)
    t.ok(bytes.equals(photo))
    t.equal(headers.get('content-type'), 'image/jpeg')
    t.equal(headers.get('content-length'), String(photo.length))
    t.equal(headers.get('cache-control'), 'private, no-cache')
  })

  await t.test('nothing in a file can run: it is sandboxed, and its type is not guessed', async (t) => {
    const { headers } = await content()
    t.match(headers.get('content-security-policy'), /default-src 'none'.*; sandbox$/)
    t.equal(headers.get('x-content-type-options'), 'nosniff')
    t.equal(headers.get('cross-origin-resource-policy'), 'same-origin')
  })

  await t.test('the type comes from the bytes, not from the name', async (t) => {
    const webp = await solidPicture('teal').webp().toBuffer()
    for (const path of ['odd/page.html', 'odd/no-ending', 'odd/really.jpg']) {
      const { links } = await addAt(url, path, webp)
      const response = await fetch(url + links.content)
      t.equal(response.headers.get('content-type'), 'image/webp', path)
      t.ok(webp.equals(Buffer.from(await response.arrayBuffer())))
    }
  })

  await t.test('a range is answered with that part of the file', async (t) => {
    const { status, headers, bytes } = await content({ range: 'bytes=100-199' })
    t.equal(status, 206)
    t.equal(headers.get('content-range'), `bytes 100-199/${photo.length}`)
    t.ok(bytes.equals(photo.subarray(100, 200)))
    t.ok((await content({ range: 'bytes=-10' })).bytes.equals(photo.subarray(-10)))
    const beyond = await content({ range: `bytes=${photo.length}-` })
    t.equal(beyond.status, 416)
    t.equal(beyond.headers.get('content-range'), `bytes */${photo.length}`)
    t.equal(JSON.parse(beyond.bytes.toString()).code, 'RANGE_NOT_SATISFIABLE')
  })

  await t.test('several ranges are answered with the whole file', async (t) => {
    const { status, headers, bytes } = await content({ range: 'bytes=0-1,4-5' })
    t.equal(status, 200)
    t.equal(headers.get('accept-ranges'), 'bytes')
    t.ok(bytes.equals(photo))
  })

  await t.test('a part is sent only of the file that If-Range names', async (t) => {
    const etag = (await content()).headers.get('etag')!
    t.equal((await content({ range: 'bytes=0-9', 'if-range': etag })).status, 206)
    t.equal((await content({ range: 'bytes=0-9', 'if-range': '"another"' })).status, 200)
  })

  await t.test('HEAD tells what GET would send', async (t) => {
    const got = await content()
    const head = await fetch(`${url}/images/${image_id}/content`, { method: 'HEAD' })
    t.equal(head.status, 200)
    for (const name of ['content-length', 'content-type', 'etag', 'last-modified', 'accept-ranges', 'cache-control']) {
      t.ok(head.headers.get(name), name)
      t.equal(head.headers.get(name), got.headers.get(name), name)
    }
  })

  await t.test('a client that has the file already gets a 304, until the file changes', async (t) => {
    const etag = (await content()).headers.get('etag')!
    const { status, bytes } = await content({ 'if-none-match': etag })
    t.equal(status, 304)
    t.equal(bytes.length, 0)
    t.equal((await content({ 'if-none-match': '"another"' })).status, 200)
    t.equal((await content({ 'if-match': '"another"' })).status, 412)
    const { image_id: changing } = await addAt(url, 'changing.png', await solidPicture('red').png().toBuffer())
    const before = (await read(`${changing}/content`)).headers.get('etag')!
    const other = await solidPicture('blue', 20, 20).png().toBuffer()
    const body = new Uint8Array(other)
    const headers = { 'content-type': 'image/png' }
    await fetch(`${url}/images?relative_path=changing.png&overwrite=true`, { method: 'POST', headers, body })
    const after = await read(`${changing}/content`, { 'if-none-match': before })
    t.equal(after.status, 200)
    t.ok(after.bytes.equals(other))
  })

  await t.test('a file that is gone is a 404 of its own', async (t) => {
    const { links } = await addAt(url, 'lost.png', await solidPicture('#0a0b0c').png().toBuffer())
    await rm(join(imagesDir, 'lost.png'))
    t.match(await ask(url + links.content), { status: 404, body: { code: 'FILE_NOT_FOUND' } })
    t.match(await ask(url + links.self), { status: 200 })
  })

  await t.test('thumbnails are WebP with a longer side of 256, 512 or 1024', async (t) => {
    const bytes = await solidPicture('navy', 1600, 800).jpeg().toBuffer()
    const { image_id } = await addAt(url, 'wide.jpg', bytes)
    for (const [query, width] of [
      ['', 256],
      ['?size=small', 256],
      ['?size=medium', 512],
      ['?size=large', 1024],
    ] as const) {
      const { status, headers, bytes } = await read(`${image_id}/thumbnail${query}`)
      t.equal(status, 200)
      t.equal(headers.get('content-type'), 'image/webp')
      const { format, width: w, height: h } = await sharp(bytes).metadata()
      t.strictSame([format, w, h], ['webp', width, width / 2])
    }
    t.match(await ask(`${url}/images/${image_id}/thumbnail?size=huge`), { status: 400 })
  })

  await t.test('a small picture is not enlarged', async (t) => {
    const { image_id } = await addAt(url, 'tiny.png', await solidPicture('olive', 40, 30).png().toBuffer())
    for (const size of ['small', 'medium', 'large']) {
      const { width, height } = await sharp((await read(`${image_id}/thumbnail?size=${size}`)).bytes).metadata()
      t.strictSame([width, height], [40, 30])
    }
  })

  await t.test('a client that has the thumbnail already gets a 304', async (t) => {
    const etag = (await read(`${image_id}/thumbnail`)).headers.get('etag')!
    const { status, bytes } = await read(`${image_id}/thumbnail`, { 'if-none-match': etag })
    t.equal(status, 304)
    t.equal(bytes.length, 0)
    t.equal((await read(`${image_id}/thumbnail?size=large`, { 'if-none-match': etag })).status, 200)
  })

  await t.test(
    'under the address of its link, which names the content, a thumbnail may be kept for good',
    async (t) => {
      const control = async (address: string) => (await read(address)).headers.get('cache-control')
      const image = await addAt(url, 'kept.png', await solidPicture('#0d0e0f').png().toBuffer())
      const named = image.links.thumbnail.replace('/images/', '')
      t.match(named, `v=${image.content_sha256!.slice(0, 12)}`)
      t.equal(await control(named), 'private, max-age=31536000, immutable')
      t.equal(await control(`${image.image_id}/thumbnail`), 'private, no-cache')
      t.equal(
        await control(`${image.image_id}/thumbnail?v=${'0'.repeat(12)}`),
        'private, no-cache',
        'of another content',
      )
      t.match(await ask(`${url}/images/${image.image_id}/thumbnail?v=short`), { status: 400 })
      await writeFile(join(imagesDir, 'kept.png'), await solidPicture('#0f0e0d').png().toBuffer())
      t.equal(
        await control(`${named}&size=large`.replace('size=small&', '')),
        'private, no-cache',
        'the file has changed',
      )
    },
  )

  await t.test(
    'a photo that EXIF turns by 90° has width and height as it is seen, its content as it was',
    async (t) => {
      const turned = await solidPicture('purple', 400, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer()
      const { image_id, width, height } = await addAt(url, 'turned.jpg', turned)
      t.strictSame([width, height], [200, 400])
      const thumbnail = await sharp((await read(`${image_id}/thumbnail`)).bytes).metadata()
      t.strictSame([thumbnail.width, thumbnail.height], [128, 256])
      t.ok((await read(`${image_id}/content`)).bytes.equals(turned))
    },
  )

  await t.test('a file that was changed by hand is served as it is now', async (t) => {
    const { links } = await addAt(url, 'by-hand.png', await solidPicture('#0c0b0a').png().toBuffer())
    const now = await solidPicture('#0c0b0b', 30, 30).png().toBuffer()
    await writeFile(join(imagesDir, 'by-hand.png'), now)
    t.ok(now.equals(Buffer.from(await (await fetch(url + links.content)).arrayBuffer())))
  })
})
