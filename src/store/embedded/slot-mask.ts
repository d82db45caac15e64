// Sets of slots as bits: which slots a filter holds for (slot-index.ts makes such masks, scan-block.ts reads them), and the larger sets of
// slot-set.ts. Slots behind the last word are not in the set.

/** One bit a slot: bit `slot & 31` of word `slot >>> 5`. */
export type SlotMask<Memory extends ArrayBufferLike = ArrayBufferLike> = Uint32Array<Memory>

/** How many words the slots below this one take. */
export function wordsFor(slotEnd: number): number {
  return (slotEnd + 31) >>> 5
}

export function hasSlot(mask: SlotMask, slot: number): boolean {
  return (((mask[slot >>> 5] ?? 0) >>> (slot & 31)) & 1) === 1
}

/** The slot lies within the mask. */
export function putSlot(mask: SlotMask, slot: number): void {
  mask[slot >>> 5]! |= 1 << (slot & 31)
}

export function takeSlot(mask: SlotMask, slot: number): void {
  mask[slot >>> 5]! &= ~(1 << (slot & 31))
}

/** Ascending; of some words alone where these are named. */
export function forEachSlot(mask: SlotMask, visit: (slot: number) => void, wordStart = 0, wordEnd = mask.length): void {
  const end = Math.min(wordEnd, mask.length)
  for (let word = wordStart; word < end; word++) {
    for (let rest = mask[word]!; rest !== 0; rest &= rest - 1) visit(word * 32 + lowestBit(rest))
  }
}

/** Which bit of a word that is not 0 is its lowest. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word)
}

export function countSlots(mask: SlotMask): number {
  let count = 0
  for (let word = 0; word < mask.length; word++) count += countBits(mask[word]!)
  return count
}

/** How many slots are in both. */
export function countShared(mask: SlotMask, other: SlotMask): number {
  const words = Math.min(mask.length, other.length)
  let count = 0
  for (let word = 0; word < words; word++) count += countBits(mask[word]! & other[word]!)
  return count
}

/** Sums of neighbouring bits, then of neighbouring sums. */
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555)
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

/** Takes the slots out of the mask for which `holds` does not. */
export function keepWhere(mask: SlotMask, holds: (slot: number) => boolean): void {
  for (let word = 0; word < mask.length; word++) {
    let kept = mask[word]!
    for (let rest = kept; rest !== 0; rest &= rest - 1) {
      const bit = lowestBit(rest)
      if (!holds(word * 32 + bit)) kept &= ~(1 << bit)
    }
    mask[word] = kept
  }
}

export function keepAlso(mask: SlotMask, other: SlotMask): void {
  for (let word = 0; word < mask.length; word++) mask[word]! &= other[word] ?? 0
}

export function takeOut(mask: SlotMask, other: SlotMask): void {
  const words = Math.min(mask.length, other.length)
  for (let word = 0; word < words; word++) mask[word]! &= ~other[word]!
}

/** What lies behind the end of the mask is left out. */
export function putAll(mask: SlotMask, other: SlotMask): void {
  const words = Math.min(mask.length, other.length)
  for (let word = 0; word < words; word++) mask[word]! |= other[word]!
}
