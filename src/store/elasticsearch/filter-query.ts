// The engine-neutral filter (../../filter.ts) as Elasticsearch's query: conditions that need no scoring.
import type { estypes } from '@elastic/elasticsearch'
import type { Filter } from '../../filter.ts'
import type { FieldNames } from './document.ts'

/** The query that holds for what `matchesFilter` holds for, and for none of `excludeIds`; undefined when it holds for all. */
export function toFilterQuery(
  filter: Filter | undefined,
  fields: FieldNames,
  excludeIds: readonly string[] = [],
): estypes.QueryDslQueryContainer | undefined {
  const { any = [], all = [], none = [] } = filter?.tags ?? {}
  const must: estypes.QueryDslQueryContainer[] = []
  const mustNot: estypes.QueryDslQueryContainer[] = []
  if (any.length > 0) must.push({ terms: { tags: any } })
  for (const tag of all) must.push({ term: { tags: tag } })
  if (none.length > 0) mustNot.push({ terms: { tags: none } })
  const prefix = filter?.pathPrefix ?? ''
  if (prefix !== '') must.push({ prefix: { [fields.relativePath]: prefix } })
  if (excludeIds.length > 0) mustNot.push({ terms: { [fields.imageId]: [...excludeIds] } })
  if (must.length + mustNot.length === 0) return undefined
  return { bool: { filter: must, must_not: mustNot } }
}
