// Where the model's square lies in a picture: what the file's header says, the size to resize to, and the centre crop.
// decode-image.ts reads the header; read-exact-square.ts and read-fast-square.ts follow the plan.
import type { Orientation } from './exif-orientation.ts'

/** Width and height in pixels as the file stores them, how they are to be turned to be seen, and what the samples are. */
export type PictureHeader = {
  width: number
  height: number
  orientation: Orientation
  /** How they are read; see read-region.ts. */
  samples: 'common' | 'bare-cmyk' | 'profiled-rgb16' | 'profiled-grey16' | 'avif'
  /** The embedded ICC profile. */
  profile?: Buffer
}

/** In the file's own directions, before it is turned. */
export type SquarePlan = {
  /** The whole picture's size, resized so that its short side is the square's. */
  scaled: { width: number; height: number }
  /** The square's corner in it. */
  left: number
  top: number
  /** Whether rows below the square are decoded too, so that a file cut short there is refused. */
  isWholeRead: boolean
}

/** Up to this ratio of height to width all rows of a picture are decoded: a longer strip takes memory for nothing else. */
const wholeReadRatioMax = 8

export function planSquare(header: PictureHeader, size: number): SquarePlan {
  const scaled = scaleShortSide(header, size)
  const { isXReversed, isYReversed } = header.orientation
  return {
    scaled,
    left: cropOffset(scaled.width, size, isXReversed),
    top: cropOffset(scaled.height, size, isYReversed),
    isWholeRead: scaled.height <= size * wholeReadRatioMax,
  }
}

/** The file's rows are columns of the picture as it is seen. */
export function isTurned({ rotate }: Orientation): boolean {
  return rotate === 90 || rotate === 270
}

/** The short side becomes `size`, the long side keeps the ratio, rounded down as CLIP's reference preprocessing does. */
function scaleShortSide({ width, height }: PictureHeader, size: number): { width: number; height: number } {
  return width <= height
    ? { width: size, height: Math.floor((size * height) / width) }
    : { width: Math.floor((size * width) / height), height: size }
}

/** Where the centre crop begins on an axis of the file: half of the rest, rounded down as seen upright. */
function cropOffset(length: number, size: number, isReversed: boolean): number {
  const half = (length - size) / 2
  return isReversed ? Math.ceil(half) : Math.floor(half)
}
