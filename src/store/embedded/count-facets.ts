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
import { countSlots, forEachSlot, type SlotMask } from './slot-mask.ts'

/** Those of images without a value stand under null. */
type Counts = Map<string | null, number>

/** As `countFacetsOf` defines it. It holds this thread meanwhile: 10 ms for all facets of 100,000 images with five tags each. */
export function countFacets(slotIndex: SlotIndex, { filter = {}, facets, valuesMax }: FacetsRequest): Facets {
  const mask = slotIndex.match(filter)
  return Object.fromEntries(facets.map((name) => [name, toFacet(countValues(name, slotIndex, mask), valuesMax)]))
}

function countValues(name: FacetName, { slotsByTag, columns, wordOf }: SlotIndex, mask: SlotMask): Counts {
  switch (name) {
    case 'tags':
      return countTags(slotsByTag, mask)
    case 'year':
      return countYears(columns.takenAt, mask)
    default:
      return countWords(columns[name], mask, wordOf)
  }
}

function countTags(slotsByTag: SlotIndex['slotsByTag'], mask: SlotMask): Counts {
  const counts: Counts = new Map()
  const unlisted = mask.slice()
  for (const [tag, slots] of slotsByTag) {
    const count = slots.countIn(mask)
    slots.takeOutOf(unlisted)
    if (count > 0) counts.set(tag, count)
  }
  return counts.set(null, countSlots(unlisted))
}

function countWords(codes: Uint32Array, mask: SlotMask, wordOf: (code: number) => string | null): Counts {
  const counts: number[] = []
  forEachSlot(mask, (slot) => {
    counts[codes[slot]!] = (counts[codes[slot]!] ?? 0) + 1
  })
  return new Map(Object.entries(counts).map(([code, count]) => [wordOf(Number(code)), count]))
}

function countYears(times: Float64Array, mask: SlotMask): Counts {
  const counts = new Map<number, number>()
  forEachSlot(mask, (slot) => {
    const year = yearNumberOf(times[slot]!)
    counts.set(year, (counts.get(year) ?? 0) + 1)
  })
  return new Map([...counts].map(([year, count]) => [Number.isNaN(year) ? null : spellYear(year), count]))
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
