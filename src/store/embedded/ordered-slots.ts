// The slots of the images in the order of a field: one index of the database for each order. image-lister.ts pages through them.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { compareCodePoints } from '../../code-points.ts'
import type { ListOrder, ListRequest } from '../vector-store.ts'
import { countSlots, forEachSlot, hasSlot, type SlotMask } from './slot-mask.ts'

/** At most `limit`, behind the image of this id and value; from the start without one. */
export type OrderedPage = Pick<ListRequest, 'limit' | 'afterId' | 'afterValue'>

/** What places a slot in an order. */
type SlotKey = { slot: number; value: string | null; imageId: string }

export type OrderedSlots = {
  /** The first of the slots that the mask holds, of all without one. */
  firstOf(mask: SlotMask | null, order: ListOrder, page: OrderedPage): number[]
  /** All of them, in parts: each reads some rows and may be empty. Others may write between one part and the next. */
  partsOf(mask: SlotMask | null, order: ListOrder, page: OrderedPage): Iterable<number[]>
}

export const byId: ListOrder = { by: 'imageId', isDescending: false }

/** Up to this many are fetched and sorted; among more of them, a page is found soon by walking the order. */
const sortedMax = 2_000
/** Rows that a part of a walk reads: about 3 ms. */
const rowsPerPart = 2_000

const columns: Record<ListOrder['by'], string> = {
  imageId: 'image_id',
  imageName: 'image_name',
  takenAt: 'taken_at',
  addedAt: 'added_at',
}

export function createOrderedSlots(sqlite: DatabaseSync): OrderedSlots {
  const statements = new Map<string, StatementSync>()
  function prepare(sql: string): StatementSync {
    const statement = statements.get(sql) ?? sqlite.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  function* select(where: string, values: string[], order: string): Iterable<number> {
    const rows = prepare(`SELECT slot FROM images WHERE ${where} ORDER BY ${order}`).iterate(...values)
    for (const row of rows) yield Number(row.slot)
  }

  /** Read one by one as they are asked for. */
  function* walk({ by, isDescending }: ListOrder, { afterId, afterValue = null }: OrderedPage): Iterable<number> {
    const column = columns[by]
    const [after, direction] = isDescending ? ['<', 'DESC'] : ['>', 'ASC']
    const ids = `image_id ${direction}`
    const isBehind = afterId === undefined ? 'TRUE' : `image_id ${after} ?`
    const behind = afterId === undefined ? [] : [afterId]
    if (by === 'imageId') {
      yield* select(isBehind, behind, ids)
      return
    }
    const known = `${column} ${direction}, ${ids}`
    if (afterId === undefined) yield* select(`${column} IS NOT NULL`, [], known)
    else if (afterValue !== null) {
      yield* select(`(${column}, image_id) ${after} (?, ?)`, [afterValue, afterId], known)
    }
    const isAmongUnknown = afterId !== undefined && afterValue === null
    yield* select(`${column} IS NULL AND ${isAmongUnknown ? isBehind : 'TRUE'}`, isAmongUnknown ? behind : [], ids)
  }

  function keyOf(slot: number, { by }: ListOrder): SlotKey {
    const row = prepare(`SELECT image_id, ${columns[by]} AS value FROM images WHERE slot = ?`).get(slot)!
    return { slot, value: row.value as string | null, imageId: String(row.image_id) }
  }

  function sort(mask: SlotMask, order: ListOrder, { limit, afterId, afterValue = null }: OrderedPage): number[] {
    const keys: SlotKey[] = []
    forEachSlot(mask, (slot) => keys.push(keyOf(slot, order)))
    const after = afterId === undefined ? null : { imageId: afterId, value: afterValue }
    return keys
      .filter((key) => after === null || compareKeys(order, after, key) < 0)
      .sort((a, b) => compareKeys(order, a, b))
      .slice(0, limit)
      .map(({ slot }) => slot)
  }

  function* walkInParts(mask: SlotMask | null, order: ListOrder, page: OrderedPage): Iterable<number[]> {
    for (let from: OrderedPage | null = page; from !== null; ) {
      const found: number[] = []
      let rows = 0
      let last: number | null = null
      for (const slot of walk(order, from)) {
        rows += 1
        if (mask === null || hasSlot(mask, slot)) found.push(slot)
        if (found.length < page.limit && rows < rowsPerPart) continue
        last = slot
        break
      }
      from = last === null ? null : behind(keyOf(last, order), page)
      yield found
    }
  }

  function partsOf(mask: SlotMask | null, order: ListOrder, page: OrderedPage): Iterable<number[]> {
    const isSorted = mask !== null && countSlots(mask) <= sortedMax
    return isSorted ? [sort(mask, order, page)] : walkInParts(mask, order, page)
  }

  return {
    partsOf,
    firstOf(mask, order, page) {
      const found: number[] = []
      for (const part of partsOf(mask, order, page)) {
        found.push(...part)
        if (found.length >= page.limit) break
      }
      return found.slice(0, page.limit)
    },
  }
}

function behind({ imageId, value }: SlotKey, { limit }: OrderedPage): OrderedPage {
  return { limit, afterId: imageId, afterValue: value }
}

/** Whether `a` comes before `b`, as a number below 0. */
function compareKeys({ by, isDescending }: ListOrder, a: Omit<SlotKey, 'slot'>, b: Omit<SlotKey, 'slot'>): number {
  const direction = isDescending ? -1 : 1
  if (by !== 'imageId' && a.value !== b.value) {
    if (a.value === null || b.value === null) return a.value === null ? 1 : -1
    return direction * compareCodePoints(a.value, b.value)
  }
  return direction * compareCodePoints(a.imageId, b.imageId)
}
