// Columns by slot that get longer as slots are filled. slot-index.ts, slot-columns.ts and attribute-columns.ts have such columns.

/** So that a growing library copies each slot a few times at most. */
const growth = 1.25

/** How long a column becomes that gets room for the slot. */
export function lengthFor(slot: number, length: number): number {
  return Math.max(slot + 1, Math.ceil(length * growth))
}

/** The column itself where it has room for the slot, otherwise its numbers at the start of a longer one, as `make` makes it. */
export function withRoom<Column extends Uint8Array | Uint32Array | Float64Array>(
  column: Column,
  slot: number,
  make: (length: number) => Column,
): Column {
  if (slot < column.length) return column
  const grown = make(lengthFor(slot, column.length))
  grown.set(column)
  return grown
}
