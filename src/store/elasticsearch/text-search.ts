// A search by terms: the engine's BM25 over the words that words.ts has it keep. elasticsearch-store.ts offers it.
import { createError } from '../../errors.ts'
import type { TextHit, TextSearchRequest } from '../vector-store.ts'
import { recordFields, toRecord } from './document.ts'
import type { Engine } from './engine.ts'
import { toFilterQuery } from './filter-query.ts'
import type { OpenIndex } from './index-family.ts'
import { scoreOf, searchFields } from './search-fields.ts'
import { termsField } from './words.ts'

export async function searchText(
  engine: Engine,
  index: OpenIndex,
  { terms, k, filter, excludeIds }: TextSearchRequest,
  signal: AbortSignal | undefined,
): Promise<TextHit[]> {
  if (index.writeAlias === null) throw notIndexed(index.name)
  if (terms.length === 0) return []
  const holds = toFilterQuery(filter, index.fields, excludeIds)
  const hits = await searchFields(
    engine,
    index,
    {
      // Words are as rare as they are in all shards together.
      search_type: 'dfs_query_then_fetch',
      query: {
        bool: {
          should: [...new Set(terms)].map((term) => ({ term: { [termsField]: term } })),
          minimum_should_match: 1,
          filter: holds,
          // What waits for its vector is found by no search.
          must_not: { term: { pending: true } },
        },
      },
      size: k,
      sort: [{ _score: { order: 'desc' } }, { [index.fields.imageId]: { order: 'asc' } }],
      fields: recordFields,
    },
    { signal },
  )
  return hits.map((hit) => ({ record: toRecord(hit.fields), textScore: scoreOf(hit) }))
}

function notIndexed(name: string) {
  const detail = `The index "${name}" was filled by hand and holds no words to search for. \`npx --no likeness index adopt\` adds them; until then it is searched by vectors alone.`
  return createError('WORDS_NOT_INDEXED', detail)
}
