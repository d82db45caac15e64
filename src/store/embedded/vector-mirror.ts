// The quantised vectors in shared memory, one per slot. embedded-store.ts changes them after COMMIT; scan-worker.ts reads.
//
// A slot is written once and stays as it is while any search that could see it runs: a new vector of an old image goes to
// another slot, and a freed slot is used again only when every search that began before has ended. So no reader ever
// meets a half-written slot.
import { createError } from '../../errors.ts'
import {
  blockOf,
  bytesForBlocks,
  createMemoryLayout,
  type MemoryLayout,
  memoryPageBytes,
  never,
  slotsPerBlock,
} from './memory-layout.ts'
import { createSlotWriter } from './slot-writer.ts'
import { createVectorSigns, type VectorSigns } from './vector-signs.ts'

/** What a search sees: the slots written up to `asOf`, all below `slotEnd`. */
export type Snapshot = { readonly asOf: number; readonly slotEnd: number }

export type PlacedVector = { slot: number; vector: Float32Array }

export type VectorMirror = {
  readonly memory: WebAssembly.Memory
  readonly layout: MemoryLayout
  readonly signs: Pick<VectorSigns, 'areReady' | 'useCentre'>
  /** Slots for `count` new vectors, holes first. They stay free until `apply`. Throws STORE_UNAVAILABLE when full. */
  reserve(count: number): number[]
  /** Makes one committed write visible: fills reserved slots and frees others. */
  apply(write: { placed: readonly PlacedVector[]; freed: readonly number[] }): void
  /** Makes room for the slots below this one while the store opens; load-vectors.ts fills them. */
  makeRoom(slotEnd: number): void
  /** Notes that a slot holds a vector since before the store opened; slots come in ascending order. */
  occupy(slot: number): void
  openSnapshot(): Snapshot
  closeSnapshot(snapshot: Snapshot): void
}

/** Once it holds more than `signedFrom` vectors they get their signs. */
export function createVectorMirror(dims: number, workers: number, signedFrom = Number.POSITIVE_INFINITY): VectorMirror {
  const layout = createMemoryLayout(dims, workers)
  const memory = new WebAssembly.Memory({ initial: pagesFor(layout, 0), maximum: 65_536, shared: true })
  const writer = createSlotWriter(memory, layout, workers)
  const signs = createVectorSigns(memory, layout, writer)
  let blocks = 0
  const snapshots = new Set<Snapshot>()
  /** Slots that nobody sees, and slots freed by a write that searches still running may not know of, oldest first. */
  const free: number[] = []
  const resting: { slot: number; freedAt: number }[] = []
  let writes = 0
  let slotEnd = 0

  function ensureSlots(end: number): void {
    if (end > layout.slotsMax) {
      throw createError('STORE_UNAVAILABLE', `The embedded store is full: it holds at most ${layout.slotsMax} images.`)
    }
    const needed = Math.ceil(end / slotsPerBlock)
    if (needed <= blocks) return
    const missing = pagesFor(layout, needed) - memory.buffer.byteLength / memoryPageBytes
    if (missing > 0) memory.grow(missing)
    for (; blocks < needed; blocks++) blockOf(memory, layout, blocks).since.fill(never)
  }

  function empty(slot: number): void {
    const { block, place } = writer.find(slot)
    Atomics.store(block.until, place, writes)
    resting.push({ slot, freedAt: writes })
  }

  /** Gives back the resting slots that every running search knows to be empty. */
  function release(): void {
    let oldest = writes
    for (const { asOf } of snapshots) oldest = Math.min(oldest, asOf)
    const rested = resting.findIndex(({ freedAt }) => freedAt > oldest)
    for (const { slot } of resting.splice(0, rested === -1 ? resting.length : rested)) free.push(slot)
  }

  return {
    memory,
    layout,
    signs,
    reserve(count) {
      release()
      const holes = free.slice(Math.max(0, free.length - count))
      const added = Array.from({ length: count - holes.length }, (_, i) => slotEnd + i)
      ensureSlots(slotEnd + added.length)
      return [...holes, ...added]
    },
    apply({ placed, freed }) {
      writes += 1
      const taken = new Set(placed.map(({ slot }) => slot))
      while (free.length > 0 && taken.has(free.at(-1)!)) free.pop()
      for (const { slot, vector } of placed) {
        writer.fill(slot, vector, writes)
        slotEnd = Math.max(slotEnd, slot + 1)
      }
      for (const slot of freed) empty(slot)
      if (slotEnd > signedFrom) void signs.catchUp(slotEnd)
    },
    makeRoom: ensureSlots,
    occupy(slot) {
      for (; slotEnd < slot; slotEnd++) free.push(slotEnd)
      slotEnd = slot + 1
    },
    openSnapshot() {
      const snapshot = { asOf: writes, slotEnd }
      snapshots.add(snapshot)
      return snapshot
    },
    closeSnapshot(snapshot) {
      snapshots.delete(snapshot)
    },
  }
}

function pagesFor(layout: MemoryLayout, blocks: number): number {
  return Math.max(1, Math.ceil(bytesForBlocks(layout, blocks) / memoryPageBytes))
}
