// The slots of the images in the order of a field: one index of the database for each order. image-lister.ts walks them.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { compareCodePoints } from '../../code-points.ts'
import type { ListOrder, ListRequest } from '../vector-store.ts'

/** Where a walk begins: behind the image of this id and value; at the start without one. */
export type OrderedPlace = Pick<ListRequest, 'afterId' | 'afterValue'>

/** What places a slot in an order. */
export type SlotKey = { slot: number; value: string | null; imageId: string }

export type OrderedSlots = {
  /** Read one by one as they are asked for. */
  walk(order: ListOrder, place: OrderedPlace): Iterable<number>
  keyOf(slot: number, order: ListOrder): SlotKey
}

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

  return {
    *walk({ by, isDescending }, { afterId, afterValue = null }) {
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
    },
    keyOf(slot, { by }) {
      const row = prepare(`SELECT image_id, ${columns[by]} AS value FROM images WHERE slot = ?`).get(slot)!
      return { slot, value: row.value as string | null, imageId: String(row.image_id) }
    },
  }
}

/** Whether `a` comes before `b`, as a number below 0. */
export function compareKeys(
  { by, isDescending }: ListOrder,
  a: Omit<SlotKey, 'slot'>,
  b: Omit<SlotKey, 'slot'>,
): number {
  const direction = isDescending ? -1 : 1
  if (by !== 'imageId' && a.value !== b.value) {
    if (a.value === null || b.value === null) return a.value === null ? 1 : -1
    return direction * compareCodePoints(a.value, b.value)
  }
  return direction * compareCodePoints(a.imageId, b.imageId)
}
