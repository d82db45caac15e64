// What each EXIF orientation (tag 0x0112, Exif 2.32 section 4.6.4) does to a picture. Used by decode-image.ts, which
// crops first and turns the small square after: turning first would hold the whole picture in memory.

export type Orientation = {
  /** Mirrored left to right, before it is turned. */
  flop: boolean
  /** Turned clockwise, in degrees. */
  rotate: 0 | 90 | 180 | 270
  /** The file's columns run against the seen picture's axis that they become. */
  isXReversed: boolean
  /** The same for the file's rows. */
  isYReversed: boolean
}

const orientations: Orientation[] = [
  { flop: false, rotate: 0, isXReversed: false, isYReversed: false },
  { flop: true, rotate: 0, isXReversed: true, isYReversed: false },
  { flop: false, rotate: 180, isXReversed: true, isYReversed: true },
  { flop: true, rotate: 180, isXReversed: false, isYReversed: true },
  { flop: true, rotate: 270, isXReversed: false, isYReversed: false },
  { flop: false, rotate: 90, isXReversed: false, isYReversed: true },
  { flop: true, rotate: 90, isXReversed: true, isYReversed: true },
  { flop: false, rotate: 270, isXReversed: true, isYReversed: false },
]

/** The orientation with this EXIF number, 1 to 8; upright for anything else, as viewers do. */
export function orientationOf(exifNumber: number | undefined): Orientation {
  return orientations[(exifNumber ?? 1) - 1] ?? orientations[0]!
}
