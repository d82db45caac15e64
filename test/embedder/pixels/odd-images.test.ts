// The decoder against the whole catalogue of odd and hostile files: one loop, one answer each.
import t from 'tap'
import { createDecodeImage } from '../../../src/embedder/pixels/decode-image.ts'
import { isLikenessError } from '../../../src/errors.ts'
import { oddImages } from '../../support/odd-images.ts'

const size = 224
const decode = createDecodeImage({
  preprocess: { size, resize: 'short-side', kernel: 'cubic', crop: 'center' },
  decoding: 'exact',
  imageBytesMax: 32 * 1024 * 1024,
  pixelsMax: 100_000_000,
  decodesMax: 2,
})

t.test('the names of the catalogue are unique', async (t) => {
  t.equal(new Set(oddImages.map(({ name }) => name)).size, oddImages.length)
})

for (const { name, bytes, expected, why } of oddImages) {
  t.test(`${name} is ${expected}: ${why}`, async (t) => {
    const file = await bytes()
    try {
      const { pixels } = await decode(file)
      t.equal('ok', expected)
      t.equal(pixels.length, size * size * 3)
    } catch (error) {
      if (!isLikenessError(error)) throw error
      t.equal(error.code, expected)
      t.notMatch(error.message, /vips|libpng|gifload|corrupt header|bad seek|buffer/i, 'no word of the decoder')
    }
  })
}
