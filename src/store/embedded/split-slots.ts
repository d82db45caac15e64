// Parts of a range of slots for threads that work beside each other: scan-pool.ts scans, load-pool.ts loads, in such parts.
import { slotsPerBlock } from './memory-layout.ts'

export type SlotRange = { slotStart: number; slotEnd: number }

/** A part is worth a thread's while from so many slots on: fewer are done sooner than the thread is asked. */
export const partSlotsMin = 4 * slotsPerBlock

/** So many parts of whole blocks, of about the same size. A range begins with a block and has at least `partSlotsMin` slots for each part. */
export function splitSlots({ slotStart, slotEnd }: SlotRange, parts: number): SlotRange[] {
  const slotsPerPart = Math.ceil((slotEnd - slotStart) / parts / slotsPerBlock) * slotsPerBlock
  return Array.from({ length: parts }, (_, i) => ({
    slotStart: slotStart + i * slotsPerPart,
    slotEnd: Math.min(slotEnd, slotStart + (i + 1) * slotsPerPart),
  }))
}
