// Resizes RGB bytes along one axis as Pillow does, to the same bytes. read-exact-square.ts calls it once for each axis; the sums
// are in resample.wat, the weights in taps.ts. In slices of about a millisecond, between which the event loop goes on.
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { Taps } from './taps.ts'

/** RGB bytes, row by row from the top left. */
export type Raster = { data: Uint8Array; width: number; height: number }

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
function openScratch({ length, count, firsts, pairCounts, pairs, stride }: Taps, lines: number) {
  const at = { firsts: 0, counts: 4 * count, weights: 8 * count, source: 8 * count + pairs.byteLength }
  // The kernel reads one pixel and one byte behind the last old one, which are a line's length away from one another in columns.
  const target = at.source + lines * (length + 1) * 3 + 1
  const end = target + lines * count * 3
  const missing = end - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes))
  new Int32Array(memory.buffer, at.firsts, count).set(firsts)
  new Int32Array(memory.buffer, at.counts, count).set(pairCounts)
  new Int16Array(memory.buffer, at.weights, pairs.length).set(pairs)
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
