// Whether the vectors in shared memory have their signs, and how they get them: as they are written once the store has a centre, and for
// those from before bit by bit. Part of vector-mirror.ts; sign-bound.ts has the meaning.
import { setImmediate } from 'node:timers/promises'
import { type Block, headerOf, type MemoryLayout, never } from './memory-layout.ts'
import type { SlotWriter } from './slot-writer.ts'

/** Vectors whose mean is taken for that of all: its error is then a thirtieth of their spread. */
export const centreSample = 1_000
/** Vectors that get their signs before other work gets its turn: about 4 ms. */
const slotsPerTurn = 1_000
const rotationSeed = 0x2545_f491

export type VectorSigns = {
  /** Whether every vector has its signs. */
  readonly areReady: boolean
  /** From now on what is written gets its signs. Ready at once while nothing is there yet. */
  useCentre(centre: Float32Array): void
  /** Gives those below `slotEnd`, which were written without, their signs in the background; does nothing where that has begun. */
  catchUp(slotEnd: number): Promise<void>
}

export function createVectorSigns(memory: WebAssembly.Memory, layout: MemoryLayout, writer: SlotWriter): VectorSigns {
  const header = headerOf(memory, layout)
  drawRotation(header.rotation)
  let areReady = false

  function setCentre(centre: Float32Array): void {
    header.centre.set(centre)
    header.isSigned[0] = 1
  }

  /** As its planes have it; null for an empty slot. */
  function read(slot: number): Float32Array | null {
    const { block, place } = writer.find(slot)
    return block.since[place] === never ? null : readPlanes(block, place, layout)
  }

  return {
    get areReady() {
      return areReady
    },
    useCentre(centre) {
      setCentre(centre)
      areReady = true
    },
    async catchUp(slotEnd) {
      if (header.isSigned[0] === 1) return
      const step = Math.max(1, Math.floor(slotEnd / centreSample))
      const sample = Array.from({ length: Math.floor(slotEnd / step) }, (_, i) => read(i * step))
      setCentre(meanOf(sample.filter((vector) => vector !== null)))
      for (let slot = 0; slot < slotEnd; slot++) {
        const vector = read(slot)
        if (vector) writer.writeSigns(slot, vector)
        if (slot % slotsPerTurn === 0) await setImmediate()
      }
      areReady = true
    },
  }
}

/** At least one vector. */
export function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float64Array(vectors[0]!.length)
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]!
  return Float32Array.from(sum, (x) => x / vectors.length)
}

function readPlanes({ coarse, fine, scale }: Block, place: number, { stride, dims }: MemoryLayout): Float32Array {
  const vector = new Float32Array(dims)
  // Not by `from`, which calls a function for each number and takes twenty times as long.
  for (let i = 0; i < dims; i++) {
    const byte = fine[(place * stride) / 2 + ((i >> 5) << 4) + (i & 15)]!
    const low = ((i & 16 ? byte >> 4 : byte) << 28) >> 28
    vector[i] = scale[place]! * (coarse[place * stride + i]! * 16 + low)
  }
  return vector
}

/** The same in every process, and of no vector's choosing (xorshift32). */
function drawRotation(signs: Float32Array): void {
  let state = rotationSeed
  for (let i = 0; i < signs.length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    signs[i] = state & 0x1_0000 ? 1 : -1
  }
}
