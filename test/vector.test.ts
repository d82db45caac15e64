// The arithmetic on vectors.
import { test } from 'tap'
import { assertUnitVector, dot, normalise, vectorToBase64 } from '../src/vector.ts'

test('dot multiplies number by number and adds up', async (t) => {
  t.equal(dot(new Float32Array([1, 2, 3]), new Float32Array([4, -5, 6])), 12)
  t.equal(dot(new Float32Array(), new Float32Array()), 0)
})

test('normalise makes a unit vector of the same direction and leaves its argument alone', async (t) => {
  const vector = new Float32Array([3, 4])
  t.strictSame(normalise(vector), new Float32Array([0.6, 0.8]))
  t.strictSame(vector, new Float32Array([3, 4]))
})

test('what has no direction cannot be normalised', async (t) => {
  const useless = [[0, 0], [], [Number.NaN, 1], [Number.POSITIVE_INFINITY, 1]]
  for (const numbers of useless) {
    t.throws(() => normalise(new Float32Array(numbers)), { code: 'VECTOR_INVALID' }, `[${numbers}]`)
  }
})

test('a unit vector of the right length passes, with float32’s rounding', async (t) => {
  assertUnitVector(new Float32Array([0.6, 0.8]), 2)
  assertUnitVector(normalise(Float32Array.from({ length: 512 }, (_, i) => Math.sin(i))), 512)
  t.throws(() => assertUnitVector(new Float32Array([0.6, 0.8]), 3), { code: 'VECTOR_INVALID', message: /2 numbers.*3/ })
  for (const numbers of [
    [3, 4],
    [0, 0],
    [Number.NaN, 1],
  ]) {
    t.throws(() => assertUnitVector(new Float32Array(numbers), 2), { code: 'VECTOR_INVALID' }, `[${numbers}]`)
  }
})

test('base64 holds each number as four bytes, the lowest first', async (t) => {
  t.equal(vectorToBase64(new Float32Array([1])), Buffer.from([0x00, 0x00, 0x80, 0x3f]).toString('base64'))
  const vector = new Float32Array([0.1, -2.5, 1e-30])
  const bytes = Buffer.from(vectorToBase64(vector.subarray(1)), 'base64')
  t.strictSame([bytes.readFloatLE(0), bytes.readFloatLE(4)], [...vector.subarray(1)], 'a part of a larger array too')
})
