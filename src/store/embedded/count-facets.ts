// Counts the images that match a filter by tag, year, folder, format and camera, in memory. image-lister.ts is the caller.
import {
  compareCounts,
  type Facet,
  type FacetCount,
  type FacetName,
  type Facets,
  type FacetsRequest,
  spellYear,
} from '../../facets.ts'
import type { SlotIndex } from './slot-index.ts'
import { countSlots, forEachSlot, type SlotMask, wordsFor } from './slot-mask.ts'
import { giveWay } from './turns.ts'

/** Those of images without a value stand under null. */
type Counts = Map<string | null, number>

/** So many slots are counted before other work gets its turn: about 2 ms. */
const slotsPerTurn = 1 << 17

/** As `countFacetsOf` defines it. Other work has its turn in between; what it writes may count or not. */
export async function countFacets(
  slotIndex: SlotIndex,
  mask: SlotMask,
  { facets, valuesMax }: Omit<FacetsRequest, 'filter'>,
): Promise<Facets> {
  const counted: Facets = {}
  for (const name of facets) counted[name] = toFacet(await countValues(name, slotIndex, mask), valuesMax)
  return counted
}

function countValues(name: FacetName, { slotsByTag, columns, wordOf }: SlotIndex, mask: SlotMask): Promise<Counts> {
  switch (name) {
    case 'tags':
      return countTags(slotsByTag, mask)
    case 'year':
      return countYears(columns.takenAt, mask)
    default:
      return countWords(columns[name], mask, wordOf)
  }
}

async function countTags(slotsByTag: SlotIndex['slotsByTag'], mask: SlotMask): Promise<Counts> {
  const counts: Counts = new Map()
  const unlisted = mask.slice()
  let slotsThisTurn = 0
  for (const [tag, slots] of slotsByTag) {
    const count = slots.countIn(mask)
    slots.takeOutOf(unlisted)
    if (count > 0) counts.set(tag, count)
    slotsThisTurn += slots.size
    if (slotsThisTurn < slotsPerTurn) continue
    slotsThisTurn = 0
    await giveWay()
  }
  return counts.set(null, countSlots(unlisted))
}

async function countWords(
  codes: Uint32Array,
  mask: SlotMask,
  wordOf: (code: number) => string | null,
): Promise<Counts> {
  const counts: number[] = []
  await visitInTurns(mask, (slot) => {
    counts[codes[slot]!] = (counts[codes[slot]!] ?? 0) + 1
  })
  return new Map(Object.entries(counts).map(([code, count]) => [wordOf(Number(code)), count]))
}

async function countYears(times: Float64Array, mask: SlotMask): Promise<Counts> {
  // A year of four digits, as nearly all are, has its place in an array: a map takes ten times as long.
  const usual = new Uint32Array(10_000)
  const others = new Map<number, number>()
  let missing = 0
  await visitInTurns(mask, (slot) => {
    const year = yearNumberOf(times[slot]!)
    if (year >= 0 && year < usual.length) usual[year]! += 1
    else if (Number.isNaN(year)) missing += 1
    else others.set(year, (others.get(year) ?? 0) + 1)
  })
  const counted = [...usual.entries(), ...others].filter(([, count]) => count > 0)
  return new Map<string | null, number>(counted.map(([year, count]) => [spellYear(year), count])).set(null, missing)
}

async function visitInTurns(mask: SlotMask, visit: (slot: number) => void): Promise<void> {
  const wordsPerTurn = wordsFor(slotsPerTurn)
  for (let word = 0; word < mask.length; word += wordsPerTurn) {
    if (word > 0) await giveWay()
    forEachSlot(mask, visit, word, word + wordsPerTurn)
  }
}

const meanYearMs = 365.2425 * 86_400_000

/** Years begin within two days of where those of equal length would: only near a new year is the calendar asked, which takes longer. */
function yearNumberOf(ms: number): number {
  const years = 1970 + ms / meanYearMs
  const year = Math.floor(years)
  const isClear = years - year > 0.01 && years - year < 0.99
  return isClear ? year : new Date(ms).getUTCFullYear()
}

function toFacet(counts: Counts, valuesMax: number): Facet {
  const missing = counts.get(null) ?? 0
  const values: FacetCount[] = []
  let others = -missing
  for (const [value, count] of counts) {
    others += count
    if (value !== null) keepGreatest(values, { value, count }, valuesMax)
  }
  return { values, missing, others: values.reduce((left, { count }) => left - count, others) }
}

/** Puts `one` in its place. Sorting them all instead takes long where there are many folders, and few are listed. */
function keepGreatest(values: FacetCount[], one: FacetCount, valuesMax: number): void {
  if (values.length === valuesMax && compareCounts(values.at(-1)!, one) < 0) return
  let place = values.length
  while (place > 0 && compareCounts(one, values[place - 1]!) < 0) place -= 1
  values.splice(place, 0, one)
  if (values.length > valuesMax) values.pop()
}
