// The engine-neutral filter: its type and its meaning. Stores compile it; `matchesFilter` is the reference they must equal.
import { type AttributeValue, dateMsOf } from './attributes.ts'
import type { ImageFormat } from './embedder/embedder.ts'
import { type Box, distanceM, isInBox, type Point } from './geo.ts'
import type { ImageRecord } from './store/vector-store.ts'

/** ISO 8601 times in UTC; `from` belongs to the range, `before` does not. */
export type TimeRange = { from?: string; before?: string }

/** Both ends belong to the range. */
export type NumberRange = { min?: number; max?: number }

export type Circle = { centre: Point; radiusM: number }

export const orientations = ['landscape', 'portrait', 'square'] as const
export type Orientation = (typeof orientations)[number]

/** A condition on one attribute, for values of one type; one of another type does not fulfil it. */
export type AttributeCondition =
  /** One of these keywords. */
  { any: string[] } | { is: boolean } | { number: NumberRange } | { date: TimeRange }

/**
 * Conditions on a record, all of which must hold. Absent conditions, and empty lists, hold for every record. A condition on what is not known of
 * a picture does not hold, and so its `not` does.
 */
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
  /** One of these. */
  imageIds?: string[]
  takenAt?: TimeRange
  addedAt?: TimeRange
  location?: { within?: Circle; box?: Box }
  /** One of these. */
  cameras?: string[]
  /** One of these. */
  formats?: ImageFormat[]
  /** One of these. */
  orientations?: Orientation[]
  width?: NumberRange
  height?: NumberRange
  sizeBytes?: NumberRange
  /** By the names of attributes. */
  attributes?: Record<string, AttributeCondition>
  /** Every one of these holds. */
  and?: Filter[]
  /** At least one of these holds. */
  or?: Filter[]
  /** This does not hold. */
  not?: Filter
}

/** What a filter can ask of a record. */
export type Filterable = Pick<
  ImageRecord,
  | 'imageId'
  | 'relativePath'
  | 'tags'
  | 'takenAt'
  | 'addedAt'
  | 'location'
  | 'camera'
  | 'format'
  | 'width'
  | 'height'
  | 'sizeBytes'
  | 'attributes'
>

/** Whether the record satisfies the filter. */
export function matchesFilter(filter: Filter, record: Filterable): boolean {
  const { and = [], or = [], not } = filter
  if (!matchesConditions(filter, record)) return false
  if (!and.every((inner) => matchesFilter(inner, record))) return false
  if (or.length > 0 && !or.some((inner) => matchesFilter(inner, record))) return false
  return not === undefined || !matchesFilter(not, record)
}

function matchesConditions(filter: Filter, record: Filterable): boolean {
  const { any = [], all = [], none = [] } = filter.tags ?? {}
  const has = (tag: string) => record.tags.includes(tag)
  if (any.length > 0 && !any.some(has)) return false
  if (!all.every(has) || none.some(has)) return false
  return (
    record.relativePath.startsWith(filter.pathPrefix ?? '') &&
    isOneOf(record.imageId, filter.imageIds) &&
    isOneOf(record.camera, filter.cameras) &&
    isOneOf(record.format, filter.formats) &&
    isOneOf(orientationOf(record), filter.orientations) &&
    isInTime(record.takenAt, filter.takenAt) &&
    isInTime(record.addedAt, filter.addedAt) &&
    isInRange(record.width, filter.width) &&
    isInRange(record.height, filter.height) &&
    isInRange(record.sizeBytes, filter.sizeBytes) &&
    isAt(record.location, filter.location) &&
    Object.entries(filter.attributes ?? {}).every(([name, condition]) => fulfils(record.attributes[name], condition))
  )
}

function fulfils(value: AttributeValue | undefined, condition: AttributeCondition): boolean {
  if ('any' in condition) return typeof value === 'string' && condition.any.includes(value)
  if ('is' in condition) return value === condition.is
  if ('number' in condition) return typeof value === 'number' && isInRange(value, condition.number)
  return typeof value === 'string' && dateMsOf(value) !== null && isInTime(value, condition.date)
}

/** Null where the size is not known. */
export function orientationOf({ width, height }: Pick<ImageRecord, 'width' | 'height'>): Orientation | null {
  if (width === null || height === null) return null
  if (width === height) return 'square'
  return width > height ? 'landscape' : 'portrait'
}

function isOneOf<T>(value: T | null, wanted: readonly T[] = []): boolean {
  return wanted.length === 0 || (value !== null && wanted.includes(value))
}

function isInTime(time: string | null, range: TimeRange | undefined): boolean {
  if (range?.from === undefined && range?.before === undefined) return true
  if (time === null) return false
  const ms = Date.parse(time)
  if (range.from !== undefined && ms < Date.parse(range.from)) return false
  return range.before === undefined || ms < Date.parse(range.before)
}

function isInRange(value: number | null, range: NumberRange | undefined): boolean {
  if (range?.min === undefined && range?.max === undefined) return true
  return value !== null && value >= (range.min ?? value) && value <= (range.max ?? value)
}

function isAt(location: Point | null, { within, box }: NonNullable<Filter['location']> = {}): boolean {
  if (within !== undefined && (location === null || distanceM(within.centre, location) > within.radiusM)) return false
  return box === undefined || (location !== null && isInBox(location, box))
}

/** Whether the filter holds for everything, so that a store may skip it. */
export function isEmptyFilter(filter: Filter): boolean {
  const { tags, pathPrefix = '', takenAt, addedAt, location, width, height, sizeBytes, and = [], or = [], not } = filter
  const lists = [tags?.any, tags?.all, tags?.none, filter.imageIds, filter.cameras, filter.formats, filter.orientations]
  const parts = [takenAt, addedAt, location, width, height, sizeBytes, filter.attributes]
  return (
    pathPrefix === '' &&
    lists.every((list) => (list ?? []).length === 0) &&
    parts.every((part) => Object.values(part ?? {}).every((value) => value === undefined)) &&
    and.every(isEmptyFilter) &&
    or.length === 0 &&
    not === undefined
  )
}
