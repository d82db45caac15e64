// Where things lie in the memory that the store (vector-mirror.ts writes) and its workers (scan-worker.ts reads) share:
// first a scratch area for each worker, then blocks of slots, appended as the store grows.

/** Vectors a block holds: a block's scores (16 KB) stay in the processor's first cache while they are sifted. */
export const slotsPerBlock = 4096
/** The kernel takes 32 numbers in one turn of its loop. */
const strideUnit = 32
const alignment = 64
/** The most a 32-bit WebAssembly memory can have. */
const memoryBytesMax = 65_536 * 65_536
export const memoryPageBytes = 65_536

export type MemoryLayout = {
  dims: number
  /** Numbers a vector takes, zeros at its end: dims rounded up to what the kernel needs. */
  stride: number
  workers: number
  scratchBytes: number
  blockBytes: number
  /** How many slots a store can have at most. */
  slotsMax: number
}

export function createMemoryLayout(dims: number, workers: number): MemoryLayout {
  const stride = roundUp(dims, strideUnit)
  const scratchBytes = roundUp(stride * 2 + slotsPerBlock * 4 * 3, alignment)
  const blockBytes = roundUp(slotsPerBlock * (stride * 1.5 + 4 * 5), alignment)
  const slotsMax = Math.floor((memoryBytesMax - scratchBytes * workers) / blockBytes) * slotsPerBlock
  return { dims, stride, workers, scratchBytes, blockBytes, slotsMax }
}

/** How many bytes a memory with this many blocks has. */
export function bytesForBlocks(layout: MemoryLayout, blocks: number): number {
  return layout.scratchBytes * layout.workers + layout.blockBytes * blocks
}

/** What one worker writes while it scans: the query and, a block at a time, places and their dot products. */
export type Scratch = {
  queryAddress: number
  query: Int16Array
  placesAddress: number
  places: Int32Array
  dotsAddress: number
  dots: Int32Array
  fineDotsAddress: number
  fineDots: Int32Array
}

export function scratchOf(memory: WebAssembly.Memory, layout: MemoryLayout, worker: number): Scratch {
  const { buffer } = memory
  const queryAddress = layout.scratchBytes * worker
  const placesAddress = queryAddress + layout.stride * 2
  const dotsAddress = placesAddress + slotsPerBlock * 4
  const fineDotsAddress = dotsAddress + slotsPerBlock * 4
  return {
    queryAddress,
    query: new Int16Array(buffer, queryAddress, layout.stride),
    placesAddress,
    places: new Int32Array(buffer, placesAddress, slotsPerBlock),
    dotsAddress,
    dots: new Int32Array(buffer, dotsAddress, slotsPerBlock),
    fineDotsAddress,
    fineDots: new Int32Array(buffer, fineDotsAddress, slotsPerBlock),
  }
}

/**
 * The vectors of `slotsPerBlock` slots in two planes, and what is known of each (quantise.ts has the meaning):
 * a vector is near `scale × (16 × coarse + fine)`.
 */
export type Block = {
  coarseAddress: number
  coarse: Int8Array
  fineAddress: number
  /** Two numbers a byte. */
  fine: Uint8Array
  scale: Float32Array
  /** Length of what the coarse plane alone leaves out of the vector. */
  coarseError: Float32Array
  /** Length of what both planes together leave out. */
  fineError: Float32Array
  /** The write that filled the slot, `never` for an empty one. Read and written with Atomics. */
  since: Uint32Array
  /** The write that emptied the slot, `never` for a full one. Read and written with Atomics. */
  until: Uint32Array
}

/** Later than every write. */
export const never = 0xffff_ffff

export function blockOf(memory: WebAssembly.Memory, layout: MemoryLayout, block: number): Block {
  const { buffer } = memory
  const coarseAddress = bytesForBlocks(layout, block)
  const fineAddress = coarseAddress + slotsPerBlock * layout.stride
  const numbersAddress = fineAddress + (slotsPerBlock * layout.stride) / 2
  const numbersAt = (i: number) => [buffer, numbersAddress + i * slotsPerBlock * 4, slotsPerBlock] as const
  return {
    coarseAddress,
    coarse: new Int8Array(buffer, coarseAddress, slotsPerBlock * layout.stride),
    fineAddress,
    fine: new Uint8Array(buffer, fineAddress, (slotsPerBlock * layout.stride) / 2),
    scale: new Float32Array(...numbersAt(0)),
    coarseError: new Float32Array(...numbersAt(1)),
    fineError: new Float32Array(...numbersAt(2)),
    since: new Uint32Array(...numbersAt(3)),
    until: new Uint32Array(...numbersAt(4)),
  }
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit
}
