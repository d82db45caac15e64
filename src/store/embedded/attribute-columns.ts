// The attributes of each slot's image, as columns that a condition runs through. Part of slot-index.ts; a column is made with the first
// value of its name and type, so that a library without attributes pays nothing.
import { type Attributes, dateMsOf } from '../../attributes.ts'
import type { AttributeCondition, NumberRange } from '../../filter.ts'
import { withRoom } from './grow-column.ts'
import { keepRange, toNumbers } from './keep-range.ts'
import { keepWhere, type SlotMask } from './slot-mask.ts'

export type AttributeColumns = {
  /** Puts the values in the place of what the slot had. */
  set(slot: number, attributes: Attributes): void
  /** Takes the slots out of the mask whose attribute does not fulfil the condition. */
  keep(mask: SlotMask, name: string, condition: AttributeCondition): void
}

/** NaN, and code 0, stand for no value. */
type Column = { numbers: Float64Array; dates: Float64Array; codes: Uint32Array }

const makeNumbers = (length: number) => new Float64Array(length).fill(Number.NaN)
const makeCodes = (length: number) => new Uint32Array(length)
/** Of booleans, in the column of codes. Keywords come behind. */
const codeOfTrue = 1
const codeOfFalse = 2

export function createAttributeColumns(): AttributeColumns {
  const columns = new Map<string, Column>()
  const codes = new Map<string, number>()

  function assignCode(value: string | boolean): number {
    if (typeof value === 'boolean') return value ? codeOfTrue : codeOfFalse
    const known = codes.get(value)
    if (known !== undefined) return known
    const code = codeOfFalse + 1 + codes.size
    codes.set(value, code)
    return code
  }

  function put(slot: number, column: Column, value: Attributes[string]): void {
    const ms = typeof value === 'string' ? dateMsOf(value) : null
    if (typeof value === 'number') {
      column.numbers = withRoom(column.numbers, slot, makeNumbers)
      column.numbers[slot] = value
    } else if (ms !== null) {
      column.dates = withRoom(column.dates, slot, makeNumbers)
      column.dates[slot] = ms
    } else {
      column.codes = withRoom(column.codes, slot, makeCodes)
      column.codes[slot] = assignCode(value)
    }
  }

  return {
    set(slot, attributes) {
      for (const column of columns.values()) clear(slot, column)
      for (const name in attributes) {
        const column = columns.get(name) ?? makeColumn()
        columns.set(name, column)
        put(slot, column, attributes[name]!)
      }
    },
    keep(mask, name, condition) {
      const column = columns.get(name)
      if (column === undefined) mask.fill(0)
      else if ('number' in condition) keepKnown(mask, column.numbers, condition.number)
      else if ('date' in condition) keepKnown(mask, column.dates, toNumbers(condition.date))
      else if ('is' in condition) keepCodes(mask, column, [assignCode(condition.is)], [])
      else {
        const wanted = condition.any.flatMap((word) => codes.get(word) ?? [])
        keepCodes(mask, column, wanted, condition.any)
      }
    },
  }
}

function makeColumn(): Column {
  return { numbers: makeNumbers(0), dates: makeNumbers(0), codes: makeCodes(0) }
}

function clear(slot: number, { numbers, dates, codes }: Column): void {
  if (slot < numbers.length) numbers[slot] = Number.NaN
  if (slot < dates.length) dates[slot] = Number.NaN
  if (slot < codes.length) codes[slot] = 0
}

/** Columns may be shorter than the mask: what lies behind their end has no value. A range without ends asks for any value. */
function keepKnown(
  mask: SlotMask,
  column: Float64Array,
  { min = Number.NEGATIVE_INFINITY, max }: NumberRange = {},
): void {
  keepRange(mask, column, { min, max })
}

/** A keyword that is written as a date lies among the dates. */
function keepCodes(mask: SlotMask, column: Column, codes: readonly number[], words: readonly string[]): void {
  const wanted = new Set(codes)
  const dates = new Set(words.map(dateMsOf).filter((ms) => ms !== null))
  keepWhere(mask, (slot) => wanted.has(column.codes[slot] ?? 0) || dates.has(column.dates[slot] ?? Number.NaN))
}
