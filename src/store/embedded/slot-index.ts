// Which slots hold images with a tag or below a folder, in memory: a filter becomes a mask over the slots that
// scan-worker.ts reads. Fetching the rows of a wide filter through SQL instead took five times the scan itself.
import type { Filter } from '../../filter.ts'

/** What a filter can ask of a record. */
export type Filterable = { tags: readonly string[]; relativePath: string }

/** One byte a slot: 1 where the slot's image matches. */
export type SlotMask = Uint8Array<ArrayBuffer>

export type SlotIndex = {
  /** How many slots hold an image. */
  readonly size: number
  add(slot: number, image: Filterable): void
  /** `image` is what was added. */
  remove(slot: number, image: Filterable): void
  /** The slots that match, which are all the slots in use for an empty filter. */
  match(filter: Filter): SlotMask
}

export function createSlotIndex(): SlotIndex {
  /** The path of each slot's image; undefined for a free slot. */
  const paths: (string | undefined)[] = []
  let size = 0
  const slotsByTag = new Map<string, Set<number>>()
  const slotsByFolder = new Map<string, Set<number>>()

  function* slotsBelow(pathPrefix: string): Iterable<number> {
    const prefixFolder = folderOf(pathPrefix)
    for (const [folder, slots] of slotsByFolder) {
      if (folder.startsWith(pathPrefix)) yield* slots
      else if (folder === prefixFolder) {
        for (const slot of slots) if (paths[slot]!.startsWith(pathPrefix)) yield slot
      }
    }
  }

  return {
    get size() {
      return size
    },
    add(slot, { tags, relativePath }) {
      while (paths.length <= slot) paths.push(undefined)
      paths[slot] = relativePath
      size += 1
      for (const tag of tags) addTo(slotsByTag, tag, slot)
      addTo(slotsByFolder, folderOf(relativePath), slot)
    },
    remove(slot, { tags, relativePath }) {
      paths[slot] = undefined
      size -= 1
      for (const tag of tags) removeFrom(slotsByTag, tag, slot)
      removeFrom(slotsByFolder, folderOf(relativePath), slot)
    },
    match({ tags: { any = [], all = [], none = [] } = {}, pathPrefix = '' }) {
      const slotsOf = (tag: string): Iterable<number> => slotsByTag.get(tag) ?? []
      let mask: SlotMask = new Uint8Array(paths.length)
      for (let slot = 0; slot < paths.length; slot++) if (paths[slot] !== undefined) mask[slot] = 1
      if (any.length > 0) mask = keepOnly(mask, any.map(slotsOf))
      for (const tag of all) mask = keepOnly(mask, [slotsOf(tag)])
      for (const tag of none) for (const slot of slotsOf(tag)) mask[slot] = 0
      if (pathPrefix !== '') mask = keepOnly(mask, [slotsBelow(pathPrefix)])
      return mask
    },
  }
}

/** How many slots the mask holds. */
export function countSlots(mask: SlotMask): number {
  let count = 0
  for (let slot = 0; slot < mask.length; slot++) count += mask[slot]!
  return count
}

/** The part of the mask that lies in any of the lists of slots. */
function keepOnly(mask: SlotMask, lists: readonly Iterable<number>[]): SlotMask {
  const kept: SlotMask = new Uint8Array(mask.length)
  for (const slots of lists) for (const slot of slots) kept[slot] = mask[slot]!
  return kept
}

/** The path up to and with its last `/`; empty at the root. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
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
