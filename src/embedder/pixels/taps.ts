// Which old pixels of an axis make each new one when it is resized, and with what weights: Pillow's, to the last bit.
// resample.ts sums by them; read-exact-square.ts asks for those of a picture.
import { LRUCache } from 'lru-cache'
import type { Preprocess } from '../pack/model-manifest.ts'

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
  /** The same for the kernel: pairs of new pixel's weights, low parts and high parts, and how many pairs each has. */
  pairs: Int16Array
  pairCounts: Int32Array
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

export type Axis = { oldLength: number; newLength: number; from: number; count: number }

/** Cameras make pictures of few sizes: worked out anew, the taps of both axes took a millisecond of each. */
const knownTaps = new LRUCache<string, Taps>({
  maxSize: 4 * 1024 * 1024,
  sizeCalculation: ({ weights, pairs }) => weights.byteLength + pairs.byteLength,
})

/** As `computeTaps`; nobody may change what it gives. */
export function findTaps(kernelName: Preprocess['kernel'], axis: Axis): Taps {
  const key = [kernelName, axis.oldLength, axis.newLength, axis.from, axis.count].join(' ')
  const taps = knownTaps.get(key) ?? computeTaps(kernelName, axis)
  knownTaps.set(key, taps)
  return taps
}

/**
 * The taps of `count` new pixels from the new pixel `from` on, when an axis of `oldLength` pixels becomes `newLength` long.
 * The kernel is widened by the ratio when reducing, and cut at the picture's edge, its weights then scaled to sum 1 again.
 */
export function computeTaps(kernelName: Preprocess['kernel'], { oldLength, newLength, from, count }: Axis): Taps {
  const { reach, weigh } = kernels[kernelName]
  const ratio = oldLength / newLength
  const widening = Math.max(ratio, 1)
  // Even, as the kernel takes them in pairs.
  const stride = Math.ceil(reach * widening) * 2 + 2
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
  const pairCounts = counts.map((length) => (length + 1) >> 1)
  const places = { start, length, count, firsts: firsts.map((first) => first - start), counts }
  return { ...places, weights, stride, pairs: splitWeights(weights), pairCounts }
}

/** Bits of a weight's low part, which is never negative. */
const lowBits = 11

/** As resample.wat reads them: for two weights after each other their low parts, then their high parts. */
function splitWeights(weights: Int32Array): Int16Array {
  const parts = new Int16Array(weights.length * 2)
  for (let i = 0; i < weights.length; i++) {
    const at = (i >> 1) * 4 + (i & 1)
    parts[at] = weights[i]! & (2 ** lowBits - 1)
    parts[at + 2] = weights[i]! >> lowBits
  }
  return parts
}

function roundHalfAway(value: number): number {
  return Math.trunc(value < 0 ? value - 0.5 : value + 0.5)
}
