// What scan-pool.ts and its workers (scan-worker.ts) tell each other.
import type { MemoryLayout } from './memory-layout.ts'
import type { SlotMask } from './slot-mask.ts'

export type ScanWorkerData = {
  kernels: { scan: WebAssembly.Module; signs: WebAssembly.Module }
  memory: WebAssembly.Memory
  layout: MemoryLayout
  /** Which scratch area is this worker's. */
  worker: number
}

export type Scan = {
  vector: Float32Array
  k: number
  minScore: number
  /** Only slots that may score so little count: those of a later page. Infinite on the first. */
  scoreMax: number
  /** Only slots filled and not emptied by writes up to this one count. */
  asOf: number
  /** Only slots from this one on count, the first of a block, and below the second. */
  slotStart: number
  slotEnd: number
  /** Whether vectors are passed over whose signs say that they are not among the k nearest: then one in many may be missing. */
  bySigns: boolean
  /** Only these slots, which are below `slotEnd`, count; all without a mask. */
  mask?: SlotMask
  excludedSlots: ReadonlySet<number>
}

/** Slots that may hold the k nearest, in no order; `ready` once, before the first scan. */
export type ScanAnswer = 'ready' | Uint32Array<ArrayBuffer>
