// A set of slots in little memory, for those of a tag: a sorted list while they are few, a bit for each slot once that takes less.
// slot-index.ts keeps one for each tag; JavaScript's own set takes some 40 bytes a slot, this one 4 at most.
import {
  countShared,
  forEachSlot,
  hasSlot,
  putAll,
  putSlot,
  type SlotMask,
  takeOut,
  takeSlot,
  wordsFor,
} from './slot-mask.ts'

export type SlotSet = {
  readonly size: number
  add(slot: number): void
  delete(slot: number): void
  /** Ascending. */
  forEach(visit: (slot: number) => void): void
  /** How many of the slots the mask holds. */
  countIn(mask: SlotMask): number
  /** Puts the slots into a mask that reaches as far as they do. */
  putInto(mask: SlotMask): void
  takeOutOf(mask: SlotMask): void
}

/** A list turns into bits where it takes as much, and bits into a list where that takes half as much. */
const bitsPerListed = 32

export function createSlotSet(): SlotSet {
  let list: Uint32Array | null = new Uint32Array(2)
  let bits: SlotMask<ArrayBuffer> = new Uint32Array(0)
  let size = 0

  function addToList(slots: Uint32Array, slot: number): void {
    const place = placeOf(slots, size, slot)
    if (place < size && slots[place] === slot) return
    if (size === slots.length) {
      list = new Uint32Array(Math.ceil(size * 1.5))
      list.set(slots)
    }
    list!.copyWithin(place + 1, place, size)
    list![place] = slot
    size += 1
    if (size >= 64 && size * bitsPerListed > list![size - 1]!) turnIntoBits()
  }

  function turnIntoBits(): void {
    const listed = list!.subarray(0, size)
    list = null
    bits = new Uint32Array(roomFor(listed.at(-1)!))
    for (const slot of listed) putSlot(bits, slot)
  }

  function turnIntoList(): void {
    const listed = new Uint32Array(size)
    let i = 0
    forEachSlot(bits, (slot) => {
      listed[i++] = slot
    })
    list = listed
    bits = new Uint32Array(0)
  }

  function listIfFew(): void {
    if (size * bitsPerListed * 2 < bits.length * 32) turnIntoList()
  }

  function addToBits(slot: number): void {
    if (slot >= bits.length * 32) {
      const grown = new Uint32Array(roomFor(slot))
      grown.set(bits)
      bits = grown
    }
    if (hasSlot(bits, slot)) return
    putSlot(bits, slot)
    size += 1
    listIfFew()
  }

  function forEach(visit: (slot: number) => void): void {
    if (list) for (let i = 0; i < size; i++) visit(list[i]!)
    else forEachSlot(bits, visit)
  }

  return {
    get size() {
      return size
    },
    add(slot) {
      if (list) addToList(list, slot)
      else addToBits(slot)
    },
    delete(slot) {
      if (list) {
        const place = placeOf(list, size, slot)
        if (place === size || list[place] !== slot) return
        list.copyWithin(place, place + 1, size)
        size -= 1
      } else if (hasSlot(bits, slot)) {
        takeSlot(bits, slot)
        size -= 1
        listIfFew()
      }
    },
    forEach,
    countIn(mask) {
      if (!list) return countShared(bits, mask)
      let count = 0
      for (let i = 0; i < size; i++) if (hasSlot(mask, list[i]!)) count += 1
      return count
    },
    putInto(mask) {
      if (list) forEach((slot) => putSlot(mask, slot))
      else putAll(mask, bits)
    },
    takeOutOf(mask) {
      if (list) forEach((slot) => takeSlot(mask, slot))
      else takeOut(mask, bits)
    },
  }
}

/** Words, for a quarter more slots. */
function roomFor(slot: number): number {
  return Math.ceil(wordsFor(slot + 1) * 1.25)
}

/** Where the slot is, or would be, in the first `size` of the list. Most slots are added behind all others. */
function placeOf(list: Uint32Array, size: number, slot: number): number {
  if (size === 0 || list[size - 1]! < slot) return size
  let low = 0
  for (let high = size - 1; low < high; ) {
    const middle = (low + high) >>> 1
    if (list[middle]! < slot) low = middle + 1
    else high = middle
  }
  return low
}
