// Opacity and inks at the ends of their ranges and between; that they equal Pillow's is test/parity's part.
import t from 'tap'
import { toOpaqueRgb } from '../../../src/embedder/pixels/opaque-rgb.ts'

const rgb = async (samples: number[], channels: number, inks = false) => [
  ...(await toOpaqueRgb(Uint8Array.from(samples), { channels, inks })),
]

t.test('opaque colours stay as they are', async (t) => {
  t.same(await rgb([1, 2, 3, 254, 255, 0], 3), [1, 2, 3, 254, 255, 0])
})

t.test('clear colours become white, half-clear ones lighter, rounded', async (t) => {
  t.same(await rgb([9, 9, 9, 0, 10, 20, 30, 255], 4), [255, 255, 255, 10, 20, 30])
  t.same(await rgb([0, 100, 255, 128], 4), [127, 177, 255])
})

t.test('inks take light away, black from all colours', async (t) => {
  t.same(await rgb([0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255], 4, true), [255, 255, 255, 0, 255, 255, 0, 0, 0])
  t.same(await rgb([128, 0, 64, 51], 4, true), [102, 204, 153])
})

t.test('inks may be clear too', async (t) => {
  t.same(await rgb([255, 0, 0, 0, 255, 255, 0, 0, 0, 0], 5, true), [0, 255, 255, 255, 255, 255])
})

t.test('samples of any other number of channels are INTERNAL', async (t) => {
  await t.rejects(rgb([1, 2], 2), { code: 'INTERNAL' })
})
