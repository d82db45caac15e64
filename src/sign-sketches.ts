// The signs of vectors as bits: 64 bytes for 512 numbers, by which likely near duplicates are found without comparing each with each.
// Part of find-duplicates.ts.
import { createHash } from 'node:crypto'

/** So many bits make a key, and so many keys are made of each sketch: of two pictures at cosine 0.95, 99.9 % share one. */
const keyBits = 16
export const sketchRounds = 32
/** A bit that nearly all vectors have, or nearly none, tells them not apart. */
const balanceMin = 0.2

export type SignSketches = {
  /** Adds a vector; they count from 0. */
  add(vector: Float32Array): void
  readonly size: number
  /** Signs of a sketch. */
  readonly dims: number
  /** In how many signs two of them differ. */
  distance(a: number, b: number): number
  /** Numbers from 0 to 65,535, one a sketch, that near duplicates are likely to share; another for each `round`. */
  keys(round: number): Uint16Array
}

export function createSignSketches(dims: number): SignSketches {
  const words = Math.ceil(dims / 32)
  let bits = new Uint32Array(words * 1024)
  let size = 0
  let chosen: number[] | null = null

  /** The bits that tell most, by the first sketches there are. */
  function tellingBits(): number[] {
    if (chosen !== null) return chosen
    const looked = Math.min(size, 2_000)
    const shares = Array.from({ length: dims }, (_, bit) => {
      let count = 0
      for (let i = 0; i < looked; i++) count += bitOf(i, bit)
      return count / looked
    })
    const balanced = shares.flatMap((share, bit) => (share >= balanceMin && share <= 1 - balanceMin ? [bit] : []))
    chosen = balanced.length >= keyBits ? balanced : shares.map((_, bit) => bit)
    return chosen
  }

  function bitOf(sketch: number, bit: number): number {
    return (bits[sketch * words + (bit >>> 5)]! >>> (bit & 31)) & 1
  }

  return {
    dims,
    get size() {
      return size
    },
    add(vector) {
      if ((size + 1) * words > bits.length) {
        const grown = new Uint32Array(bits.length * 2)
        grown.set(bits)
        bits = grown
      }
      for (let i = 0; i < dims; i++) if (vector[i]! > 0) bits[size * words + (i >>> 5)]! |= 1 << (i & 31)
      size += 1
    },
    distance(a, b) {
      let sum = 0
      for (let word = 0; word < words; word++) sum += countBits(bits[a * words + word]! ^ bits[b * words + word]!)
      return sum
    },
    keys(round) {
      const telling = tellingBits()
      const picked = pickBits(telling, round)
      const keys = new Uint16Array(size)
      for (let sketch = 0; sketch < size; sketch++) {
        let key = 0
        for (let i = 0; i < picked.length; i++) key |= bitOf(sketch, picked[i]!) << i
        keys[sketch] = key
      }
      return keys
    },
  }
}

/** The same for the same round, so that a run can be repeated. */
function pickBits(from: readonly number[], round: number): number[] {
  const order = (bit: number) => createHash('sha1').update(`${round} ${bit}`).digest('hex')
  return from
    .map((bit) => ({ bit, order: order(bit) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .slice(0, keyBits)
    .map(({ bit }) => bit)
}

function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
