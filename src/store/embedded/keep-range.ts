// The slots whose number in a column lies in a range. slot-index.ts and attribute-columns.ts ask for it.
import type { NumberRange, TimeRange } from '../../filter.ts'
import { keepWhere, type SlotMask } from './slot-mask.ts'

/** NaN lies in no range; a range without ends asks nothing. */
export function keepRange(mask: SlotMask, column: Float64Array, range: NumberRange | undefined): void {
  if (range?.min === undefined && range?.max === undefined) return
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range
  keepWhere(mask, (slot) => column[slot]! >= min && column[slot]! <= max)
}

/** Times have whole milliseconds, so that the last one before an end is a millisecond away. */
export function toNumbers(range: TimeRange | undefined): NumberRange | undefined {
  return (
    range && {
      min: range.from === undefined ? undefined : Date.parse(range.from),
      max: range.before === undefined ? undefined : Date.parse(range.before) - 1,
    }
  )
}
