import sharp from 'sharp'
import t from 'tap'
import { createDecodeImage, type DecodeOptions } from '../../../src/embedder/pixels/decode-image.ts'
import { animated, plain, pngBomb, scene } from './pictures.ts'

const size = 224
const options: DecodeOptions = {
  preprocess: { size, resize: 'short-side', kernel: 'cubic', crop: 'center' },
  decoding: 'exact',
  imageBytesMax: 1_000_000,
  pixelsMax: 2_000_000,
  decodesMax: 2,
}
const decode = createDecodeImage(options)
const decodeFast = createDecodeImage({ ...options, decoding: 'fast' })

/** Mean absolute difference of two pictures' values, of 255. */
function difference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!)
  return sum / a.length
}

const reference = (await decode(await scene().png().toBuffer())).pixels

t.test('decoding gives the RGB square of the model, and what it learnt of the picture', async (t) => {
  const { pixels, ...facts } = await decode(await scene(400, 300).png().toBuffer())
  t.equal(pixels.length, size * size * 3)
  t.same(facts, { width: 400, height: 300, format: 'png' })
})

t.test('the square is the centre of the picture, resized so that its short side fits', async (t) => {
  for (const [width, height, left, top] of [
    [900, 300, 300, 0],
    [300, 900, 0, 300],
  ] as const) {
    const middle = { input: await plain(300, 300, '#0f0').png().toBuffer(), left, top }
    const { pixels } = await decode(await plain(width, height, '#f00').composite([middle]).png().toBuffer())
    // Bicubic mixes the colours up to two pixels of the result on each side of the edge.
    const inner = (row: number, column: number) => [...pixels.subarray((row * size + column) * 3).subarray(0, 3)]
    for (const place of [2, size - 3]) t.same(inner(place, place), [0, 255, 0], `${width} × ${height} at ${place}`)
    t.ok(
      difference(
        pixels,
        new Uint8Array(pixels.length).map((_, i) => (i % 3 === 1 ? 255 : 0)),
      ) < 1,
    )
  }
})

const sameScene: Record<string, () => Promise<Buffer>> = {
  'a JPEG': () => scene().jpeg({ quality: 95 }).toBuffer(),
  'a progressive JPEG': () => scene().jpeg({ quality: 95, progressive: true }).toBuffer(),
  'an interlaced PNG': () => scene().png({ progressive: true }).toBuffer(),
  'a palette PNG': () => scene().png({ palette: true, quality: 100 }).toBuffer(),
  'a 16-bit PNG': () => scene().toColourspace('rgb16').png().toBuffer(),
  'a 16-bit PNG with an sRGB profile': () => scene().toColourspace('rgb16').withIccProfile('srgb').png().toBuffer(),
  'a PNG in Display P3': () => scene().withIccProfile('p3').png().toBuffer(),
  'a lossy WebP': () => scene().webp({ quality: 95 }).toBuffer(),
  'an AVIF': () => scene().avif({ quality: 90, effort: 1 }).toBuffer(),
  'a TIFF': () => scene().tiff({ compression: 'lzw' }).toBuffer(),
  'a GIF': () => scene().gif().toBuffer(),
  'the first frame of an animated GIF': () => animated('gif'),
  'the first frame of an animated WebP': () => animated('webp'),
  'a PNG with an opaque alpha channel': () => scene().ensureAlpha().png().toBuffer(),
  'a CMYK JPEG with its profile': () => scene().withIccProfile('cmyk').jpeg({ quality: 95 }).toBuffer(),
}
// CMYK holds fewer colours than sRGB, and a GIF 256 of them: both stay recognisably the same, not equal.
const tolerance: Record<string, number> = {
  'a CMYK JPEG with its profile': 12,
  'a GIF': 4,
  'the first frame of an animated GIF': 4,
}

for (const [kind, make] of Object.entries(sameScene)) {
  t.test(`${kind} decodes to the same pixels as the plain PNG`, async (t) => {
    const { pixels } = await decode(await make())
    const limit = tolerance[kind] ?? 3
    t.ok(difference(pixels, reference) < limit, `differs by ${difference(pixels, reference)} of 255, below ${limit}`)
  })
}

