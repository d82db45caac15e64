// Resizes RGB bytes along one axis as Pillow does, to the same bytes. read-square.ts calls it once for each axis; the sums
// are in resample.wat. In slices of about a millisecond, between which the event loop goes on.
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { Preprocess } from '../pack/model-manifest.ts'

/** RGB bytes, row by row from the top left. */
export type Raster = { data: Uint8Array; width: number; height: number }

/** Which old pixels of an axis make each new one, and with what weights. */
export type Taps = {
  /** The old pixels that are needed at all: from `start` on, `length` of them. */
  start: number
  length: number
  /** How many new pixels there are. */
  count: number
  /** For each new pixel, its first old one, counted from `start`, and how many they are. */
  firsts: Int32Array
  counts: Int32Array
  /** `stride` for each new pixel, of which its `counts` are used; 22 bits behind the point. */
  weights: Int32Array
  stride: number
}

type Kernel = {
  /** How far it reaches from its middle, in pixels of the smaller picture. */
  reach: number
  weigh(distance: number): number
}

/** R. Keys, “Cubic convolution interpolation for digital image processing” (1981), with a = -1/2, as Pillow's BICUBIC. */
const cubic: Kernel = {
  reach: 2,
  weigh(distance) {
    const x = Math.abs(distance)
    if (x < 1) return (1.5 * x - 2.5) * x * x + 1
    return x < 2 ? -0.5 * (((x - 5) * x + 8) * x - 4) : 0
  },
}

const kernels: Record<Preprocess['kernel'], Kernel> = { cubic }

const weightOne = 2 ** 22

/**
 * The taps of `count` new pixels from the new pixel `from` on, when an axis of `oldLength` pixels becomes `newLength` long.
 * The kernel is widened by the ratio when reducing, and cut at the picture's edge, its weights then scaled to sum 1 again.
 */
export function computeTaps(
  kernelName: Preprocess['kernel'],
  { oldLength, newLength, from, count }: { oldLength: number; newLength: number; from: number; count: number },
): Taps {
  const { reach, weigh } = kernels[kernelName]
  const ratio = oldLength / newLength
  const widening = Math.max(ratio, 1)
  const stride = Math.ceil(reach * widening) * 2 + 1
  const firsts = new Int32Array(count)
  const counts = new Int32Array(count)
  const weights = new Int32Array(count * stride)
  for (let i = 0; i < count; i++) {
    const middle = (from + i + 0.5) * ratio
    const first = Math.max(0, Math.trunc(middle - reach * widening + 0.5))
    const end = Math.min(oldLength, Math.trunc(middle + reach * widening + 0.5))
    const shares = Array.from({ length: end - first }, (_, j) => weigh((first + j - middle + 0.5) / widening))
    const sum = shares.reduce((total, share) => total + share, 0)
    firsts[i] = first
    counts[i] = shares.length
    weights.set(
      shares.map((share) => roundHalfAway((share / sum) * weightOne)),
      i * stride,
    )
  }
  // Even, so that a part of a picture begins where a block of pixels with one colour does.
  const start = firsts[0]! & ~1
  const length = firsts[count - 1]! + counts[count - 1]! - start
  return { start, length, count, firsts: firsts.map((first) => first - start), counts, weights, stride }
}

function roundHalfAway(value: number): number {
  return Math.trunc(value < 0 ? value - 0.5 : value + 0.5)
}

/** Resizes rows: `source` holds the old columns that the taps need. They become rows of `target` from `top` on, up to its end. */
export async function resampleRows(source: Raster, taps: Taps, target: Raster, top: number): Promise<void> {
  const [oldBytes, newBytes] = [source.width * 3, taps.count * 3]
  const rowsMax = linesPerSlice(taps)
  const end = Math.min(source.height, target.height - top)
  for (let row = 0; row < end; row += rowsMax) {
    const rows = Math.min(rowsMax, end - row)
    const { bytes, run, result } = openScratch(taps, rows)
    bytes.set(source.data.subarray(row * oldBytes, (row + rows) * oldBytes))
    run({ sourceLine: oldBytes, sourceStep: 3, targetLine: newBytes, targetStep: 3 })
    target.data.set(result, (top + row) * newBytes)
    await setImmediate()
  }
}

/** Resizes columns: `source` begins with the old rows that the taps need. Its columns become those of `target` from `left` on. */
export async function resampleColumns(source: Raster, taps: Taps, target: Raster, left: number): Promise<void> {
  const columnsMax = linesPerSlice(taps)
  for (let column = 0; column < source.width; column += columnsMax) {
    const columns = Math.min(columnsMax, source.width - column)
    const pieceBytes = columns * 3
    const { bytes, run, result } = openScratch(taps, columns)
    for (let row = 0; row < taps.length; row++) {
      const at = (row * source.width + column) * 3
      bytes.set(source.data.subarray(at, at + pieceBytes), row * pieceBytes)
    }
    run({ sourceLine: 3, sourceStep: pieceBytes, targetLine: 3, targetStep: pieceBytes })
    for (let row = 0; row < taps.count; row++) {
      const piece = result.subarray(row * pieceBytes, (row + 1) * pieceBytes)
      target.data.set(piece, (row * target.width + left + column) * 3)
    }
    await setImmediate()
  }
}

/** Half a megabyte of old or new pixels takes about half a millisecond. */
const sliceBytes = 2 ** 19

function linesPerSlice({ length, count }: Taps): number {
  return Math.max(1, Math.floor(sliceBytes / (3 * Math.max(length, count))))
}

type Strides = { sourceLine: number; sourceStep: number; targetLine: number; targetStep: number }

type ResampleExports = {
  memory: WebAssembly.Memory
  resample(
    source: number,
    sourceLine: number,
    sourceStep: number,
    target: number,
    targetLine: number,
    targetStep: number,
    lines: number,
    pixels: number,
    firsts: number,
    counts: number,
    weights: number,
    strideBytes: number,
  ): void
}

const wasm = new WebAssembly.Module(readFileSync(new URL('./resample.wasm', import.meta.url)))
const { memory, resample } = new WebAssembly.Instance(wasm).exports as ResampleExports
const pageBytes = 65_536

/**
 * A place in the kernel's memory for one slice of `lines` lines, good until the next one is opened: `bytes` takes the old
 * pixels and `run` leaves the new ones in `result`.
 */
function openScratch({ length, count, firsts, counts, weights, stride }: Taps, lines: number) {
  const at = { firsts: 0, counts: 4 * count, weights: 8 * count, source: 8 * count + 4 * weights.length }
  // The kernel reads one byte behind the last old pixel.
  const target = at.source + lines * length * 3 + 1
  const end = target + lines * count * 3
  const missing = end - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes))
  for (const [place, values] of [
    [at.firsts, firsts],
    [at.counts, counts],
    [at.weights, weights],
  ] as const) {
    new Int32Array(memory.buffer, place, values.length).set(values)
  }
  return {
    bytes: new Uint8Array(memory.buffer, at.source, lines * length * 3),
    result: new Uint8Array(memory.buffer, target, lines * count * 3),
    run({ sourceLine, sourceStep, targetLine, targetStep }: Strides): void {
      const from = [at.source, sourceLine, sourceStep] as const
      const to = [target, targetLine, targetStep] as const
      resample(...from, ...to, lines, count, at.firsts, at.counts, at.weights, 4 * stride)
    },
  }
}
