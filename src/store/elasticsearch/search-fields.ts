// A search for documents by their fields, as every part of the store asks for them.
import type { estypes } from '@elastic/elasticsearch'
import type { Fields } from './document.ts'
import type { Engine } from './engine.ts'
import type { OpenIndex } from './index-family.ts'

export type FieldsHit = estypes.SearchHit<never>

/** The hits with the `fields` that the request names, without their sources. */
export async function searchFields(
  engine: Engine,
  index: OpenIndex,
  request: Omit<estypes.SearchRequest, 'index'>,
  call: { signal?: AbortSignal } = {},
): Promise<(Omit<FieldsHit, 'fields'> & { fields: Fields })[]> {
  const whole = {
    ...request,
    index: index.name,
    _source: false,
    track_total_hits: false,
    // A part that does not answer makes the answer wrong in silence; it is an error instead.
    allow_partial_search_results: false,
  }
  const { hits } = await engine.call((client, options) => client.search<never>(whole, options), call)
  return hits.hits.map((hit) => ({ ...hit, fields: hit.fields ?? {} }))
}

/** The engine's own score; where hits are sorted, it is the first thing that they are sorted by. */
export function scoreOf({ _score, sort }: Pick<FieldsHit, '_score' | 'sort'>): number {
  return Number(_score ?? sort?.[0])
}