for (const [kind, file] of [
  ['greyscale', scene().toColourspace('b-w').png()],
  ['16-bit greyscale', scene().toColourspace('grey16').png()],
  ['greyscale with alpha', scene().ensureAlpha().toColourspace('b-w').png()],
] as const) {
  t.test(`a ${kind} picture decodes to three equal channels`, async (t) => {
    const { pixels } = await decode(await file.toBuffer())
    t.equal(pixels.length, size * size * 3)
    t.ok(pixels.every((value, i) => value === pixels[i - (i % 3)]))
    t.ok(new Set(pixels).size > 20, 'and it is not one flat grey')
  })
}

t.test('each EXIF orientation is applied, and width and height are those seen', async (t) => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    // An odd rest beside the square, so that a crop rounded to the wrong side would show.
    const turned = await scene(401, 300).withMetadata({ orientation }).png().toBuffer()
    const upright = await decode(await sharp(turned).autoOrient().png().toBuffer())
    const { pixels, width, height } = await decode(turned)
    t.same([width, height], [upright.width, upright.height], `size of orientation ${orientation}`)
    t.ok(difference(pixels, upright.pixels) < 0.5, `pixels of orientation ${orientation}`)
  }
})

t.test('transparent pixels are laid on white', async (t) => {
  const clear = await decode(await plain(50, 50, 'rgba(255, 0, 0, 0)').png().toBuffer())
  t.same([...clear.pixels.subarray(0, 3)], [255, 255, 255])
  const half = await decode(await plain(50, 50, 'rgba(0, 0, 0, 0.5)').png().toBuffer())
  t.ok(Math.abs(half.pixels[0]! - 127) <= 1, 'half-transparent black is grey')
})

for (const [width, height] of [
  [1, 1],
  [1, 10_000],
  [10_000, 1],
  [3, 2],
  [223, 5000],
] as const) {
  t.test(`a picture of ${width} × ${height} pixels is decoded`, async (t) => {
    const { pixels, ...facts } = await decode(await plain(width, height, '#3366cc').png().toBuffer())
    t.same(facts, { width, height, format: 'png' })
    t.same([...pixels.subarray(0, 3)], [0x33, 0x66, 0xcc])
    t.same([...pixels.subarray(-3)], [0x33, 0x66, 0xcc])
  })
}

t.test('a file over the limit of bytes is IMAGE_TOO_LARGE', async (t) => {
  const file = Buffer.concat([await scene().png().toBuffer(), Buffer.alloc(1_000_000)])
  await t.rejects(decode(file), { code: 'IMAGE_TOO_LARGE', message: /bytes; at most 1000000/ })
})

t.test('a picture over the limit of pixels is IMAGE_TOO_LARGE by its header alone', async (t) => {
  await t.rejects(decode(pngBomb(50_000, 50_000)), { code: 'IMAGE_TOO_LARGE', message: /50000 × 50000/ })
  const gif = Buffer.from('GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0;', 'latin1')
  await t.rejects(decode(gif), { code: 'IMAGE_TOO_LARGE', message: /65535 × 65535/ })
  await t.rejects(decode(await plain(1500, 1400, '#fff').webp().toBuffer()), { code: 'IMAGE_TOO_LARGE' })
})

t.test('a strip too thin to be enlarged is IMAGE_TOO_LARGE', async (t) => {
  await t.rejects(decode(await plain(1, 30_000, '#fff').png().toBuffer()), {
    code: 'IMAGE_TOO_LARGE',
    message: /20000/,
  })
})

t.test('only the first frame of an animated picture counts towards the limit of pixels', async (t) => {
  const frame = { create: { width: 1000, height: 700, channels: 3 as const, background: '#123' } }
  const frames = ['#123', '#456', '#789', '#abc'].map((background) => ({ create: { ...frame.create, background } }))
  const pngs = await Promise.all(frames.map((input) => sharp(input).png().toBuffer()))
  const file = await sharp(pngs, { join: { animated: true } })
    .gif()
    .toBuffer()
  t.match(await decode(file), { width: 1000, height: 700, format: 'gif' })
})

const fast: Record<string, object> = { gif: { effort: 1, dither: 0 }, avif: { effort: 0 } }

for (const format of ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const) {
  t.test(`a truncated ${format} is IMAGE_UNDECODABLE, wherever it was cut`, async (t) => {
    // Wide, tall, and turned pictures are read in different ways.
    for (const [width, height, orientation] of [
      [640, 480, 1],
      [480, 640, 1],
      [480, 640, 3],
      [300, 2000, 1],
    ] as const) {
      const noisy = scene(width, height).withMetadata({ orientation }).sharpen({ sigma: 3 })
      const file = await noisy.toFormat(format, fast[format]).toBuffer()
      t.equal((await decode(file)).format, format)
      for (const part of [0.1, 0.5, 0.9]) {
        const cut = file.subarray(0, Math.floor(file.length * part))
        await t.rejects(decode(cut), { code: 'IMAGE_UNDECODABLE' }, `${width} × ${height} cut at ${part}`)
      }
    }
  })
}

