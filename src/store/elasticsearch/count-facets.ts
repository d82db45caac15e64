// Counts the images that match a filter by tag, year, folder, format and camera. Part of store-operations.ts.
import type { estypes } from '@elastic/elasticsearch'
import {
  compareCounts,
  type Facet,
  type FacetCount,
  type FacetName,
  type Facets,
  type FacetsRequest,
  yearOf,
} from '../../facets.ts'
import type { Engine } from './engine.ts'
import { toFilterQuery } from './filter-query.ts'
import type { OpenIndex } from './index-family.ts'

/** Of one facet that each shard tells of. */
const valuesPerShardMax = 20_000

type Terms = { buckets: { key: string; doc_count: number }[]; sum_other_doc_count: number }
type Years = { buckets: { key: number; doc_count: number }[] }
type Answer = Record<string, Terms | Years | { doc_count: number }>

/**
 * As `countFacetsOf` defines it, as of the last refresh. Exact on one shard, and on several while each holds at most 20,000
 * different values of a facet; beyond that a count may leave out images of shards where the value is a rare one. Documents that somebody
 * else wrote, and those of schema versions before 4, have no folder, and are told as missing there.
 */
export async function countFacets(
  engine: Engine,
  index: OpenIndex,
  { filter, facets, valuesMax }: FacetsRequest,
): Promise<Facets> {
  const aggs = Object.assign({}, ...facets.map((name) => toAggregations(name, index.fields.facets[name], valuesMax)))
  const query = toFilterQuery(filter, index.fields)
  const { aggregations = {} } = await engine.call((client, options) =>
    client.search<never, Answer>(
      {
        index: index.name,
        ...(query && { query }),
        size: 0,
        track_total_hits: false,
        allow_partial_search_results: false,
        aggs,
      },
      options,
    ),
  )
  return Object.fromEntries(facets.map((name) => [name, toFacet(name, aggregations, valuesMax)]))
}

type Aggregations = Record<string, estypes.AggregationsAggregationContainer>

function toAggregations(name: FacetName, field: string, valuesMax: number): Aggregations {
  const counts: estypes.AggregationsAggregationContainer =
    name === 'year'
      ? { date_histogram: { field, calendar_interval: 'year', min_doc_count: 1 } }
      : // By falling counts, and equal ones by the UTF-8 bytes of the values, which is the order of code points.
        { terms: { field, size: valuesMax, shard_size: valuesPerShardMax } }
  return { [name]: counts, [`${name}_missing`]: { missing: { field } } }
}

function toFacet(name: FacetName, answer: Answer, valuesMax: number): Facet {
  const { doc_count: missing } = answer[`${name}_missing`] as { doc_count: number }
  if (name === 'year') return { ...toYears(answer.year as Years, valuesMax), missing }
  const { buckets, sum_other_doc_count: others } = answer[name] as Terms
  return { values: buckets.map(({ key, doc_count: count }) => ({ value: key, count })), missing, others }
}

/** The engine tells of all years, oldest first. */
function toYears({ buckets }: Years, valuesMax: number): Omit<Facet, 'missing'> {
  const years: FacetCount[] = buckets.map(({ key, doc_count: count }) => ({ value: yearOf(key), count }))
  years.sort(compareCounts)
  return {
    values: years.slice(0, valuesMax),
    others: years.slice(valuesMax).reduce((sum, { count }) => sum + count, 0),
  }
}
