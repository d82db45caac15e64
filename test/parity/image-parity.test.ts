// Holds our image preprocessing to CLIP's reference: the pixels of every file, and the vectors that a real model makes of
// both. The bounds are the product's promise in docs/models.md.
import sharp, { type ResizeOptions } from 'sharp'
import t from 'tap'
import { createDecodeImage } from '../../src/embedder/pixels/decode-image.ts'
import { compareImages, comparePixels, type Golden, goldens, preprocess, readOdd, summarise } from './compare-images.ts'

const meanDifferenceMax = 0.01
const exactCosineMin = { mean: 0.9995, worst: 0.998 }
const fastCosineMin = { mean: 0.995 }
const { size } = preprocess

t.test('the goldens cover the kinds of files that the service takes', async (t) => {
  t.ok(goldens.files.length >= 60, `${goldens.files.length} files`)
  const kinds = new Set(goldens.files.map(({ kind }) => kind))
  for (const kind of [
    'EXIF orientation',
    'ICC profile',
    'CMYK',
    'alpha',
    'palette',
    'greyscale',
    '16-bit',
    'animated',
  ]) {
    t.ok(kinds.has(kind), kind)
  }
  const extensions = new Set(goldens.files.map(({ file }) => file.split('.').at(-1)))
  t.same([...extensions].sort(), ['avif', 'gif', 'jpg', 'png', 'tif', 'webp'])
})

const exact = await compareImages('exact')
const fast = await compareImages('fast')

t.test('exact decoding gives the pixels and vectors of the reference', async (t) => {
  for (const { file, mean, cosine } of exact) {
    t.ok(mean <= meanDifferenceMax, `${file}: pixels differ by ${mean.toFixed(5)}`)
    t.ok(cosine >= exactCosineMin.worst, `${file}: cosine ${cosine.toFixed(6)}`)
  }
  const { meanCosine } = summarise(exact)
  t.ok(meanCosine >= exactCosineMin.mean, `mean cosine ${meanCosine}`)
})

t.test('fast decoding gives nearly the vectors of the reference, also where it is not exact decoding', async (t) => {
  const otherwise = fast.filter(({ cosine }, i) => cosine !== exact[i]!.cosine)
  t.ok(otherwise.length >= 5, `${otherwise.length} files are read otherwise`)
  for (const files of [fast, otherwise]) {
    const { meanCosine } = summarise(files)
    t.ok(meanCosine >= fastCosineMin.mean, `mean cosine ${meanCosine} of ${files.length} files`)
  }
})

t.test('the comparison sees what a careless pipeline does', async (t) => {
  const differenceOf = async (name: string, pixelsOf: (bytes: Buffer) => Promise<Uint8Array>) => {
    const golden = goldens.files.find(({ file }) => file.endsWith(`/${name}`)) as Golden
    return (await comparePixels(golden, await pixelsOf(await readOdd(golden)))).mean
  }
  const decode = createDecodeImage({ preprocess, decoding: 'exact', imageBytesMax: 1e7, pixelsMax: 1e7, decodesMax: 1 })
  const ours = (bytes: Buffer) => decode(bytes).then(({ pixels }) => pixels)
  const careless: [string, string, (bytes: Buffer) => Promise<Uint8Array>][] = [
    ['takes the nearest pixel', 'dandelions.jpg', (bytes) => resized(bytes, { kernel: 'nearest' })],
    ['resizes linearly', 'great-wall.jpg', (bytes) => resized(bytes, { kernel: 'linear' })],
    ['enlarges as libvips does', 'thumbnail.jpg', (bytes) => resized(bytes, { kernel: 'cubic' })],
    ['squeezes instead of cropping', 'dandelions.jpg', (bytes) => resized(bytes, { fit: 'fill' })],
    ['crops at the top', 'exif-1.jpg', (bytes) => resized(bytes, { position: 'left' })],
    ['leaves the picture lying', 'exif-6.jpg', async (bytes) => ours(await sharp(bytes).png().toBuffer())],
    ['lays it on black', 'rgba.png', async (bytes) => ours(await sharp(bytes).flatten().png().toBuffer())],
    ['leaves out the profile', 'adobe-rgb.jpg', (bytes) => ours(withoutProfile(bytes))],
  ]
  for (const [deed, name, pixelsOf] of careless) {
    const mean = await differenceOf(name, pixelsOf)
    t.ok(mean > meanDifferenceMax, `one that ${deed} is ${mean.toFixed(4)} off`)
    t.ok((await differenceOf(name, ours)) <= meanDifferenceMax, 'and ours is not')
  }
})

function resized(bytes: Buffer, options: ResizeOptions): Promise<Uint8Array> {
  return sharp(bytes)
    .resize({ width: size, height: size, fastShrinkOnLoad: false, ...options })
    .removeAlpha()
    .raw()
    .toBuffer()
}

/** The JPEG with its profile's marker renamed, so that no reader knows it. */
function withoutProfile(jpeg: Buffer): Buffer {
  const bytes = Buffer.from(jpeg)
  bytes.write('NO_PROFILE_', bytes.indexOf('ICC_PROFILE'), 'latin1')
  return bytes
}
