// The committed kernels are what their sources assemble to, and its sums are right up to the ends of the integers' ranges.
import { readFileSync } from 'node:fs'
import { test } from 'tap'
import createWabt from 'wabt'
import { createRandom } from '../../support/seeded-random.ts'
import { randomInt } from '../sample-images.ts'

const folder = new URL('../../../src/store/embedded/', import.meta.url)
const committed = readFileSync(new URL('int8-scan.wasm', folder))
const features = { simd: true, threads: true, relaxed_simd: true }

for (const name of ['int8-scan', 'sign-scan', 'vector-codes']) {
  test(`${name}.wasm is ${name}.wat, assembled`, async (t) => {
    const wabt = await createWabt()
    const module = wabt.parseWat(`${name}.wat`, readFileSync(new URL(`${name}.wat`, folder), 'utf8'), features)
    const wasm = readFileSync(new URL(`${name}.wasm`, folder))
    t.ok(wasm.equals(module.toBinary({}).buffer), 'assemble it again as its header says')
  })
}

type Kernel = {
  scanRun(query: number, vectors: number, stride: number, count: number, out: number): void
  scanPlaces(query: number, base: number, stride: number, places: number, count: number, out: number): void
  scanFinePlaces(query: number, base: number, stride: number, places: number, count: number, out: number): void
}

test('the kernel’s dot products equal plain arithmetic', (t) => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true })
  const instance = new WebAssembly.Instance(new WebAssembly.Module(committed), { shared: { memory } })
  const kernel = instance.exports as Kernel
  const random = createRandom(1)
  for (const stride of [32, 64, 512, 768]) {
    const count = 11
    const greatest = Math.min(32_767, Math.floor((2 ** 31 - 1) / (128 * stride)))
    const query = new Int16Array(memory.buffer, 0, stride)
    const vectors = new Int8Array(memory.buffer, 4096, stride * count)
    // More than two of the groups that the kernel reads ahead.
    const places = Int32Array.from({ length: 35 }, (_, i) => (i * 7 + 10) % count)
    query.set(query.map(() => randomInt(random, 2 * greatest + 1) - greatest))
    vectors.set(vectors.map(() => randomInt(random, 256) - 128))
    query.fill(greatest, 0, stride / 2)
    query.fill(-greatest, stride / 2)
    vectors.fill(-128, 0, stride / 2)
    vectors.fill(127, stride / 2, stride)
    const expected = Array.from({ length: count }, (_, i) =>
      query.reduce((sum, value, j) => sum + value * vectors[i * stride + j]!, 0),
    )
    const out = new Int32Array(memory.buffer, 32_768, count)
    const sums = new Int32Array(memory.buffer, 32_768, places.length)
    kernel.scanRun(0, 4096, stride, count, 32_768)
    t.strictSame([...out], expected, `run, stride ${stride}`)
    new Int32Array(memory.buffer, 40_960, places.length).set(places)
    kernel.scanPlaces(0, 4096, stride, 40_960, places.length, 32_768)
    t.strictSame(
      [...sums],
      [...places].map((place) => expected[place]),
      `places, stride ${stride}`,
    )
    // As a plane of 4 bits a number, number j of 32 in the lower half of its byte and j + 16 in the upper one.
    const fine = (i: number, j: number) => {
      const byte = vectors[(i * stride) / 2 + (j >> 5) * 16 + (j & 15)]!
      return ((j & 16 ? byte >> 4 : byte) << 28) >> 28
    }
    kernel.scanFinePlaces(0, 4096, stride, 40_960, places.length, 32_768)
    t.strictSame(
      [...sums],
      [...places].map((place) => query.reduce((sum, value, j) => sum + value * fine(place, j), 0)),
      `fine places, stride ${stride}`,
    )
    out.fill(7)
    kernel.scanRun(0, 4096, stride, 0, 32_768)
    kernel.scanPlaces(0, 4096, stride, 40_960, 0, 32_768)
    kernel.scanFinePlaces(0, 4096, stride, 40_960, 0, 32_768)
    t.equal(out[0], 7, 'nothing is written for no vectors')
  }
  t.end()
})
