// An image file's bytes to the pixels that an image tower takes: sniffed, bounded, upright, sRGB, resized and cropped.
// pool.ts calls it; sniff-image-format.ts tells the format; read-exact-square.ts or read-fast-square.ts reads the pixels.
import sharp, { type Metadata } from 'sharp'
import { createError, isLikenessError, type LikenessError } from '../../errors.ts'
import { withKnownBrand } from '../../picture/known-brand.ts'
import { heicToPng, isHeic } from '../../picture/read-heic.ts'
import type { ImageFacts, ImageFormat } from '../embedder.ts'
import type { Preprocess } from '../pack/model-manifest.ts'
import { type Orientation, orientationOf } from './exif-orientation.ts'
import { isTurned, type PictureHeader } from './plan-square.ts'
import { readExactSquare } from './read-exact-square.ts'
import { isFasterRead, readFastSquare } from './read-fast-square.ts'
import { createSlots, type SlotOptions } from './slots.ts'
import { sniffImageFormat } from './sniff-image-format.ts'

export type DecodedImage = ImageFacts & {
  /** `size` × `size` × 3 bytes: RGB, row by row from the top left, in memory that threads share. */
  pixels: Uint8Array
}

export type DecodeImage = (bytes: Uint8Array, call?: SlotOptions) => Promise<DecodedImage>

/**
 * `exact`: every pixel counts, and the result is that of CLIP's reference preprocessing. `fast`: large JPEGs are decoded at
 * a part of their size, which takes less time and memory; everything else is read exactly. docs/models.md has the numbers.
 */
export type Decoding = 'exact' | 'fast'

export type DecodeOptions = {
  preprocess: Preprocess
  decoding: Decoding
  /** Longest file, in bytes. */
  imageBytesMax: number
  /** Most pixels (width × height of the first frame), checked in the header before anything is decoded. */
  pixelsMax: number
  /** How many pictures are decoded at once; with `pixelsMax` it bounds the memory. */
  decodesMax: number
  /** Told after each picture how long it took, in milliseconds, without the wait for its turn. */
  onDecoded?: (ms: number) => void
}

/** A thinner strip is no picture any more: the square would show a single pixel of more than twenty thousand. */
const sidesRatioMax = 20_000

/** Samples of other kinds, as measuring instruments write them, have no agreed white: they would come out black. */
const wholeDepths: ReadonlySet<string | undefined> = new Set(['uchar', 'ushort'])

/**
 * The decoder for one model's preprocessing. Of animated files the first frame is taken.
 *
 * Its errors: UNSUPPORTED_IMAGE_TYPE for bytes that are no picture of a known format; IMAGE_TOO_LARGE over the limits of
 * bytes or pixels; IMAGE_UNDECODABLE for an empty, damaged or truncated file.
 */
export function createDecodeImage(options: DecodeOptions): DecodeImage {
  configureSharp()
  const slots = createSlots(options.decodesMax)
  return async (bytes, call) => {
    const format = checkFile(bytes, options.imageBytesMax)
    return slots.run(async () => {
      try {
        const startMs = performance.now()
        const file = withKnownBrand(bytes)
        const metadata = await readMetadata(file, options.pixelsMax)
        const readable = isHeic(metadata) ? await heicToPng(file, metadata) : file
        const header = toHeader(
          readable === file ? metadata : await sharp(readable, { limitInputPixels: false }).metadata(),
        )
        const pixels = await readPixels(readable, format, header, options)
        options.onDecoded?.(performance.now() - startMs)
        return { ...sizeAsSeen(header), format, pixels }
      } catch (error) {
        throw isLikenessError(error) ? error : undecodable(error)
      }
    }, call)
  }
}

/** Process-wide, and the same for everyone who uses sharp here: only wanted loaders, one thread a picture, no cache. */
function configureSharp(): void {
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif', 'Tiff'].map((name) => `VipsForeignLoad${name}`),
  })
  sharp.concurrency(1)
  sharp.cache(false)
}

function checkFile(bytes: Uint8Array, imageBytesMax: number): ImageFacts['format'] {
  if (bytes.byteLength === 0) throw createError('IMAGE_UNDECODABLE', 'The file is empty.')
  if (bytes.byteLength > imageBytesMax) {
    throw createError('IMAGE_TOO_LARGE', `The file has ${bytes.byteLength} bytes; at most ${imageBytesMax} are taken.`)
  }
  const format = sniffImageFormat(bytes)
  if (format === undefined) {
    throw createError('UNSUPPORTED_IMAGE_TYPE', 'The bytes are not a JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF file.')
  }
  return format
}

function sizeAsSeen({ width, height, orientation }: PictureHeader): { width: number; height: number } {
  return isTurned(orientation) ? { width: height, height: width } : { width, height }
}

/** The file's header, within the limits. */
async function readMetadata(bytes: Uint8Array, pixelsMax: number): Promise<Metadata> {
  // The limit is checked here and not by sharp, so that it can be told from damage; the header costs no pixels.
  const metadata = await sharp(bytes, { limitInputPixels: false }).metadata()
  const { width, height, depth } = metadata
  if (!wholeDepths.has(depth)) {
    throw createError('UNSUPPORTED_IMAGE_TYPE', 'The picture’s samples are not whole numbers of 8 or 16 bits.')
  }
  if (width * height > pixelsMax) {
    throw createError(
      'IMAGE_TOO_LARGE',
      `The picture has ${width} × ${height} pixels; at most ${pixelsMax} in all are taken.`,
    )
  }
  if (Math.max(width, height) > Math.min(width, height) * sidesRatioMax) {
    throw createError('IMAGE_TOO_LARGE', `One side is more than ${sidesRatioMax} times as long as the other.`)
  }
  return metadata
}

function toHeader(metadata: Metadata): PictureHeader {
  const { width, height, orientation, icc } = metadata
  return { width, height, orientation: orientationOf(orientation), samples: samplesOf(metadata), profile: icc }
}

/** Which way of read-region.ts the picture's samples need. */
function samplesOf({ format, space, icc, hasAlpha }: Metadata): PictureHeader['samples'] {
  if (format === 'heif') return 'avif'
  if (icc === undefined) return space === 'cmyk' ? 'bare-cmyk' : 'common'
  if (space === 'rgb16') return 'profiled-rgb16'
  return space === 'grey16' && !hasAlpha ? 'profiled-grey16' : 'common'
}

/** Crops as the file lies and turns the small square, so that a turned picture costs no more than an upright one. */
async function readPixels(
  bytes: Uint8Array,
  format: ImageFormat,
  header: PictureHeader,
  { preprocess, decoding }: DecodeOptions,
): Promise<Uint8Array> {
  const isFast = decoding === 'fast' && isFasterRead(format, header, preprocess.size)
  const readSquare = isFast ? readFastSquare : readExactSquare
  const square = await orient(await readSquare(bytes, header, preprocess), preprocess.size, header.orientation)
  return square.buffer instanceof SharedArrayBuffer ? square : share(square)
}

/** A thread gets the pixels without a copy, and a second one may get them again. */
function share(square: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(square.byteLength))
  shared.set(square)
  return shared
}

async function orient(square: Uint8Array, size: number, { flop, rotate }: Orientation): Promise<Uint8Array> {
  if (!flop && rotate === 0) return square
  const input = sharp(square, { raw: { width: size, height: size, channels: 3 } })
  return input.flop(flop).rotate(rotate).raw().toBuffer()
}

function undecodable(cause: unknown): LikenessError {
  return createError('IMAGE_UNDECODABLE', 'The picture is damaged, cut short, or not what its first bytes say.', {
    cause,
  })
}
