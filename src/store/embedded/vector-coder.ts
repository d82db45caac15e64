// Turns vectors into what the shared memory holds of them, with the kernel of vector-codes.wat: slot-writer.ts calls it for stored vectors,
// scan-block.ts for queries. Each caller has a scratch area of its own.
import { readFileSync } from 'node:fs'
import { type Block, headerOf, type MemoryLayout, scratchOf, signGroup, signsStart } from './memory-layout.ts'
import { type Quantised, storedMax, withRounding } from './quantise.ts'
import { type SignQuery, signFactsOf, signQueryOf } from './sign-bound.ts'

type Kernel = {
  quantise(x: number, count: number, scale: number, coarse: number, fine: number, out: number): void
  greatest(x: number, count: number): number
  sumOfAbsolutes(x: number, count: number): number
  dot(x: number, y: number, count: number): number
  subtract(x: number, y: number, out: number, count: number): void
  rotate(x: number, count: number, signs: number): void
  packSigns(x: number, count: number, out: number, step: number): void
}

export type VectorCoder = {
  /** Writes the planes of the vector into its place of the block. `squared` is its squared length, of float32 sums. */
  quantise(vector: Float32Array, block: Block, place: number): Quantised & { squared: number }
  /** Writes the signs of the vector into its place of the block, and what is known of them. */
  writeSigns(vector: Float32Array, block: Block, place: number): void
  /** Writes the tables of a query into the scratch area. */
  prepareQuery(vector: Float32Array): SignQuery
}

const module = new WebAssembly.Module(readFileSync(new URL('./vector-codes.wasm', import.meta.url)))

/** `area` is the number of the scratch area. */
export function createVectorCoder(memory: WebAssembly.Memory, layout: MemoryLayout, area: number): VectorCoder {
  const kernel = new WebAssembly.Instance(module, { shared: { memory } }).exports as Kernel
  const header = headerOf(memory, layout)
  const scratch = scratchOf(memory, layout, area)
  const { numbersAddress, turnedAddress, resultsAddress, results } = scratch
  const { signBits: bits, stride } = layout

  /** Leaves the vector, less the centre, in the scratch area, turned; returns what is known before. */
  function turn(vector: Float32Array) {
    scratch.numbers.set(vector)
    kernel.subtract(numbersAddress, header.centreAddress, turnedAddress, bits)
    const squared = kernel.dot(turnedAddress, turnedAddress, bits)
    const restWithCentre = kernel.dot(turnedAddress, header.centreAddress, bits)
    kernel.rotate(turnedAddress, bits, header.rotationAddress)
    return { squared, restWithCentre }
  }

  return {
    quantise(vector, block, place) {
      scratch.numbers.set(vector)
      const scale = Math.fround(kernel.greatest(numbersAddress, stride) / storedMax)
      const coarse = block.coarseAddress + place * stride
      const fine = block.fineAddress + (place * stride) / 2
      kernel.quantise(numbersAddress, stride, scale, coarse, fine, resultsAddress)
      const squared = kernel.dot(numbersAddress, numbersAddress, stride)
      return { squared, scale, coarseError: withRounding(results[0]!), fineError: withRounding(results[1]!) }
    },
    writeSigns(vector, block, place) {
      const { squared, restWithCentre } = turn(vector)
      // The rotation leaves a vector `bits` times as long.
      const absolutes = kernel.sumOfAbsolutes(turnedAddress, bits) / bits
      kernel.packSigns(turnedAddress, bits, block.signsAddress + signsStart(place, bits / 8), signGroup)
      const { factor, offset } = signFactsOf(squared, absolutes, restWithCentre, bits)
      block.signFactor[place] = factor
      block.signOffset[place] = offset
    },
    prepareQuery(vector) {
      turn(vector)
      const { turned, tables } = scratch
      for (let i = 0; i < bits; i++) turned[i]! /= bits
      return signQueryOf(turned, kernel.dot(numbersAddress, header.centreAddress, bits), tables)
    },
  }
}