t.test('fast decoding of a large JPEG is nearly, and not quite, the exact one', async (t) => {
  for (const orientation of [1, 3, 6]) {
    const file = await scene(1401, 1001).sharpen({ sigma: 3 }).withMetadata({ orientation }).jpeg().toBuffer()
    const [exact, fast] = [await decode(file), await decodeFast(file)]
    const apart = difference(exact.pixels, fast.pixels)
    t.ok(apart > 0 && apart < 3, `orientation ${orientation}: ${apart} of 255`)
    t.same({ ...fast, pixels: null }, { ...exact, pixels: null })
  }
})

t.test('fast decoding of everything else is the exact one', async (t) => {
  const large = scene(1401, 1001)
  for (const file of [scene().jpeg(), large.clone().png(), large.clone().webp(), large.toColourspace('cmyk').jpeg()]) {
    const bytes = await file.toBuffer()
    t.same((await decodeFast(bytes)).pixels, (await decode(bytes)).pixels)
  }
})

t.test('fast decoding refuses a JPEG wherever it was cut', async (t) => {
  const file = await scene(1000, 1400).sharpen({ sigma: 3 }).jpeg().toBuffer()
  for (const part of [0.1, 0.5, 0.9, 0.99]) {
    await t.rejects(decodeFast(file.subarray(0, Math.floor(file.length * part))), { code: 'IMAGE_UNDECODABLE' })
  }
})

t.test('an empty file is IMAGE_UNDECODABLE', async (t) => {
  await t.rejects(decode(new Uint8Array()), { code: 'IMAGE_UNDECODABLE', message: 'The file is empty.' })
})

t.test('a header with nothing behind it, and a picture without pixels, are IMAGE_UNDECODABLE', async (t) => {
  for (const start of ['\xff\xd8\xff\xe0', '\x89PNG\r\n\x1a\n', 'GIF89a', 'RIFF\0\0\0\0WEBP', 'II*\0', 'MM\0*']) {
    await t.rejects(decode(Buffer.from(start, 'latin1')), { code: 'IMAGE_UNDECODABLE' }, JSON.stringify(start))
  }
  await t.rejects(decode(pngBomb(0, 10)), { code: 'IMAGE_UNDECODABLE' })
})

t.test('the decoder’s own words stay in the cause', async (t) => {
  const error = await decode(Buffer.from('\xff\xd8\xff\xe0 no picture', 'latin1')).catch((error) => error)
  t.match(error.cause, { message: /jpeg/i })
  t.notMatch(error.message, /jpeg|vips|buffer/i)
})

t.test('formats that are not wanted are UNSUPPORTED_IMAGE_TYPE', async (t) => {
  const files = {
    SVG: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    PDF: '%PDF-1.7\n1 0 obj',
    'HEIF of no brand that is taken': '\0\0\0\x18ftypmif1\0\0\0\0mif1miaf',
    MP4: '\0\0\0\x18ftypisom\0\0\0\0isomavif'.replace('avif', 'mp42'),
    BMP: 'BM\x46\0\0\0\0\0\0\0',
    PPM: 'P6 1 1 255 \0\0\0',
    HTML: '<!doctype html><p>not found',
    text: 'hello',
    'one byte': '\xff',
    zeros: '\0'.repeat(100),
  }
  for (const [kind, text] of Object.entries(files)) {
    await t.rejects(decode(Buffer.from(text, 'latin1')), { code: 'UNSUPPORTED_IMAGE_TYPE' }, kind)
  }
})

t.test('libvips is told to load no other format, whatever reaches it', async (t) => {
  await t.rejects(sharp(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')).metadata())
})

t.test('a signal drops a decode that has not started, with its reason', async (t) => {
  const one = createDecodeImage({ ...options, decodesMax: 1 })
  const file = await scene().png().toBuffer()
  const controller = new AbortController()
  const first = one(file)
  const second = one(file, { signal: controller.signal })
  const third = one(file)
  controller.abort(new Error('client gone'))
  await t.rejects(second, { message: 'client gone' })
  t.same((await first).pixels, (await third).pixels)
})
