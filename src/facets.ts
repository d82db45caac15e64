// What images are counted by, and what a count is. Stores count in their own ways; `countFacetsOf` is the reference they must equal.
import { compareCodePoints } from './code-points.ts'
import { type Filter, matchesFilter } from './filter.ts'
import type { ImageRecord } from './store/vector-store.ts'

export const facetNames = ['tags', 'year', 'folder', 'format', 'camera'] as const
export type FacetName = (typeof facetNames)[number]

export type FacetsRequest = {
  filter?: Filter
  facets: readonly FacetName[]
  /** How many values a facet lists at most, 1 to 100. */
  valuesMax: number
}

export type FacetCount = { value: string; count: number }

export type Facet = {
  /** The greatest counts first, equal ones in code point order of the values. */
  values: FacetCount[]
  /** How many of the images have no value. */
  missing: number
  /** The sum of the counts that are not listed. An image counts once for each of its tags, and once in every other facet. */
  others: number
}

/** What was asked for, and no more. */
export type Facets = Partial<Record<FacetName, Facet>>

/** What facets ask of a record. */
export type Countable = Pick<ImageRecord, 'tags' | 'takenAt' | 'relativePath' | 'format' | 'camera'>

/** The values that a record counts for, each once. */
export function facetValuesOf(name: FacetName, record: Countable): string[] {
  switch (name) {
    case 'tags':
      return [...new Set(record.tags)]
    case 'year':
      return record.takenAt === null ? [] : [yearOf(Date.parse(record.takenAt))]
    case 'folder':
      return [folderOf(record.relativePath)]
    default:
      return record[name] === null ? [] : [record[name]]
  }
}

/** Counts by looking at every record. */
export function countFacetsOf(
  records: readonly ImageRecord[],
  { filter = {}, facets, valuesMax }: FacetsRequest,
): Facets {
  const matching = records.filter((record) => matchesFilter(filter, record))
  const count = (name: FacetName): Facet => {
    const counts = new Map<string, number>()
    for (const record of matching) {
      for (const value of facetValuesOf(name, record)) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    const ranked = [...counts].map(([value, count]) => ({ value, count })).sort(compareCounts)
    return {
      values: ranked.slice(0, valuesMax),
      missing: matching.filter((record) => facetValuesOf(name, record).length === 0).length,
      others: ranked.slice(valuesMax).reduce((sum, { count }) => sum + count, 0),
    }
  }
  return Object.fromEntries(facets.map((name) => [name, count(name)]))
}

/** Below 0 where `a` is listed first. */
export function compareCounts(a: FacetCount, b: FacetCount): number {
  return b.count - a.count || compareCodePoints(a.value, b.value)
}

/** The year in UTC, as four digits; `ms` since the epoch. */
export function yearOf(ms: number): string {
  return spellYear(new Date(ms).getUTCFullYear())
}

export function spellYear(year: number): string {
  return String(year).padStart(4, '0')
}

/** The path up to and with its last `/`; empty at the root. */
export function folderOf(relativePath: string): string {
  return relativePath.slice(0, relativePath.lastIndexOf('/') + 1)
}
