// Reads a picture's square pixel by pixel as CLIP's reference preprocessing does: Pillow, then transformers' image processor.
// decode-image.ts calls it; read-region.ts decodes and resample.ts resizes.
import { giveBack } from '../give-back.ts'
import type { Preprocess } from '../pack/model-manifest.ts'
import { isTurned, type PictureHeader, planSquare } from './plan-square.ts'
import { type Region, readRegion } from './read-region.ts'
import { type Raster, resampleColumns, resampleRows } from './resample.ts'
import { findTaps } from './taps.ts'

/** Decoded pixels held at once; a larger square of the file is read in parts, each from the file's start: 50 MB of RGB. */
const partPixelsMax = 2 ** 24

/** From this ratio of old to new lengths on, how a decoder interpolates colours between pixels is averaged away. */
const chromaRatioMax = 4

/**
 * `size` × `size` × 3 bytes, in the file's directions. Only the part of the picture that the square shows is held, and all
 * of its pixels count: a JPEG is not decoded at a smaller size.
 */
export async function readExactSquare(bytes: Uint8Array, header: PictureHeader, preprocess: Preprocess) {
  const { size, kernel } = preprocess
  const { scaled, left, top, isWholeRead } = planSquare(header, size)
  const across = { oldLength: header.width, newLength: scaled.width, from: left, count: size }
  const down = { oldLength: header.height, newLength: scaled.height, from: top, count: size }
  const columns = findTaps(kernel, across)
  const rows = findTaps(kernel, down)
  // Given to an inference thread as it is.
  const square = { data: new Uint8Array(new SharedArrayBuffer(size * size * 3)), width: size, height: size }
  const isReduced = Math.min(header.width, header.height) >= size * chromaRatioMax
  const picture: PictureHeader = header.samples === 'avif' && isReduced ? { ...header, samples: 'common' } : header
  const region = {
    left: columns.start,
    top: rows.start,
    width: columns.length,
    height: isWholeRead ? header.height - rows.start : rows.length,
  }
  // Pillow resizes across before down, as the picture is seen, and rounds to bytes between.
  if (isTurned(header.orientation)) {
    const half = createRaster(columns.length, size)
    for (const part of splitRegion(region, 'width')) {
      const read = await readRegion(bytes, picture, part)
      await resampleColumns(read, rows, half, part.left - region.left)
      giveBack(read.data)
    }
    await resampleRows(half, columns, square, 0)
    giveBack(half.data)
  } else {
    const half = createRaster(size, rows.length)
    for (const part of splitRegion(region, 'height')) {
      const read = await readRegion(bytes, picture, part)
      await resampleRows(read, columns, half, part.top - region.top)
      giveBack(read.data)
    }
    await resampleColumns(half, rows, square, 0)
    giveBack(half.data)
  }
  return square.data
}

function createRaster(width: number, height: number): Raster {
  return { data: new Uint8Array(width * height * 3), width, height }
}

/** Parts of about `partPixelsMax` pixels at most, as alike as can be, in order along one side. Each begins at an even place. */
function* splitRegion(region: Region, side: 'width' | 'height'): Iterable<Region> {
  const length = region[side]
  const parts = Math.ceil((region.width * region.height) / partPixelsMax)
  const partLength = 2 * Math.ceil(length / parts / 2)
  const start = side === 'width' ? 'left' : 'top'
  for (let at = 0; at < length; at += partLength) {
    yield { ...region, [start]: region[start] + at, [side]: Math.min(partLength, length - at) }
  }
}
