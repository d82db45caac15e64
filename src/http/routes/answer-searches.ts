// Runs the searches of one request and puts what they find on the wire. search.ts and composed-search.ts call it.
import type { FastifyRequest } from 'fastify'
import type { ImageSearch, QueryPart, SearchOutcome } from '../../image-search.ts'
import type { Cursors } from '../cursor.ts'
import { fromSearchParameters, identifyQuery } from '../query-map.ts'
import type { SearchParameters } from '../schemas/search.ts'
import type { SearchMode } from '../schemas/search-mode.ts'
import type { SearchBatchItem, SearchBatchResult } from '../schemas/search-result.ts'
import { fromMode } from '../search-mode.ts'
import { stopwatch } from '../stopwatch.ts'
import { toWireHit, toWireModel } from '../wire-map.ts'

export type WireQuery = {
  parts: QueryPart[]
  parameters: SearchParameters & { mode?: SearchMode }
  /** Where the search lies in the request. */
  at: string
}

/** In the order of the queries; all or nothing. */
export async function answerSearches(
  request: FastifyRequest,
  { imageSearch, cursors }: { imageSearch: ImageSearch; cursors: Cursors },
  queries: readonly WireQuery[],
): Promise<SearchBatchResult> {
  const elapsedMs = stopwatch()
  const asked = queries.map(({ parts, parameters, at }) => {
    const mode = fromMode(parameters, at)
    const query = identifyQuery(parts, parameters)
    return {
      parts,
      at,
      query,
      fields: parameters.fields,
      facets: parameters.facets,
      options: { ...fromSearchParameters(parameters, { cursors, query, at }), mode },
    }
  })
  const outcomes = await imageSearch.search(asked, { signal: request.workSignal })
  const results = outcomes.map((outcome, i) => toResult(outcome, cursors, asked[i]!))
  return { took_ms: elapsedMs(), model: toWireModel(imageSearch.model), results }
}

function toResult(
  { hits, next, truncated, explanation, facets }: SearchOutcome,
  cursors: Cursors,
  { query, fields }: { query: unknown; fields: SearchParameters['fields'] },
): SearchBatchItem {
  return {
    ...(truncated ? { truncated } : {}),
    hits: hits.map((hit) => toWireHit(hit, fields)),
    next_cursor: next === null ? null : cursors.encode(next, query),
    ...(explanation && { explanation: toWireExplanation(explanation) }),
    ...(facets && { facets }),
  }
}

function toWireExplanation({
  kind,
  numCandidates,
  embedMs,
  storeMs,
  cutoffScore,
  parts,
}: NonNullable<SearchOutcome['explanation']>) {
  return {
    kind,
    num_candidates: numCandidates,
    embed_ms: embedMs,
    store_ms: storeMs,
    cutoff_score: cutoffScore,
    parts: parts.map(({ type, weight, isKept }) => ({ type, weight, cached: isKept })),
  }
}
