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

/** The slots and vectors of some rows, joined by SQLite: a buffer for each vector takes twice as long as reading it. */
const rowsAsOne = `
  SELECT group_concat(slot) AS slots, CAST(group_concat(vector, '') AS BLOB) AS vectors,
    min(length(vector)) AS shortest, max(length(vector)) AS longest
  FROM (SELECT slot, vector FROM images WHERE slot >= ? AND slot < ? ORDER BY slot LIMIT ?)`

/** Where there is no row, `slots` is null. */
type Rows = { slots: string | null; vectors: SQLOutputValue; shortest: number; longest: number }

/** Fills the slots of the range, as if they had been written before every search. Throws where a row is damaged. */
export function* loadVectors(
  sqlite: DatabaseSync,
  memory: WebAssembly.Memory,
  layout: MemoryLayout,
  { slotStart, slotEnd, area }: LoadRange,
): Iterable<void> {
  const read = sqlite.prepare(rowsAsOne)
  const writer = createSlotWriter(memory, layout, area)
  for (let next = slotStart; ; ) {
    const rows = read.get(next, slotEnd, rowsPerRead) as Rows
    if (rows.slots === null) return
    if (rows.shortest !== rows.longest) throw new Error('A row holds a vector of another length than its store.')
    const slots = rows.slots.split(',').map(Number)
    const numbers = toVector(rows.vectors, slots.length * layout.dims)
    for (const [i, slot] of slots.entries()) {
      // Asked of what the kernel sums up anyway: a check of its own takes as long as half of the kernel's work.
      const squared = writer.fill(slot, numbers.subarray(i * layout.dims, (i + 1) * layout.dims), 0)
      if (!isUnitLength(squared)) throw new Error('A row holds a vector that is not of unit length.')
      next = slot + 1
    }
    yield
  }
}
