// Attributes in the documents of an index: as they are, for keywords and booleans, and once more as text that sorts as numbers and dates do,
// as the engine compares what lies in a flattened field as text. So attributes come and go without a change of the mapping.
import type { estypes } from '@elastic/elasticsearch'
import { type AttributeChanges, dateMsOf } from '../../attributes.ts'
import type { AttributeCondition } from '../../filter.ts'

type Query = estypes.QueryDslQueryContainer

const valuesField = 'attributes'
const orderField = 'attributes_order'

export const attributeProperties: Record<string, estypes.MappingProperty> = {
  [valuesField]: { type: 'flattened' },
  [orderField]: { type: 'flattened' },
}

/** What each kind of number is written behind, so that a number is in no range of dates. */
const kinds = { number: 'n', date: 'd' } as const
type Kind = keyof typeof kinds

/** The fields of a document, or of the changes of one: null takes a value away. */
export function toAttributeFields(attributes: AttributeChanges): Record<string, AttributeChanges> {
  const order = Object.entries(attributes).map(([name, value]) => {
    const ms = typeof value === 'string' ? dateMsOf(value) : null
    if (typeof value === 'number') return [name, toSortable('number', value)]
    return [name, ms === null ? null : toSortable('date', ms)]
  })
  return { [valuesField]: attributes, [orderField]: Object.fromEntries(order) }
}

/** The query that holds for the documents whose attribute fulfils the condition. */
export function attributeQuery(name: string, condition: AttributeCondition): Query {
  if ('any' in condition) return { terms: { [`${valuesField}.${name}`]: condition.any } }
  if ('is' in condition) return { term: { [`${valuesField}.${name}`]: String(condition.is) } }
  if ('number' in condition) {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = condition.number
    return inOrder(name, { gte: toSortable('number', min), lte: toSortable('number', max) })
  }
  const { from, before } = condition.date
  const gte = toSortable('date', from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from))
  const lt = toSortable('date', before === undefined ? Number.POSITIVE_INFINITY : Date.parse(before))
  return inOrder(name, { gte, lt })
}

function inOrder(name: string, range: Record<string, string>): Query {
  return { range: { [`${orderField}.${name}`]: range } }
}

const signBit = 1n << 63n
const allBits = (1n << 64n) - 1n

/**
 * Text that sorts as the numbers do, in hex: the bits of an IEEE 754 double sort as whole numbers do once the sign bit of those from 0 up is
 * set, and all bits of those below are turned round.
 */
function toSortable(kind: Kind, value: number): string {
  const bytes = new DataView(new ArrayBuffer(8))
  // 0 and -0 are one number, and its bits must be so.
  bytes.setFloat64(0, value + 0)
  const bits = bytes.getBigUint64(0)
  const sortable = bits & signBit ? bits ^ allBits : bits | signBit
  return kinds[kind] + sortable.toString(16).padStart(16, '0')
}
