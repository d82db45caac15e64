// Thumbnails: what they look like, how often they are made, and what becomes of files that are no pictures.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { createThumbnailCache } from '../../src/library/thumbnail.ts'
import { codeOf, openLibrary, pixelsMax } from './open-library.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const plain = (width: number, height: number, background = '#c03020') =>
  sharp({ create: { width, height, channels: 3, background } })

/** A library with one file, and a short way to its thumbnail. */
async function libraryWith(t: Test, bytes: Uint8Array) {
  const opened = await openLibrary(t)
  await writeFile(opened.at('a.jpg'), bytes)
  const hash = sha256(bytes)
  const cached = join(opened.cache, 'thumbnails', hash.slice(0, 2))
  return {
    ...opened,
    hash,
    cached,
    small: () => opened.library.thumbnail('a.jpg', hash, 'small'),
    large: () => opened.library.thumbnail('a.jpg', hash, 'large'),
  }
}

t.test('a thumbnail is WebP with its longer side at 256 or 1024 pixels', async (t) => {
  const { small, large } = await libraryWith(t, await plain(2000, 1000).jpeg().toBuffer())
  const { bytes, contentType } = await small()
  t.equal(contentType, 'image/webp')
  t.match(await sharp(bytes).metadata(), { format: 'webp', width: 256, height: 128 })
  t.match(await sharp((await large()).bytes).metadata(), { format: 'webp', width: 1024, height: 512 })
})

t.test('a picture that is smaller is not enlarged, and a thin one keeps a pixel', async (t) => {
  const tiny = await libraryWith(t, await plain(20, 10).png().toBuffer())
  t.match(await sharp((await tiny.large()).bytes).metadata(), { width: 20, height: 10 })
  const thin = await libraryWith(t, await plain(1, 5000).png().toBuffer())
  t.match(await sharp((await thin.small()).bytes).metadata(), { width: 1, height: 256 })
})

