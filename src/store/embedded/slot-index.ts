// What filters ask of the images, by slot and in memory: a filter becomes a mask over the slots that
// scan-worker.ts reads. Fetching the rows of a wide filter through SQL instead took five times the scan itself.

import { folderOf } from '../../facets.ts'
import type { Filter, Filterable, NumberRange, TimeRange } from '../../filter.ts'
import { distanceM, isInBox } from '../../geo.ts'
import { createSlotColumns, type SlotColumns } from './slot-columns.ts'
import { keepAlso, keepListed, keepWhere, type SlotMask, takeOut, unite } from './slot-mask.ts'

export type SlotIndex = {
  /** How many slots hold an image. */
  readonly size: number
  add(slot: number, image: Filterable): void
  /** `image` is what was added. */
  remove(slot: number, image: Filterable): void
  /** The slots that match, which are all the slots in use for an empty filter. */
  match(filter: Filter): SlotMask
  /** What is counted by facets, beside the columns: see count-facets.ts. */
  readonly lists: SlotLists
  /** As they are now. */
  readonly columns: SlotColumns
  /** The word that a code stands for; null for code 0. */
  wordOf(code: number): string | null
}

/** The slots of the images that have a tag, or lie in a folder; there are no empty ones. */
export type SlotLists = Record<'byTag' | 'byFolder', ReadonlyMap<string, ReadonlySet<number>>>

/** `findSlot` tells the slot of an image's id. */
export function createSlotIndex(findSlot: (imageId: string) => number | null): SlotIndex {
  /** The path of each slot's image; undefined for a free slot. */
  const paths: (string | undefined)[] = []
  let size = 0
  const slotsByTag = new Map<string, Set<number>>()
  const slotsByFolder = new Map<string, Set<number>>()
  const store = createSlotColumns()

  function* slotsBelow(pathPrefix: string): Iterable<number> {
    const prefixFolder = folderOf(pathPrefix)
    for (const [folder, slots] of slotsByFolder) {
      if (folder.startsWith(pathPrefix)) yield* slots
      else if (folder === prefixFolder) {
        for (const slot of slots) if (paths[slot]!.startsWith(pathPrefix)) yield slot
      }
    }
  }

  function match(filter: Filter): SlotMask {
    const mask = matchListed(filter)
    matchColumns(mask, filter)
    for (const inner of filter.and ?? []) keepAlso(mask, match(inner))
    if (filter.or?.length) keepAlso(mask, unite(filter.or.map(match), mask.length))
    if (filter.not) takeOut(mask, match(filter.not))
    return mask
  }

  /** The conditions for which there are lists of slots. */
  function matchListed({
    tags: { any = [], all = [], none = [] } = {},
    pathPrefix = '',
    imageIds = [],
  }: Filter): SlotMask {
    const slotsOf = (tag: string): Iterable<number> => slotsByTag.get(tag) ?? []
    let mask: SlotMask = new Uint8Array(paths.length)
    for (let slot = 0; slot < paths.length; slot++) if (paths[slot] !== undefined) mask[slot] = 1
    if (any.length > 0) mask = keepListed(mask, any.map(slotsOf))
    for (const tag of all) mask = keepListed(mask, [slotsOf(tag)])
    for (const tag of none) for (const slot of slotsOf(tag)) mask[slot] = 0
    if (pathPrefix !== '') mask = keepListed(mask, [slotsBelow(pathPrefix)])
    if (imageIds.length > 0) mask = keepListed(mask, [imageIds.map(findSlot).filter((slot) => slot !== null)])
    return mask
  }

  /** Those that run through a column of every image. */
  function matchColumns(mask: SlotMask, filter: Filter): void {
    const { columns, codeOf } = store
    keepRange(mask, columns.takenAt, toNumbers(filter.takenAt))
    keepRange(mask, columns.addedAt, toNumbers(filter.addedAt))
    keepRange(mask, columns.width, filter.width)
    keepRange(mask, columns.height, filter.height)
    keepRange(mask, columns.sizeBytes, filter.sizeBytes)
    keepCodes(mask, columns.camera, filter.cameras?.map(codeOf))
    keepCodes(mask, columns.format, filter.formats?.map(codeOf))
    keepCodes(mask, columns.orientation, filter.orientations?.map(codeOf))
    keepPlaces(mask, columns, filter.location)
  }

  return {
    get size() {
      return size
    },
    add(slot, image) {
      while (paths.length <= slot) paths.push(undefined)
      paths[slot] = image.relativePath
      size += 1
      for (const tag of image.tags) addTo(slotsByTag, tag, slot)
      addTo(slotsByFolder, folderOf(image.relativePath), slot)
      store.set(slot, image)
    },
    remove(slot, { tags, relativePath }) {
      paths[slot] = undefined
      size -= 1
      for (const tag of tags) removeFrom(slotsByTag, tag, slot)
      removeFrom(slotsByFolder, folderOf(relativePath), slot)
    },
    match,
    lists: { byTag: slotsByTag, byFolder: slotsByFolder },
    get columns() {
      return store.columns
    },
    wordOf: store.wordOf,
  }
}

/** NaN lies in no range. */
function keepRange(mask: SlotMask, column: Float64Array, range: NumberRange | undefined): void {
  if (range?.min === undefined && range?.max === undefined) return
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range
  keepWhere(mask, (slot) => column[slot]! >= min && column[slot]! <= max)
}

/** Times have whole milliseconds, so that the last one before an end is a millisecond away. */
function toNumbers(range: TimeRange | undefined): NumberRange | undefined {
  return (
    range && {
      min: range.from === undefined ? undefined : Date.parse(range.from),
      max: range.before === undefined ? undefined : Date.parse(range.before) - 1,
    }
  )
}

/** Code 0 is no word's: what is not known is never wanted. */
function keepCodes(mask: SlotMask, column: Uint32Array, codes: readonly number[] | undefined): void {
  if (!codes?.length) return
  const wanted = new Set(codes)
  wanted.delete(0)
  keepWhere(mask, (slot) => wanted.has(column[slot]!))
}

function keepPlaces(mask: SlotMask, { lat, lon }: SlotColumns, { within, box }: Filter['location'] = {}): void {
  const pointAt = (slot: number) => ({ lat: lat[slot]!, lon: lon[slot]! })
  const isKnown = (slot: number) => !Number.isNaN(lat[slot]!)
  if (within) {
    keepWhere(mask, (slot) => isKnown(slot) && distanceM(within.centre, pointAt(slot)) <= within.radiusM)
  }
  if (box) keepWhere(mask, (slot) => isKnown(slot) && isInBox(pointAt(slot), box))
}

function addTo(slotsByKey: Map<string, Set<number>>, key: string, slot: number): void {
  const slots = slotsByKey.get(key)
  if (slots) slots.add(slot)
  else slotsByKey.set(key, new Set([slot]))
}

function removeFrom(slotsByKey: Map<string, Set<number>>, key: string, slot: number): void {
  const slots = slotsByKey.get(key)
  slots?.delete(slot)
  if (slots?.size === 0) slotsByKey.delete(key)
}
