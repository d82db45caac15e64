// POST /search: texts, pictures and vectors as one query. POST /search/batch: many of those in one call.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import type { ImageSearch } from '../../image-search.ts'
import type { Cursors } from '../cursor.ts'
import { fromParts } from '../query-map.ts'
import { ComposedSearchForm, composedSearchFormShape } from '../schemas/forms.ts'
import { pictureCodes, problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import { ComposedSearch, SearchBatch } from '../schemas/search.ts'
import { SearchBatchResult, SearchResult } from '../schemas/search-result.ts'
import { answerSearches, type WireQuery } from './answer-searches.ts'

const codes = [
  ...pictureCodes,
  'CURSOR_INVALID',
  'PAGE_TOO_DEEP',
  'IMAGE_NOT_FOUND',
  'TEXT_EMBEDDER_UNAVAILABLE',
  'WORDS_NOT_INDEXED',
] as const

export async function composedSearchRoutes(
  app: FastifyInstance,
  { imageSearch, cursors, requestBytesMax }: { imageSearch: ImageSearch; cursors: Cursors; requestBytesMax: number },
): Promise<void> {
  const { dims } = imageSearch.model

  app.route({
    method: 'POST',
    url: '/search',
    bodyLimit: requestBytesMax,
    config: { form: composedSearchFormShape, embeds: 'interactive' },
    schema: {
      operationId: 'search',
      tags: ['search'],
      summary: 'Find pictures by words, pictures and vectors together',
      description:
        'The vectors of the parts are added up by their weights; a negative weight pushes away. Pictures are base64, ids of stored ones, or files of a form, which parts name by their number.',
      body: {
        content: {
          'application/json': { schema: ref(ComposedSearch) },
          'multipart/form-data': { schema: ref(ComposedSearchForm) },
        },
      },
      response: { 200: { description: 'The hits, best first.', ...ref(SearchResult) }, ...problems(...codes) },
    },
    handler: async (request): Promise<SearchResult> => {
      const { took_ms, model, results } = await answerSearches(request, { imageSearch, cursors }, [readQuery(request)])
      return { took_ms, model, ...results[0]! }
    },
  })

  function readQuery(request: FastifyRequest): WireQuery {
    if (!request.isMultipart()) return toQuery(request.body as ComposedSearch, '')
    const { image: files, parts, ...parameters } = request.body as Static<typeof ComposedSearchForm>
    return { parts: fromParts(parts, '/parts', { dims, files }), parameters, at: '' }
  }

  function toQuery({ parts, ...parameters }: ComposedSearch, at: string): WireQuery {
    return { parts: fromParts(parts, `${at}/parts`, { dims }), parameters, at }
  }

  app.route({
    method: 'POST',
    url: '/search/batch',
    bodyLimit: requestBytesMax,
    schema: {
      operationId: 'searchBatch',
      tags: ['search'],
      summary: 'Answer many searches in one call',
      description: 'All or nothing: the first search that fails is the answer. What they hold is embedded together.',
      body: { content: { 'application/json': { schema: ref(SearchBatch) } } },
      response: {
        200: { description: 'What each search found, in their order.', ...ref(SearchBatchResult) },
        ...problems(...codes),
      },
    },
    handler: async (request): Promise<SearchBatchResult> => {
      const { searches } = request.body as SearchBatch
      const queries = searches.map((search, i) => toQuery(search, `/searches/${i}`))
      return answerSearches(request, { imageSearch, cursors }, queries)
    },
  })
}
