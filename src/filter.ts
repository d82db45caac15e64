// The engine-neutral filter: its type and its meaning. Stores compile it; `matchesFilter` is the reference they must equal.

/** Conditions on a record, all of which must hold. Absent or empty conditions hold for every record. */
export type Filter = {
  tags?: {
    /** At least one of these tags. */
    any?: string[]
    /** Every one of these tags. */
    all?: string[]
    /** Not one of these tags. */
    none?: string[]
  }
  /** The start of `relative_path`, compared character by character: `phone/` holds for `phone/IMG_4032.jpeg`. */
  pathPrefix?: string
}

/** Whether a record with these tags at this path satisfies the filter. */
export function matchesFilter(filter: Filter, record: { tags: readonly string[]; relativePath: string }): boolean {
  const { any = [], all = [], none = [] } = filter.tags ?? {}
  const has = (tag: string) => record.tags.includes(tag)
  if (any.length > 0 && !any.some(has)) return false
  if (!all.every(has)) return false
  if (none.some(has)) return false
  return record.relativePath.startsWith(filter.pathPrefix ?? '')
}

/** Whether the filter holds for everything, so that a store may skip it. */
export function isEmptyFilter(filter: Filter): boolean {
  const { any = [], all = [], none = [] } = filter.tags ?? {}
  return any.length + all.length + none.length === 0 && (filter.pathPrefix ?? '') === ''
}
