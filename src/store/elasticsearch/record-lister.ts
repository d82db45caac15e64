// Lists records in any order, as of the last refresh. elasticsearch-store.ts and elasticsearch-life.ts offer it.
import type { estypes } from '@elastic/elasticsearch'
import type { ImageRecord, ListRequest } from '../vector-store.ts'
import { recordFields, toRecord } from './document.ts'
import type { Engine } from './engine.ts'
import { toFilterQuery } from './filter-query.ts'
import type { OpenIndex } from './index-family.ts'
import { searchFields } from './search-fields.ts'

/** Strings in code point order, which is that of their UTF-8 bytes. */
export async function listRecords(engine: Engine, index: OpenIndex, request: ListRequest): Promise<ImageRecord[]> {
  const filter = toFilterQuery(request.filter, index.fields) ?? { match_all: {} }
  const found: ImageRecord[] = []
  for (const { query, sort, after } of listSteps(index, request)) {
    const limit = request.limit - found.length
    if (limit <= 0) break
    const both = query === null ? filter : { bool: { filter: [filter, query] } }
    found.push(...(await listSorted(engine, index, { query: both, sort, after, limit })))
  }
  return found
}

type ListStep = {
  query: estypes.QueryDslQueryContainer | null
  sort: estypes.SortCombinations[]
  after: (string | number)[] | null
}

/** First the images that have the field of the order, then, by their ids, those that lack it: the engine cannot page over what is missing. */
function* listSteps(index: OpenIndex, { order, afterId, ...request }: ListRequest): Iterable<ListStep> {
  const { by, isDescending } = order ?? { by: 'imageId', isDescending: false }
  const direction = isDescending ? 'desc' : 'asc'
  const ids = { [index.fields.imageId]: { order: direction } } as const
  const afterIds = afterId === undefined ? null : [afterId]
  if (by === 'imageId') {
    yield { query: null, sort: [ids], after: afterIds }
    return
  }
  const { imageName, addedAt, facets, orderLengthMax } = index.fields
  const field = { imageName, takenAt: facets.year, addedAt }[by]
  const isInField = (request.afterValue ?? '').length <= orderLengthMax[by]
  const afterValue = isInField ? (request.afterValue ?? null) : null
  if (afterId === undefined || afterValue !== null) {
    const value = by === 'imageName' ? afterValue : afterValue && Date.parse(afterValue)
    const sort = [
      { [field]: { order: direction, unmapped_type: by === 'imageName' ? 'keyword' : 'date' } } as const,
      ids,
    ]
    yield { query: { exists: { field } }, sort, after: value === null ? null : [value, ...afterIds!] }
  }
  const isAmongUnknown = afterId !== undefined && afterValue === null
  yield { query: { bool: { must_not: { exists: { field } } } }, sort: [ids], after: isAmongUnknown ? afterIds : null }
}

/** One request's worth of records, as of the last refresh. */
export async function listSorted(
  engine: Engine,
  index: OpenIndex,
  {
    query,
    sort,
    after,
    limit,
  }: { query: estypes.QueryDslQueryContainer; sort: estypes.Sort; after: ListStep['after']; limit: number },
): Promise<ImageRecord[]> {
  const page = after === null ? {} : { search_after: after }
  const hits = await searchFields(engine, index, { query, size: limit, sort, ...page, fields: recordFields })
  return hits.map(({ fields }) => toRecord(fields))
}
