// Colours that stand for four pixels are interpolated; all others stay as they are.
import t from 'tap'
import { smoothChroma } from '../../../src/embedder/pixels/smooth-chroma.ts'

const grey = [100, 100, 100]
const red = [150, 80, 80]

/** Columns of colours, the same in each row; `channels` may leave room for an opacity of 7. */
function columnsOf(colours: number[][], height: number, channels = 3) {
  const row = colours.flatMap((colour) => (channels === 4 ? [...colour, 7] : colour))
  const data = Uint8Array.from(Array.from({ length: height }, () => row).flat())
  return { data, width: colours.length, height, channels }
}

t.test('between two colours that are repeated lie a quarter and three quarters of the way', async (t) => {
  for (const [height, channels] of [
    [4, 3],
    [5, 3],
    [4, 4],
  ] as const) {
    const samples = columnsOf([grey, grey, red, red, red], height, channels)
    await smoothChroma(samples)
    const reds = Array.from({ length: 5 }, (_, x) => samples.data[x * channels]! - samples.data[x * channels + 1]!)
    t.same([reds[0], reds[3], reds[4]], [0, 70, 70], 'the outer ones have no other beside them')
    t.ok(Math.abs(reds[1]! - 17.5) <= 1, `a quarter: ${reds[1]}`)
    t.ok(Math.abs(reds[2]! - 52.5) <= 1, `three quarters: ${reds[2]}`)
    if (channels === 4)
      t.ok(
        samples.data.every((value, i) => i % 4 !== 3 || value === 7),
        'opacity stays',
      )
    const rowBytes = 5 * channels
    t.ok(
      samples.data.every((value, i) => value === samples.data[i % rowBytes]),
      'every row alike',
    )
  }
})

t.test('a picture with a colour for each pixel stays as it is', async (t) => {
  const samples = columnsOf([grey, red, grey, grey, red, red], 4)
  const before = Uint8Array.from(samples.data)
  await smoothChroma(samples)
  t.same(samples.data, before)
})

t.test('brightness stays, also where a colour was cut at the end of the scale', async (t) => {
  // Pure red of little and much brightness: its red would be 275 and is cut.
  const samples = columnsOf(
    [
      [255, 60, 60],
      [220, 5, 5],
      [255, 60, 60],
      [220, 5, 5],
    ],
    2,
  )
  const before = Uint8Array.from(samples.data)
  await smoothChroma(samples)
  t.ok(samples.data.every((value, i) => Math.abs(value - before[i]!) <= 1))
})
