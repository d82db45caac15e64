// What filters ask of the images, by slot and in memory: a filter becomes a mask over the slots that
// scan-block.ts reads. Fetching the rows of a wide filter through SQL instead took five times the scan itself.

import { folderOf } from '../../facets.ts'
import type { Filter } from '../../filter.ts'
import { isInBox, isWithin } from '../../geo.ts'
import { createAttributeColumns } from './attribute-columns.ts'
import { withRoom } from './grow-column.ts'
import { keepRange, toNumbers } from './keep-range.ts'
import { createSlotColumns, type IndexedImage, type SlotColumns } from './slot-columns.ts'
import {
  hasSlot,
  keepAlso,
  keepWhere,
  putAll,
  putSlot,
  type SlotMask,
  takeOut,
  takeSlot,
  wordsFor,
} from './slot-mask.ts'
import { createSlotSet, type SlotSet } from './slot-set.ts'

export type SlotIndex = {
  /** How many slots hold an image. */
  readonly size: number
  /** Makes room for the slots below this one while the store opens. */
  makeRoom(slotEnd: number): void
  add(slot: number, image: IndexedImage): void
  /** `image` is what was added. */
  remove(slot: number, image: IndexedImage): void
  /** The slots that match, which are all the slots in use for an empty filter. */
  match(filter: Filter): SlotMask
  /** The slots of the images that have a tag; there are no empty ones. Counted by facets, beside the columns: see count-facets.ts. */
  readonly slotsByTag: ReadonlyMap<string, SlotSet>
  /** As they are now. */
  readonly columns: SlotColumns
  /** The word that a code stands for; null for code 0. */
  wordOf(code: number): string | null
}

/** What of the images is looked up in the database. */
export type SlotFinder = {
  /** The slot of an image's id. */
  findSlot(imageId: string): number | null
  /** The slots of the images in a folder, not in one below it, whose paths begin with the prefix. */
  findSlotsIn(folder: string, pathPrefix: string): number[]
}

export function createSlotIndex({ findSlot, findSlotsIn }: SlotFinder): SlotIndex {
  /** The slots that hold an image; it reaches beyond them. */
  let used: SlotMask<ArrayBuffer> = new Uint32Array(32)
  let slotEnd = 0
  let size = 0
  const slotsByTag = new Map<string, SlotSet>()
  const store = createSlotColumns()
  const attributes = createAttributeColumns()

  /** Whole folders by their codes; of the one in which the prefix ends, the database knows the paths. */
  function keepBelow(mask: SlotMask, pathPrefix: string): void {
    const { columns, codesWhere, codeOf } = store
    const codes = new Set(codesWhere((folder) => folder.startsWith(pathPrefix)))
    const folder = folderOf(pathPrefix)
    const isPart = folder !== pathPrefix && codeOf(folder) !== 0
    const listed = maskOf(isPart ? findSlotsIn(folder, pathPrefix) : [], slotEnd)
    keepWhere(mask, (slot) => codes.has(columns.folder[slot]!) || hasSlot(listed, slot))
  }

  function match(filter: Filter): SlotMask {
    const mask = matchListed(filter)
    matchColumns(mask, filter)
    for (const inner of filter.and ?? []) keepAlso(mask, match(inner))
    if (filter.or?.length) keepAny(mask, filter.or.map(match), putAll)
    if (filter.not) takeOut(mask, match(filter.not))
    return mask
  }

  /** The conditions for which there are lists of slots. */
  function matchListed({
    tags: { any = [], all = [], none = [] } = {},
    pathPrefix = '',
    imageIds = [],
  }: Filter): SlotMask {
    const mask = used.slice(0, wordsFor(slotEnd))
    if (any.length > 0) keepTagged(mask, any)
    for (const tag of all) keepTagged(mask, [tag])
    for (const tag of none) slotsByTag.get(tag)?.takeOutOf(mask)
    if (pathPrefix !== '') keepBelow(mask, pathPrefix)
    if (imageIds.length > 0) {
      const listed = imageIds.map(findSlot).filter((slot) => slot !== null)
      keepAlso(mask, maskOf(listed, slotEnd))
    }
    return mask
  }

  /** The slots whose images have any of the tags. */
  function keepTagged(mask: SlotMask, tags: readonly string[]): void {
    keepAny(
      mask,
      tags.map((tag) => slotsByTag.get(tag)).filter((slots) => slots !== undefined),
      (tagged, slots) => slots.putInto(tagged),
    )
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
    for (const [name, condition] of Object.entries(filter.attributes ?? {})) attributes.keep(mask, name, condition)
  }

  return {
    get size() {
      return size
    },
    makeRoom: store.makeRoom,
    add(slot, image) {
      used = withRoom(used, slot >>> 5, (length) => new Uint32Array(length))
      putSlot(used, slot)
      slotEnd = Math.max(slotEnd, slot + 1)
      size += 1
      for (const tag of image.tags) addTo(slotsByTag, tag, slot)
      store.set(slot, image)
      attributes.set(slot, image.attributes)
    },
    remove(slot, { tags }) {
      takeSlot(used, slot)
      size -= 1
      for (const tag of tags) removeFrom(slotsByTag, tag, slot)
    },
    match,
    slotsByTag,
    get columns() {
      return store.columns
    },
    wordOf: store.wordOf,
  }
}

function maskOf(slots: readonly number[], slotEnd: number): SlotMask {
  const mask = new Uint32Array(wordsFor(slotEnd))
  for (const slot of slots) putSlot(mask, slot)
  return mask
}

/** The part of the mask that lies in any of the sets, which `put` puts together. */
function keepAny<T>(mask: SlotMask, sets: readonly T[], put: (united: SlotMask, one: T) => void): void {
  const united = new Uint32Array(mask.length)
  for (const one of sets) put(united, one)
  keepAlso(mask, united)
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
    keepWhere(mask, (slot) => isKnown(slot) && isWithin(pointAt(slot), within.centre, within.radiusM))
  }
  if (box) keepWhere(mask, (slot) => isKnown(slot) && isInBox(pointAt(slot), box))
}

function addTo(slotsByKey: Map<string, SlotSet>, key: string, slot: number): void {
  const slots = slotsByKey.get(key) ?? createSlotSet()
  slotsByKey.set(key, slots)
  slots.add(slot)
}

function removeFrom(slotsByKey: Map<string, SlotSet>, key: string, slot: number): void {
  const slots = slotsByKey.get(key)
  slots?.delete(slot)
  if (slots?.size === 0) slotsByKey.delete(key)
}
