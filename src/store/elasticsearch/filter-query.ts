// The engine-neutral filter (../../filter.ts) as Elasticsearch's query: conditions that need no scoring.
import type { estypes } from '@elastic/elasticsearch'
import type { Filter, NumberRange, TimeRange } from '../../filter.ts'
import type { Box } from '../../geo.ts'
import { attributeQuery } from './attributes.ts'
import type { FieldNames } from './document.ts'

type Query = estypes.QueryDslQueryContainer

/** The query that holds for what `matchesFilter` holds for, and for none of `excludeIds`; undefined when it holds for all. */
export function toFilterQuery(
  filter: Filter = {},
  fields: FieldNames,
  excludeIds: readonly string[] = [],
): Query | undefined {
  const { any = [], all = [], none = [] } = filter.tags ?? {}
  const { tags, camera, format, year } = fields.facets
  const must: Query[] = []
  const mustNot: Query[] = []
  const add = (query: Query | undefined) => query && must.push(query)
  if (any.length > 0) must.push({ terms: { [tags]: any } })
  for (const tag of all) must.push({ term: { [tags]: tag } })
  if (none.length > 0) mustNot.push({ terms: { [tags]: none } })
  add(beginsWith(fields.relativePath, filter.pathPrefix))
  add(oneOf(fields.imageId, filter.imageIds))
  add(oneOf(camera, filter.cameras))
  add(oneOf(format, filter.formats))
  add(oneOf('orientation', filter.orientations))
  add(inTime(year, filter.takenAt))
  add(inTime(fields.addedAt, filter.addedAt))
  add(inPixels('width', filter.width))
  add(inPixels('height', filter.height))
  add(inRange('size_bytes', filter.sizeBytes))
  must.push(...atPlaces(fields.location, filter.location))
  for (const [name, condition] of Object.entries(filter.attributes ?? {})) must.push(attributeQuery(name, condition))
  for (const inner of filter.and ?? []) add(toFilterQuery(inner, fields))
  if (filter.or?.length) add(anyOf(filter.or.map((inner) => toFilterQuery(inner, fields))))
  if (filter.not) mustNot.push(toFilterQuery(filter.not, fields) ?? { match_all: {} })
  if (excludeIds.length > 0) mustNot.push({ terms: { [fields.imageId]: [...excludeIds] } })
  if (must.length + mustNot.length === 0) return undefined
  return { bool: { filter: must, must_not: mustNot } }
}

/** Undefined, which holds for all, where one of them does. */
function anyOf(queries: readonly (Query | undefined)[]): Query | undefined {
  const should = queries.filter((query) => query !== undefined)
  return should.length < queries.length ? undefined : { bool: { should, minimum_should_match: 1 } }
}

function oneOf(field: string, values: readonly string[] = []): Query | undefined {
  return values.length === 0 ? undefined : { terms: { [field]: [...values] } }
}

/** Characters of a prefix that the engine takes unless its settings say otherwise. */
const prefixLengthMax = 1_000
/** Sorts behind whatever a path may go on with after so many characters: it has no more than 1,024 bytes. */
const lastPath = '\u{10ffff}'.repeat(6)

function beginsWith(field: string, prefix = ''): Query | undefined {
  if (prefix === '') return undefined
  if (prefix.length <= prefixLengthMax) return { prefix: { [field]: prefix } }
  return { range: { [field]: { gte: prefix, lte: prefix + lastPath } } }
}

function inTime(field: string, { from, before }: TimeRange = {}): Query | undefined {
  if (from === undefined && before === undefined) return undefined
  return {
    range: {
      [field]: {
        format: 'epoch_millis',
        ...(from === undefined ? {} : { gte: Date.parse(from) }),
        ...(before === undefined ? {} : { lt: Date.parse(before) }),
      },
    },
  }
}

function inRange(field: string, { min, max }: NumberRange = {}): Query | undefined {
  if (min === undefined && max === undefined) return undefined
  return { range: { [field]: { gte: min, lte: max } } }
}

/** The greatest number of a field that is an `integer` there. The engine refuses to compare such a field with a greater one. */
const integerMax = 2 ** 31 - 1

function inPixels(field: string, { min, max }: NumberRange = {}): Query | undefined {
  if (min !== undefined && min > integerMax) return { match_none: {} }
  return inRange(field, { min, max: max === undefined ? undefined : Math.min(max, integerMax) })
}

function atPlaces(field: string, { within, box }: Filter['location'] = {}): Query[] {
  const places: Query[] = []
  if (within)
    places.push({ geo_distance: { distance: `${within.radiusM}m`, [field]: within.centre, ignore_unmapped: true } })
  if (box) places.push({ geo_bounding_box: { [field]: widen(box), ignore_unmapped: true } })
  return places
}

/** A step of the engine's own degrees, which it rounds down: a point on the edge of the box would lie outside otherwise. */
const degreeStep = 1e-7

function widen({ north, south, east, west }: Box) {
  return {
    top: north,
    bottom: Math.max(-90, south - degreeStep),
    left: Math.max(-180, west - degreeStep),
    right: east,
  }
}
