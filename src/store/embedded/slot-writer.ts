// Fills the slots of the shared memory: vector-mirror.ts for a write, load-vectors.ts while a store opens.
import { type Block, blockOf, headerOf, type MemoryLayout, never, slotsPerBlock } from './memory-layout.ts'
import { createVectorCoder } from './vector-coder.ts'

export type SlotWriter = {
  /** Writes what is known of the vector, and that it counts from this write on. Returns its squared length. */
  fill(slot: number, vector: Float32Array, since: number): number
  /** Writes the signs alone, of a vector that is there already. */
  writeSigns(slot: number, vector: Float32Array): void
  /** The block of the slot, and its place there. */
  find(slot: number): { block: Block; place: number }
}

/** The memory must reach to the slots that are written. `area` is the number of the scratch area to work in. */
export function createSlotWriter(memory: WebAssembly.Memory, layout: MemoryLayout, area: number): SlotWriter {
  const coder = createVectorCoder(memory, layout, area)
  const { isSigned } = headerOf(memory, layout)
  const blocks: Block[] = []

  function find(slot: number): { block: Block; place: number } {
    const i = Math.floor(slot / slotsPerBlock)
    blocks[i] ??= blockOf(memory, layout, i)
    return { block: blocks[i], place: slot % slotsPerBlock }
  }

  return {
    find,
    fill(slot, vector, since) {
      const { block, place } = find(slot)
      const { squared, scale, coarseError, fineError } = coder.quantise(vector, block, place)
      block.scale[place] = scale
      block.coarseError[place] = coarseError
      block.fineError[place] = fineError
      if (isSigned[0] === 1) coder.writeSigns(vector, block, place)
      // In this order: a search older than this write must find the slot too young before it could find it full.
      Atomics.store(block.since, place, since)
      Atomics.store(block.until, place, never)
      return squared
    },
    writeSigns(slot, vector) {
      const { block, place } = find(slot)
      coder.writeSigns(vector, block, place)
    },
  }
}