t.test('the EXIF orientation is applied and the metadata left out', async (t) => {
  const left = await plain(300, 400, '#0000ff').png().toBuffer()
  const bytes = await plain(600, 400, '#ff0000')
    .composite([{ input: left, left: 0, top: 0 }])
    .jpeg()
    .withExif({ IFD0: { Copyright: 'somebody' }, IFD3: { GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .toBuffer()
  const { small } = await libraryWith(t, bytes)
  const thumbnail = await small()
  const { width, height, exif, icc, xmp, orientation } = await sharp(thumbnail.bytes).metadata()
  t.same([width, height], [171, 256])
  t.same([exif, icc, xmp, orientation], [undefined, undefined, undefined, undefined])
  // Turned clockwise, what was left is on top.
  const { data, info } = await sharp(thumbnail.bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)]
  t.ok(at(80, 20)[2]! > 200, 'blue above')
  t.ok(at(80, 230)[0]! > 200, 'red below')
})

t.test('transparency stays', async (t) => {
  const bytes = await sharp({ create: { width: 40, height: 40, channels: 4, background: '#ff000000' } })
    .png()
    .toBuffer()
  const { small } = await libraryWith(t, bytes)
  const { data, info } = await sharp((await small()).bytes)
    .raw()
    .toBuffer({ resolveWithObject: true })
  t.equal(info.channels, 4)
  t.equal(data[3], 0)
})

t.test('CMYK, greyscale, 16-bit and animated pictures become plain sRGB ones', async (t) => {
  const frames = await sharp(Buffer.concat([Buffer.alloc(300, 10), Buffer.alloc(300, 250)]), {
    raw: { width: 10, height: 20, channels: 3, pageHeight: 10 },
  })
    .gif({ loop: 0 })
    .toBuffer()
  const kinds: [name: string, bytes: Uint8Array][] = [
    ['CMYK', await plain(40, 30).toColourspace('cmyk').jpeg().toBuffer()],
    ['greyscale', await plain(40, 30).greyscale().jpeg().toBuffer()],
    ['16-bit', await plain(40, 30).toColourspace('rgb16').png().toBuffer()],
    ['animated', frames],
  ]
  for (const [name, bytes] of kinds) {
    const { small } = await libraryWith(t, bytes)
    const { space, depth, pages, width } = await sharp((await small()).bytes).metadata()
    t.same([space, depth, pages], ['srgb', 'uchar', undefined], name)
    t.equal(width, name === 'animated' ? 10 : 40, name)
  }
})

t.test('colours are those of the picture, whatever its depth and profile', async (t) => {
  for (const profile of ['srgb', 'p3']) {
    for (const space of ['srgb', 'rgb16'] as const) {
      const bytes = await plain(40, 30, '#ff0000').toColourspace(space).png().withIccProfile(profile).toBuffer()
      const { small } = await libraryWith(t, bytes)
      const [red, green, blue] = await sharp((await small()).bytes)
        .raw()
        .toBuffer()
      t.ok(red! > 250 && green! < 5 && blue! < 5, `${space} with ${profile}: ${[red, green, blue]}`)
    }
  }
})

t.test('a thumbnail is made once, however many ask at once, and comes from the cache later', async (t) => {
  const bytes = await plain(800, 800).jpeg().toBuffer()
  let reads = 0
  const cache = createThumbnailCache({ cacheFolder: t.testdir(), pixelsMax })
  const get = () =>
    cache.get(sha256(bytes), 'small', async () => {
      reads++
      return bytes
    })
  const thumbnails = await Promise.all(Array.from({ length: 10 }, get))
  t.equal(reads, 1)
  for (const thumbnail of thumbnails) t.same(thumbnail.bytes, thumbnails[0]!.bytes)
  t.same((await get()).bytes, thumbnails[0]!.bytes)
  t.equal(reads, 1)
})

t.test('a thumbnail that failed is tried again when it is asked for again', async (t) => {
  const { small, at, library } = await libraryWith(t, Buffer.from('no picture'))
  t.equal(await codeOf(small()), 'IMAGE_UNDECODABLE')
  const bytes = await plain(10, 10).png().toBuffer()
  await writeFile(at('a.jpg'), bytes)
  t.equal(await codeOf(library.thumbnail('a.jpg', sha256(bytes), 'small')), 'none')
})

t.test(
  'the cache lies under the content’s hash, without temporary files, and may be removed at any time',
  async (t) => {
    const { small, large, hash, cached, cache } = await libraryWith(t, await plain(800, 800).jpeg().toBuffer())
    await Promise.all([small(), large()])
    t.same((await readdir(cached)).sort(), [`${hash}.large.webp`, `${hash}.small.webp`])
    await rm(cache, { recursive: true })
    t.equal(await codeOf(small()), 'none')
    t.same(await readdir(cached), [`${hash}.small.webp`])
  },
)

t.test('a cached file that was cut short is made again', async (t) => {
  const { small, hash, cached } = await libraryWith(t, await plain(800, 800).jpeg().toBuffer())
  const { bytes } = await small()
  for (const length of [0, 11, bytes.length - 1]) {
    await truncate(join(cached, `${hash}.small.webp`), length)
    t.same((await small()).bytes, bytes, `${length} bytes`)
    t.same(await readFile(join(cached, `${hash}.small.webp`)), bytes)
  }
})

t.test('a cached thumbnail is served without reading or writing anything else', async (t) => {
  const { small, at, hash, cached } = await libraryWith(t, await plain(800, 800).jpeg().toBuffer())
  const { bytes } = await small()
  await utimes(join(cached, `${hash}.small.webp`), 1, 1)
  await rm(at('a.jpg'))
  t.same((await small()).bytes, bytes)
  t.equal((await stat(join(cached, `${hash}.small.webp`))).mtimeMs, 1000)
})

t.test(
  'a file that changed since its hash was recorded is shown as it is, and not kept under the old hash',
  async (t) => {
    const { small, at, cached } = await libraryWith(t, await plain(40, 40, '#ff0000').png().toBuffer())
    await writeFile(at('a.jpg'), await plain(40, 40, '#0000ff').png().toBuffer())
    const [red, , blue] = await sharp((await small()).bytes)
      .raw()
      .toBuffer()
    t.ok(red! < 50 && blue! > 200)
    t.same(await readdir(cached).catch(() => []), [])
  },
)

t.test('a cache that cannot be written still gives thumbnails', async (t) => {
  const { small, cache } = await libraryWith(t, await plain(40, 40).png().toBuffer())
  await writeFile(join(cache, 'thumbnails'), 'in the way')
  t.equal(await codeOf(small()), 'none')
})

t.test('what is no picture, damaged or too large is refused with its code', async (t) => {
  const jpeg = await sharp(Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, i) => (i * 7919) % 251)), {
    raw: { width: 300, height: 300, channels: 3 },
  })
    .jpeg()
    .toBuffer()
  const files: [name: string, bytes: Uint8Array, code: string][] = [
    ['empty', Buffer.alloc(0), 'IMAGE_UNDECODABLE'],
    ['text', Buffer.from('hello'), 'IMAGE_UNDECODABLE'],
    ['cut in half', jpeg.subarray(0, jpeg.length / 2), 'IMAGE_UNDECODABLE'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'IMAGE_UNDECODABLE'],
    ['over the limit of pixels', await plain(2001, 2000).png().toBuffer(), 'IMAGE_TOO_LARGE'],
    ['at the limit of pixels', await plain(2000, 2000).png().toBuffer(), 'none'],
  ]
  for (const [name, bytes, code] of files) {
    const { small, cached } = await libraryWith(t, bytes)
    t.equal(await codeOf(small()), code, name)
    t.same((await readdir(cached).catch(() => [])).length, code === 'none' ? 1 : 0, `${name} leaves nothing half-made`)
  }
})

t.test('a missing file and a hash that is none are refused', async (t) => {
  const { library, cache } = await openLibrary(t)
  t.equal(await codeOf(library.thumbnail('none.jpg', '0'.repeat(64), 'small')), 'FILE_NOT_FOUND')
  for (const hash of ['', '../../../outside/secret', 'A'.repeat(64), '0'.repeat(63)]) {
    t.equal(await codeOf(library.thumbnail('none.jpg', hash, 'small')), 'INTERNAL')
  }
  await mkdir(join(cache, 'thumbnails'), { recursive: true })
  t.same(await readdir(join(cache, 'thumbnails')), [])
})
