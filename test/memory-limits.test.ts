// The defaults that memory sets: bounded on small machines, and as they were on large ones.
import { test } from 'tap'
import { chooseMemoryLimits, findMemoryBytes } from '../src/memory-limits.ts'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3

test('a large machine has the full limits', async (t) => {
  t.strictSame(chooseMemoryLimits(24 * gibibyte, 2), {
    pixelsMax: 100_000_000,
    inFlightBytesMax: 512 * mebibyte,
    requestBytesMax: 128 * mebibyte,
  })
})

test('a small one has less, but takes what phones and cameras make', async (t) => {
  t.strictSame(chooseMemoryLimits(512 * mebibyte, 1), {
    pixelsMax: 50_000_000,
    inFlightBytesMax: 64 * mebibyte,
    requestBytesMax: 64 * mebibyte,
  })
  t.equal(chooseMemoryLimits(4 * gibibyte, 2).pixelsMax, 67_000_000)
  t.equal(chooseMemoryLimits(2 * gibibyte, 2).inFlightBytesMax, 256 * mebibyte)
})

test('limits fit together on every machine', async (t) => {
  for (let memory = 128 * mebibyte; memory < 512 * gibibyte; memory *= 1.7) {
    for (const decodesMax of [1, 2, 8, 64]) {
      const { inFlightBytesMax, requestBytesMax } = chooseMemoryLimits(memory, decodesMax)
      t.ok(requestBytesMax <= inFlightBytesMax && requestBytesMax >= 32 * mebibyte)
    }
  }
})

test('a container’s limit counts where it is one', async (t) => {
  t.equal(findMemoryBytes(8 * gibibyte, gibibyte), gibibyte)
  t.equal(findMemoryBytes(8 * gibibyte, 0), 8 * gibibyte)
  t.equal(findMemoryBytes(8 * gibibyte, 2 ** 63), 8 * gibibyte)
})
