// Compares our image preprocessing with the reference's, whose results build/make_image_goldens.py has put down.
// image-parity.test.ts holds the numbers to their bounds; scripts/print-image-parity.ts prints them.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { builtinSource } from '../../src/embedder/models.ts'
import { loadModelPack } from '../../src/embedder/pack/model-pack.ts'
import { createDecodeImage, type Decoding } from '../../src/embedder/pixels/decode-image.ts'
import { createEmbedder } from '../../src/embedder/pool.ts'
import { dot } from '../../src/vector.ts'
import { embedderOptions } from '../support/embedder-options.ts'

export type Golden = {
  /** Relative to the repository. */
  file: string
  kind: string
  /** Of the file. */
  sha256: string
  /** The name of the reference's square, a PNG. */
  golden: string
}

type Goldens = {
  madeWith: Record<string, string>
  /** Side of the golden squares, in pixels. */
  size: number
  model: { sha256: string; dims: number }
  files: Golden[]
}

/** How far two squares are apart, in normalised values: those that a CLIP tower takes, about -2 to 2. */
export type PixelDifference = { mean: number; greatest: number }

/** `cosine` is that of the built-in model's vectors, each with its own pipeline's pixels. */
export type ImageComparison = Golden & PixelDifference & { cosine: number }

/** CLIP's standard deviations of red, green and blue, of values from 0 to 1 (its published image processor). */
const std = [0.26862954, 0.26130258, 0.27577711]

const root = new URL('../../', import.meta.url)
const folder = new URL('test/fixtures/parity/images/', root)
const limits = { imageBytesMax: 10_000_000, pixelsMax: 25_000_000 }

export const goldens: Goldens = JSON.parse(await readFile(new URL('goldens.json', folder), 'utf8'))

/** What CLIP's preprocessing is asked of our decoder for. */
export const preprocess = { size: goldens.size, resize: 'short-side', kernel: 'cubic', crop: 'center' } as const

/** The file's bytes, which must be those that the golden was made of. */
export async function readOdd({ file, sha256 }: Golden): Promise<Buffer> {
  const bytes = await readFile(fileURLToPath(new URL(file, root)))
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== sha256) throw new Error(`${file} is not the file that its golden was made of`)
  return bytes
}

/** How far `pixels`, RGB bytes of the golden's size, are from the golden. */
export async function comparePixels({ golden }: Golden, pixels: Uint8Array): Promise<PixelDifference> {
  const file = fileURLToPath(new URL(`goldens/${golden}`, folder))
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true })
  if (info.channels !== 3 || data.length !== pixels.length) throw new Error(`${golden} has another size`)
  let sum = 0
  let greatest = 0
  for (let i = 0; i < data.length; i++) {
    const difference = Math.abs(data[i]! - pixels[i]!) / 255 / std[i % 3]!
    sum += difference
    greatest = Math.max(greatest, difference)
  }
  return { mean: sum / data.length, greatest }
}

/** Decodes and embeds every file. About 40 ms each. */
export async function compareImages(decoding: Decoding): Promise<ImageComparison[]> {
  const vectors = await readVectors()
  const decode = createDecodeImage({ preprocess, decoding, ...limits, decodesMax: 1 })
  const embedder = await createEmbedder({ ...embedderOptions, model: builtinSource, decoding, ...limits })
  try {
    const comparisons: ImageComparison[] = []
    for (const [i, golden] of goldens.files.entries()) {
      const bytes = await readOdd(golden)
      const difference = await comparePixels(golden, (await decode(bytes)).pixels)
      const { vector } = await embedder.embedImage(bytes)
      comparisons.push({ ...golden, ...difference, cosine: dot(vector, vectors[i]!) })
    }
    return comparisons
  } finally {
    await embedder.close()
  }
}

/** The reference's vectors, one a file; they must be of the pack that is here. */
async function readVectors(): Promise<Float32Array[]> {
  const { sha256, dims } = goldens.model
  const { info } = await loadModelPack(builtinSource)
  if (info.space.imageTowerSha256 !== sha256)
    throw new Error('The golden vectors are of another model: make them again')
  const bytes = await readFile(new URL('vectors.bin', folder))
  const values = Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i))
  return goldens.files.map((_, i) => values.subarray(i * dims, (i + 1) * dims))
}

export type ParityTotals = {
  files: number
  meanDifference: number
  worstDifference: number
  meanCosine: number
  worstCosine: number
}

export function summarise(comparisons: ImageComparison[]): ParityTotals {
  const average = (pick: (one: ImageComparison) => number) =>
    comparisons.reduce((sum, one) => sum + pick(one), 0) / comparisons.length
  return {
    files: comparisons.length,
    meanDifference: average(({ mean }) => mean),
    worstDifference: Math.max(...comparisons.map(({ mean }) => mean)),
    meanCosine: average(({ cosine }) => cosine),
    worstCosine: Math.min(...comparisons.map(({ cosine }) => cosine)),
  }
}
