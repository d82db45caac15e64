// Which slots a filter holds for, as a mask of one byte a slot. Part of slot-index.ts; scan-worker.ts reads masks.

/** One byte a slot: 1 where the slot's image matches. */
export type SlotMask = Uint8Array<ArrayBuffer>

/** How many slots the mask holds. */
export function countSlots(mask: SlotMask): number {
  let count = 0
  for (let slot = 0; slot < mask.length; slot++) count += mask[slot]!
  return count
}

type Slots = { forEach(visit: (slot: number) => void): void }

/** The part of the mask that lies in any of the lists of slots. */
export function keepListed(mask: SlotMask, lists: readonly Slots[]): SlotMask {
  const kept: SlotMask = new Uint8Array(mask.length)
  for (const slots of lists) {
    slots.forEach((slot) => {
      kept[slot] = mask[slot]!
    })
  }
  return kept
}

export function takeOutListed(mask: SlotMask, slots: Slots): void {
  slots.forEach((slot) => {
    mask[slot] = 0
  })
}

/** Takes the slots out of the mask for which `holds` does not. */
export function keepWhere(mask: SlotMask, holds: (slot: number) => boolean): void {
  for (let slot = 0; slot < mask.length; slot++) if (mask[slot] === 1 && !holds(slot)) mask[slot] = 0
}

export function keepAlso(mask: SlotMask, other: SlotMask): void {
  for (let slot = 0; slot < mask.length; slot++) mask[slot]! &= other[slot]!
}

export function takeOut(mask: SlotMask, other: SlotMask): void {
  for (let slot = 0; slot < mask.length; slot++) mask[slot]! &= 1 - other[slot]!
}

export function unite(masks: readonly SlotMask[], length: number): SlotMask {
  const united: SlotMask = new Uint8Array(length)
  for (const mask of masks) for (let slot = 0; slot < length; slot++) united[slot]! |= mask[slot]!
  return united
}
