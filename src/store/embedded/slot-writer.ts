// Writes what is known of a vector into its slot of the shared memory, but for when it counts, which is whoever calls it: vector-mirror.ts
// for a write, load-vectors.ts while a store opens.
import { type Block, blockOf, type MemoryLayout, slotsPerBlock } from './memory-layout.ts'
import { quantiseStored } from './quantise.ts'

export type SlotWriter = {
  write(slot: number, vector: Float32Array): void
  /** The block of the slot, and its place there. */
  find(slot: number): { block: Block; place: number }
}

/** The memory must reach to the slots that are written. */
export function createSlotWriter(memory: WebAssembly.Memory, layout: MemoryLayout): SlotWriter {
  const blocks: Block[] = []

  function find(slot: number): { block: Block; place: number } {
    const i = Math.floor(slot / slotsPerBlock)
    blocks[i] ??= blockOf(memory, layout, i)
    return { block: blocks[i], place: slot % slotsPerBlock }
  }

  return {
    find,
    write(slot, vector) {
      const { block, place } = find(slot)
      const { scale, coarseError, fineError } = quantiseStored(vector, block.coarse, block.fine, place * layout.stride)
      block.scale[place] = scale
      block.coarseError[place] = coarseError
      block.fineError[place] = fineError
    },
  }
}
