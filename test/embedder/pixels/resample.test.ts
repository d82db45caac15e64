// The resize against plain arithmetic and against what a resize must keep. That it equals Pillow's is test/parity's part.
import { readFileSync } from 'node:fs'
import t from 'tap'
import createWabt from 'wabt'
import { type Raster, resampleColumns, resampleRows } from '../../../src/embedder/pixels/resample.ts'
import { computeTaps, findTaps, type Taps } from '../../../src/embedder/pixels/taps.ts'
import { createRandom } from '../../support/seeded-random.ts'

const folder = new URL('../../../src/embedder/pixels/', import.meta.url)

t.test('resample.wasm is resample.wat, assembled', async (t) => {
  const wabt = await createWabt()
  const module = wabt.parseWat('resample.wat', readFileSync(new URL('resample.wat', folder), 'utf8'), { simd: true })
  const committed = readFileSync(new URL('resample.wasm', folder))
  t.ok(committed.equals(module.toBinary({}).buffer), 'assemble it again as its header says')
})

function randomRaster(width: number, height: number): Raster {
  const random = createRandom(1)
  return { data: Uint8Array.from({ length: width * height * 3 }, () => 256 * random()), width, height }
}

function emptyRaster(width: number, height: number): Raster {
  return { data: new Uint8Array(width * height * 3), width, height }
}

/** One new value: the weighted sum of old ones that lie `step` bytes apart from `at` on, rounded and cut to a byte. */
function sumOf(data: Uint8Array, at: number, step: number, taps: Taps, i: number): number {
  let sum = 0
  for (let j = 0; j < taps.counts[i]!; j++) {
    sum += taps.weights[i * taps.stride + j]! * data[at + (taps.firsts[i]! + j) * step]!
  }
  return Math.min(Math.max(Math.floor(sum / 2 ** 22 + 0.5), 0), 255)
}

// Reduced and enlarged, by much and by little, whole and in part; more than a slice of lines in the last.
for (const [oldLength, newLength, from, count, lines] of [
  [100, 37, 0, 37, 5],
  [1000, 16, 3, 9, 4],
  [7, 50, 20, 16, 3],
  [20, 20, 5, 10, 2],
  [1, 16, 0, 16, 1],
  [400, 100, 0, 100, 700],
] as const) {
  t.test(`${oldLength} pixels to ${newLength}, of which ${count}, in ${lines} lines`, async (t) => {
    const taps = computeTaps('cubic', { oldLength, newLength, from, count })

    const rows = randomRaster(taps.length, lines)
    const newRows = emptyRaster(count, lines + 2)
    await resampleRows(rows, taps, newRows, 1)
    const expectedRows = newRows.data.map((_, place) => {
      const row = Math.floor(place / (count * 3)) - 1
      const i = Math.floor(place / 3) % count
      const at = row * taps.length * 3 + (place % 3)
      return row < 0 || row >= lines ? 0 : sumOf(rows.data, at, 3, taps, i)
    })
    t.ok(Buffer.from(newRows.data).equals(expectedRows), 'rows')

    const columns = randomRaster(lines, taps.length)
    const newColumns = emptyRaster(lines + 2, count)
    await resampleColumns(columns, taps, newColumns, 1)
    const expectedColumns = newColumns.data.map((_, place) => {
      const column = (Math.floor(place / 3) % (lines + 2)) - 1
      const i = Math.floor(place / 3 / (lines + 2))
      return column < 0 || column >= lines ? 0 : sumOf(columns.data, column * 3 + (place % 3), lines * 3, taps, i)
    })
    t.ok(Buffer.from(newColumns.data).equals(expectedColumns), 'columns')
  })
}

t.test('the weights of each new pixel are together one, and lie evenly about its middle', async (t) => {
  for (const [oldLength, newLength] of [
    [1000, 224],
    [30, 224],
    [224, 224],
  ] as const) {
    const { counts, firsts, start, weights, stride } = computeTaps('cubic', {
      oldLength,
      newLength,
      from: 0,
      count: newLength,
    })
    for (let i = 0; i < newLength; i++) {
      const ofPixel = weights.subarray(i * stride, i * stride + counts[i]!)
      const sum = ofPixel.reduce((total, weight) => total + weight, 0)
      t.ok(Math.abs(sum / 2 ** 22 - 1) < 1e-5, `pixel ${i} of ${newLength}`)
      t.ok(
        start + firsts[i]! >= 0 && start + firsts[i]! + counts[i]! <= oldLength,
        'and all of them are in the picture',
      )
    }
    const used = (i: number) =>
      [...weights.subarray(i * stride, i * stride + counts[i]!)].filter((weight) => weight !== 0)
    t.same(used(0), used(newLength - 1).reverse(), 'the first pixel mirrors the last')
  }
})

t.test('the taps of an axis are worked out once', async (t) => {
  const axis = { oldLength: 321, newLength: 224, from: 0, count: 224 }
  t.equal(findTaps('cubic', axis), findTaps('cubic', { ...axis }))
  t.same(findTaps('cubic', axis), computeTaps('cubic', axis))
  t.not(findTaps('cubic', { ...axis, from: 1, count: 223 }), findTaps('cubic', axis))
})
