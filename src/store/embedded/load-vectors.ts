// Reads the vectors of a database into the shared memory while a store opens: load-pool.ts calls it, for large stores in threads.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { isUnitLength } from '../../vector.ts'
import { toVector } from './image-table.ts'
import type { MemoryLayout } from './memory-layout.ts'
import { createSlotWriter } from './slot-writer.ts'
import type { SlotRange } from './split-slots.ts'

/** `area` is the number of the scratch area to work in. */
export type LoadRange = SlotRange & { area: number }

/** Rows read at once: half a MB of vectors. */
const rowsPerRead = 256

/** Fills the slots of the range, as if they had been written before every search. Throws where a row is damaged. */
export function* loadVectors(
  sqlite: DatabaseSync,
  memory: WebAssembly.Memory,
  layout: MemoryLayout,
  { slotStart, slotEnd, area }: LoadRange,
): Iterable<void> {
  const read = sqlite.prepare('SELECT slot, vector FROM images WHERE slot >= ? AND slot < ? ORDER BY slot LIMIT ?')
  read.setReturnArrays(true)
  const writer = createSlotWriter(memory, layout, area)
  for (let next = slotStart; ; ) {
    const rows = read.all(next, slotEnd, rowsPerRead) as unknown as [number, SQLOutputValue][]
    for (const [slot, bytes] of rows) {
      // Asked of what the kernel sums up anyway: a check of its own takes as long as half of the kernel's work.
      const squared = writer.fill(slot, toVector(bytes, layout.dims), 0)
      if (!isUnitLength(squared)) throw new Error('A row holds a vector that is not of unit length.')
      next = slot + 1
    }
    if (rows.length < rowsPerRead) return
    yield
  }
}
