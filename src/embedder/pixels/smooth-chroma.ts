// Interpolates the colours of pictures that hold one for four pixels (4:2:0), as the reference's AVIF decoder does; libheif
// repeats each colour, which moves small pictures' vectors by up to 0.003. read-region.ts calls it.
import { setImmediate } from 'node:timers/promises'

/** RGB bytes with or without alpha, row by row from an even row and column of the file on. */
type Samples = { data: Uint8Array; width: number; height: number; channels: number }

/** What a pixel's red and blue have more than its luma, one for each block of 2 × 2 pixels. */
type Chroma = { red: Float32Array; blue: Float32Array; columns: number; rows: number }

/** Luma's shares of red, green and blue (ITU-R BT.601), which AVIF encoders take where nothing else is asked. */
const [redShare, greenShare, blueShare] = [0.299, 0.587, 0.114]

/** Two sums that were rounded to bytes are apart by this much at most where they should be equal. */
const roundingMax = 2

/** Pixels between two looks at the event loop: about a millisecond. */
const slicePixels = 2 ** 15

/** Interpolates in place. Leaves a picture alone in which some block holds more than one colour: it is not of that kind. */
export async function smoothChroma(samples: Samples): Promise<void> {
  const { width, height } = samples
  const [columns, rows] = [Math.ceil(width / 2), Math.ceil(height / 2)]
  const chroma = { red: new Float32Array(columns * rows), blue: new Float32Array(columns * rows), columns, rows }
  const rowsMax = Math.max(1, Math.floor(slicePixels / width / 2))
  for (let row = 0; row < rows; row += rowsMax) {
    if (!readChroma(samples, chroma, row, Math.min(rows, row + rowsMax))) return
    await setImmediate()
  }
  for (let row = 0; row < rows; row += rowsMax) {
    writePixels(samples, chroma, row, Math.min(rows, row + rowsMax))
    await setImmediate()
  }
}

/** Fills some rows of `chroma`; false at a block of more than one colour. Pixels cut at 0 or 255 count if there are no others. */
function readChroma({ data, width, height, channels }: Samples, chroma: Chroma, from: number, end: number): boolean {
  for (let row = from; row < end; row++) {
    for (let column = 0; column < chroma.columns; column++) {
      let count = 0
      let red = 0
      let blue = 0
      let cutRed = 0
      let cutBlue = 0
      let redMin = 255
      let redMax = -255
      let blueMin = 255
      let blueMax = -255
      const yEnd = Math.min(2 * row + 2, height)
      const xEnd = Math.min(2 * column + 2, width)
      for (let y = 2 * row; y < yEnd; y++) {
        for (let x = 2 * column; x < xEnd; x++) {
          const at = (y * width + x) * channels
          const r = data[at]!
          const g = data[at + 1]!
          const b = data[at + 2]!
          const luma = redShare * r + greenShare * g + blueShare * b
          if (isCut(r) || isCut(g) || isCut(b)) {
            cutRed += r - luma
            cutBlue += b - luma
          } else {
            count += 1
            red += r - luma
            blue += b - luma
            redMin = Math.min(redMin, r - g)
            redMax = Math.max(redMax, r - g)
            blueMin = Math.min(blueMin, b - g)
            blueMax = Math.max(blueMax, b - g)
          }
        }
      }
      if (redMax - redMin > roundingMax || blueMax - blueMin > roundingMax) return false
      const i = row * chroma.columns + column
      const pixels = (yEnd - 2 * row) * (xEnd - 2 * column)
      chroma.red[i] = count > 0 ? red / count : cutRed / pixels
      chroma.blue[i] = count > 0 ? blue / count : cutBlue / pixels
    }
  }
  return true
}

function writePixels({ data, width, height, channels }: Samples, chroma: Chroma, from: number, end: number): void {
  const { red, blue, columns, rows } = chroma
  for (let y = 2 * from; y < Math.min(2 * end, height); y++) {
    const own = (y >> 1) * columns
    const other = clamp((y >> 1) + (y & 1 ? 1 : -1), rows - 1) * columns
    for (let x = 0; x < width; x++) {
      const column = x >> 1
      const beside = clamp(column + (x & 1 ? 1 : -1), columns - 1)
      const at = (y * width + x) * channels
      const luma = lumaOf(data, at, red[own + column]!, blue[own + column]!)
      const newRed = blend(red, own + column, own + beside, other + column, other + beside)
      const newBlue = blend(blue, own + column, own + beside, other + column, other + beside)
      data[at] = clamp(Math.round(luma + newRed), 255)
      data[at + 1] = clamp(Math.round(luma + greenOf(newRed, newBlue)), 255)
      data[at + 2] = clamp(Math.round(luma + newBlue), 255)
    }
  }
}

/** The four nearest colours lie at the middles of their blocks: a quarter of a block away, or three. */
function blend(chroma: Float32Array, own: number, beside: number, other: number, across: number): number {
  return (9 * chroma[own]! + 3 * chroma[beside]! + 3 * chroma[other]! + chroma[across]!) / 16
}

/** A pixel's luma from those of its values that were not cut at 0 or 255, less what its block's colour adds to each. */
function lumaOf(data: Uint8Array, at: number, red: number, blue: number): number {
  const r = data[at]!
  const g = data[at + 1]!
  const b = data[at + 2]!
  let sum = 0
  let count = 0
  if (!isCut(r)) {
    sum += r - red
    count += 1
  }
  if (!isCut(g)) {
    sum += g - greenOf(red, blue)
    count += 1
  }
  if (!isCut(b)) {
    sum += b - blue
    count += 1
  }
  return count > 0 ? sum / count : redShare * r + greenShare * g + blueShare * b
}

/** What green has more than luma, since the three shares together have nothing. */
function greenOf(red: number, blue: number): number {
  return -(redShare * red + blueShare * blue) / greenShare
}

function isCut(value: number): boolean {
  return value === 0 || value === 255
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max)
}
