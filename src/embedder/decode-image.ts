// An image file's bytes to the pixels that an image tower takes: sniffed, bounded, upright, sRGB, resized and cropped.
// pool.ts calls it; sniff-image-format.ts tells the format; libvips does the work on its own threads, off the event loop.
import sharp from 'sharp'
import { createError, isLikenessError, type LikenessError } from '../errors.ts'
import type { ImageFacts } from './embedder.ts'
import { type Orientation, orientationOf } from './exif-orientation.ts'
import type { Preprocess } from './model-pack.ts'
import { createSlots } from './slots.ts'
import { sniffImageFormat } from './sniff-image-format.ts'

export type DecodedImage = ImageFacts & {
  /** `size` × `size` × 3 bytes: RGB, row by row from the top left, and nothing else in its buffer. */
  pixels: Uint8Array
}

export type DecodeImage = (bytes: Uint8Array, signal?: AbortSignal) => Promise<DecodedImage>

export type DecodeOptions = {
  preprocess: Preprocess
  /** Longest file, in bytes. */
  imageBytesMax: number
  /** Most pixels (width × height of the first frame), checked in the header before anything is decoded. */
  pixelsMax: number
  /** How many pictures are decoded at once; with `pixelsMax` it bounds the memory. */
  decodesMax: number
}

/**
 * Transparent pixels are laid on white before resizing, as picture viewers and shops show them.
 * Black, which dropping the alpha channel amounts to for most files, would put every cut-out before a dark ground.
 */
const background = '#ffffff'

/** A thinner strip cannot be enlarged to the tower's size: the long side would pass libvips's largest coordinate. */
const sidesRatioMax = 20_000

/** Samples of other kinds, as measuring instruments write them, have no agreed white: they would come out black. */
const wholeDepths: ReadonlySet<string | undefined> = new Set(['uchar', 'ushort'])

/** Up to this ratio of height to width all rows of a picture are decoded, also those below the crop. */
const wholeReadRatioMax = 8

/**
 * The decoder for one model's preprocessing. Of animated files the first frame is taken.
 *
 * Its errors: UNSUPPORTED_IMAGE_TYPE for bytes that are no picture of a known format; IMAGE_TOO_LARGE over the limits of
 * bytes or pixels; IMAGE_UNDECODABLE for an empty, damaged or truncated file.
 */
export function createDecodeImage(options: DecodeOptions): DecodeImage {
  configureSharp()
  const slots = createSlots(options.decodesMax)
  return async (bytes, signal) => {
    const format = checkFile(bytes, options.imageBytesMax)
    return slots.run(async () => {
      try {
        const header = await readHeader(bytes, options.pixelsMax)
        const pixels = await readPixels(bytes, header, options)
        return { ...sizeAsSeen(header), format, pixels }
      } catch (error) {
        throw isLikenessError(error) ? error : undecodable(error)
      }
    }, signal)
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
    throw createError('UNSUPPORTED_IMAGE_TYPE', 'The bytes are not a JPEG, PNG, WebP, AVIF, GIF or TIFF file.')
  }
  return format
}

/** Width and height in pixels as the file stores them, and how they are to be turned to be seen. */
type Header = { width: number; height: number; orientation: Orientation; is16BitRgb: boolean }

function sizeAsSeen({ width, height, orientation }: Header): { width: number; height: number } {
  const isTurned = orientation.rotate === 90 || orientation.rotate === 270
  return isTurned ? { width: height, height: width } : { width, height }
}

async function readHeader(bytes: Uint8Array, pixelsMax: number): Promise<Header> {
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
  return {
    width,
    height,
    orientation: orientationOf(metadata.orientation),
    is16BitRgb: metadata.space === 'rgb16',
  }
}

/** Resizes and crops as the file lies, streaming, so that neither a long strip nor a turned picture is held in memory. */
async function readPixels(bytes: Uint8Array, header: Header, options: DecodeOptions): Promise<Uint8Array> {
  const { size, kernel } = options.preprocess
  const scaled = scaleShortSide(header, size)
  const left = cropOffset(scaled.width, size, header.orientation.isXReversed)
  const top = cropOffset(scaled.height, size, header.orientation.isYReversed)
  // libvips decodes only the rows that are asked for. All of them are, so that a file cut below the crop is refused too;
  // a strip longer than this would take memory for nothing else, and is read to the crop's end.
  const isWholeRead = scaled.height <= size * wholeReadRatioMax
  const rows = isWholeRead ? { top: 0, height: scaled.height } : { top, height: size }
  // Refuses files that end early or hold real damage, and takes those with a harmless oddity that a warning is for.
  const input = sharp(bytes, { failOn: 'error', limitInputPixels: options.pixelsMax })
  // sharp would turn 16-bit pictures with a profile to Display P3 and then take the numbers for sRGB: reduced to 8 first.
  if (header.is16BitRgb) input.pipelineColourspace('srgb')
  const { data, info } = await input
    .flatten({ background })
    // The exact size in both directions, so that the rounding is Pillow's and not sharp's.
    .resize({ ...scaled, fit: 'fill', kernel, fastShrinkOnLoad: false })
    .extract({ left, width: size, ...rows })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    // Not toUint8Array(): sharp 0.35.5 never frees what that returns.
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw createError('INTERNAL', `The decoder gave ${info.channels} channels.`)
  const start = (top - rows.top) * size * 3
  return orient(data.subarray(start, start + size * size * 3), size, header.orientation)
}

/** The short side becomes `size`, the long side keeps the ratio, rounded down as CLIP's reference preprocessing does. */
function scaleShortSide({ width, height }: Header, size: number): { width: number; height: number } {
  return width <= height
    ? { width: size, height: Math.floor((size * height) / width) }
    : { width: Math.floor((size * width) / height), height: size }
}

/** Where the centre crop begins on an axis of the file: half of the rest, rounded down as seen upright. */
function cropOffset(length: number, size: number, isReversed: boolean): number {
  const half = (length - size) / 2
  return isReversed ? Math.ceil(half) : Math.floor(half)
}

async function orient(square: Uint8Array, size: number, { flop, rotate }: Orientation): Promise<Uint8Array> {
  // Copied where it is a part of more rows: posted to a thread, a view would take the whole of them along.
  if (!flop && rotate === 0) return square.byteLength === square.buffer.byteLength ? square : Uint8Array.from(square)
  const input = sharp(square, { raw: { width: size, height: size, channels: 3 } })
  return input.flop(flop).rotate(rotate).raw().toBuffer()
}

function undecodable(cause: unknown): LikenessError {
  return createError('IMAGE_UNDECODABLE', 'The picture is damaged, cut short, or not what its first bytes say.', {
    cause,
  })
}
