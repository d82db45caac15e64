// Where things lie in the memory that the store (vector-mirror.ts writes) and its workers (scan-worker.ts reads) share: first what
// is known of all vectors, then a scratch area for each worker and one for the store, then blocks of slots, appended as the store grows.

/** Vectors a block holds: a block's scores (16 KB) stay in the processor's first cache while they are sifted. */
export const slotsPerBlock = 4096
/** The kernel takes 32 numbers in one turn of its loop. */
const strideUnit = 32
/** Vectors whose signs lie together. */
export const signGroup = 16
/** Fewer say too little, however short the vectors are. */
const signBitsMin = 512
const alignment = 64
/** The most a 32-bit WebAssembly memory can have. */
const memoryBytesMax = 65_536 * 65_536
export const memoryPageBytes = 65_536

export type MemoryLayout = {
  dims: number
  /** Numbers a vector takes, zeros at its end: dims rounded up to what the kernel needs. */
  stride: number
  /** Signs kept of a vector: a power of two. */
  signBits: number
  workers: number
  headerBytes: number
  scratchBytes: number
  blockBytes: number
  /** How many slots a store can have at most. */
  slotsMax: number
}

export function createMemoryLayout(dims: number, workers: number): MemoryLayout {
  const stride = roundUp(dims, strideUnit)
  const signBits = Math.max(signBitsMin, 2 ** Math.ceil(Math.log2(dims)))
  const headerBytes = alignment + signBits * 4 * 3
  const scratchBytes = roundUp(stride * 2 + slotsPerBlock * 4 * 3 + signBits * 4 * 3 + alignment, alignment)
  const blockBytes = roundUp(slotsPerBlock * (stride * 1.5 + signBits / 8 + 4 * 7), alignment)
  const slotsMax =
    Math.floor((memoryBytesMax - headerBytes - scratchBytes * (workers + 1)) / blockBytes) * slotsPerBlock
  return { dims, stride, signBits, workers, headerBytes, scratchBytes, blockBytes, slotsMax }
}

/** How many bytes a memory with this many blocks has. */
export function bytesForBlocks(layout: MemoryLayout, blocks: number): number {
  return layout.headerBytes + layout.scratchBytes * (layout.workers + 1) + layout.blockBytes * blocks
}

/** What is known of all vectors. */
export type Header = {
  /** Whether what is written gets its signs: 1 once there is a centre. */
  isSigned: Uint32Array
  centreAddress: number
  centre: Float32Array
  rotationAddress: number
  /** Two signs for each number, 1 or -1. */
  rotation: Float32Array
}

export function headerOf({ buffer }: WebAssembly.Memory, { signBits }: MemoryLayout): Header {
  const centreAddress = alignment
  const rotationAddress = centreAddress + signBits * 4
  return {
    isSigned: new Uint32Array(buffer, 0, 1),
    centreAddress,
    centre: new Float32Array(buffer, centreAddress, signBits),
    rotationAddress,
    rotation: new Float32Array(buffer, rotationAddress, signBits * 2),
  }
}

/**
 * What one worker writes while it scans: the query and, a block at a time, places and their dot products; and what vector-coder.ts works on.
 */
export type Scratch = {
  queryAddress: number
  query: Int16Array
  placesAddress: number
  places: Int32Array
  dotsAddress: number
  dots: Int32Array
  fineDotsAddress: number
  fineDots: Int32Array
  /** A vector, zeros at its end. */
  numbersAddress: number
  numbers: Float32Array
  turnedAddress: number
  turned: Float32Array
  resultsAddress: number
  results: Float32Array
  /** For each four numbers of the query, what their signs add to a score: 16 bytes. */
  tablesAddress: number
  tables: Uint8Array
}

/** Of the worker with this number; the store's own comes after those of all workers. */
export function scratchOf(memory: WebAssembly.Memory, layout: MemoryLayout, worker: number): Scratch {
  const { buffer } = memory
  const queryAddress = layout.headerBytes + layout.scratchBytes * worker
  const placesAddress = queryAddress + layout.stride * 2
  const dotsAddress = placesAddress + slotsPerBlock * 4
  const fineDotsAddress = dotsAddress + slotsPerBlock * 4
  const numbersAddress = fineDotsAddress + slotsPerBlock * 4
  const turnedAddress = numbersAddress + layout.signBits * 4
  const resultsAddress = turnedAddress + layout.signBits * 4
  const tablesAddress = resultsAddress + alignment
  return {
    queryAddress,
    query: new Int16Array(buffer, queryAddress, layout.stride),
    placesAddress,
    places: new Int32Array(buffer, placesAddress, slotsPerBlock),
    dotsAddress,
    dots: new Int32Array(buffer, dotsAddress, slotsPerBlock),
    fineDotsAddress,
    fineDots: new Int32Array(buffer, fineDotsAddress, slotsPerBlock),
    numbersAddress,
    numbers: new Float32Array(buffer, numbersAddress, layout.signBits),
    turnedAddress,
    turned: new Float32Array(buffer, turnedAddress, layout.signBits),
    resultsAddress,
    results: new Float32Array(buffer, resultsAddress, 2),
    tablesAddress,
    tables: new Uint8Array(buffer, tablesAddress, layout.signBits * 4),
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
  signsAddress: number
  /** Of 16 vectors the first 8 signs, then of the same 16 the next 8, and so on; then those of the next 16 vectors. */
  signs: Uint8Array
  /** What is known of the signs (sign-bound.ts has the meaning). */
  signFactorAddress: number
  signFactor: Float32Array
  signOffsetAddress: number
  signOffset: Float32Array
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
  const signsAddress = fineAddress + (slotsPerBlock * layout.stride) / 2
  const numbersAddress = signsAddress + (slotsPerBlock * layout.signBits) / 8
  const addressOf = (i: number) => numbersAddress + i * slotsPerBlock * 4
  const numbersAt = (i: number) => [buffer, addressOf(i), slotsPerBlock] as const
  return {
    coarseAddress,
    coarse: new Int8Array(buffer, coarseAddress, slotsPerBlock * layout.stride),
    fineAddress,
    fine: new Uint8Array(buffer, fineAddress, (slotsPerBlock * layout.stride) / 2),
    signsAddress,
    signs: new Uint8Array(buffer, signsAddress, (slotsPerBlock * layout.signBits) / 8),
    signFactorAddress: addressOf(5),
    signFactor: new Float32Array(...numbersAt(5)),
    signOffsetAddress: addressOf(6),
    signOffset: new Float32Array(...numbersAt(6)),
    scale: new Float32Array(...numbersAt(0)),
    coarseError: new Float32Array(...numbersAt(1)),
    fineError: new Float32Array(...numbersAt(2)),
    since: new Uint32Array(...numbersAt(3)),
    until: new Uint32Array(...numbersAt(4)),
  }
}

/** Where in `signs` the first byte of a place is; the others follow, `signGroup` bytes apart. */
export function signsStart(place: number, columns: number): number {
  return Math.floor(place / signGroup) * signGroup * columns + (place % signGroup)
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit
}
