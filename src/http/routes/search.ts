// The search doors: words in, a picture in, or a stored picture; the best matching images out. composed-search.ts has the others.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ImageSearch, PictureInput, QueryPart } from '../../image-search.ts'
import type { Cursors } from '../cursor.ts'
import { fromExcluded, fromImageInput, pictureOf } from '../query-map.ts'
import { ImageSearchForm, imageSearchFormShape, rawPicture } from '../schemas/forms.ts'
import { pictureCodes, problems } from '../schemas/problem.ts'
import { queryText, type QueryPart as WirePart } from '../schemas/query-parts.ts'
import { ref } from '../schemas/ref.ts'
import { ImageSearch as ImageSearchBody, SearchParameters, searchParameters, TextSearch } from '../schemas/search.ts'
import { modeParameter, type SearchMode } from '../schemas/search-mode.ts'
import { SearchResult } from '../schemas/search-result.ts'
import { answerSearches } from './answer-searches.ts'
import { ImageParams } from './images.ts'

const TextQuery = Type.Object({ q: queryText, ...searchParameters, ...modeParameter }, { additionalProperties: false })

const result = { description: 'The hits, best first.', ...ref(SearchResult) }
const pageCodes = ['CURSOR_INVALID', 'PAGE_TOO_DEEP'] as const

export async function searchRoutes(
  app: FastifyInstance,
  { imageSearch, cursors, requestBytesMax }: { imageSearch: ImageSearch; cursors: Cursors; requestBytesMax: number },
): Promise<void> {
  /** `exclude` names further parts. */
  async function answer(
    request: FastifyRequest,
    part: QueryPart,
    { exclude, ...parameters }: SearchParameters & { exclude?: WirePart[]; mode?: SearchMode },
  ): Promise<SearchResult> {
    const parts = [part, ...fromExcluded(exclude, '/exclude', { dims: imageSearch.model.dims })]
    const { took_ms, model, results } = await answerSearches(request, { imageSearch, cursors }, [
      { parts, parameters, at: '' },
    ])
    return { took_ms, model, ...results[0]! }
  }

  app.route({
    method: 'POST',
    url: '/search/text',
    schema: {
      operationId: 'searchByText',
      tags: ['search'],
      summary: 'Find pictures by words',
      body: { content: { 'application/json': { schema: ref(TextSearch) } } },
      response: {
        200: result,
        ...problems(...pictureCodes, ...pageCodes, 'IMAGE_NOT_FOUND', 'TEXT_EMBEDDER_UNAVAILABLE', 'WORDS_NOT_INDEXED'),
      },
    },
    handler: async (request) => {
      const { query, ...parameters } = request.body as TextSearch
      return answer(request, { text: query, weight: 1 }, parameters)
    },
  })

  app.route({
    method: 'GET',
    url: '/search/text',
    schema: {
      operationId: 'searchByTextInAddress',
      tags: ['search'],
      summary: 'Find pictures by words, from an address bar',
      querystring: TextQuery,
      response: {
        200: result,
        ...problems(...pageCodes, 'TIMED_OUT', 'NOT_EMBEDDED_HERE', 'TEXT_EMBEDDER_UNAVAILABLE', 'WORDS_NOT_INDEXED'),
      },
    },
    handler: async (request) => {
      const { q, ...parameters } = request.query as Static<typeof TextQuery>
      return answer(request, { text: q, weight: 1 }, parameters)
    },
  })

  app.route({
    method: 'POST',
    url: '/search/image',
    bodyLimit: requestBytesMax,
    config: { form: imageSearchFormShape, embeds: 'interactive' },
    schema: {
      operationId: 'searchByImage',
      tags: ['search'],
      summary: 'Find pictures like a picture',
      description:
        'The picture is a file in a form, the whole body, or in JSON its base64 or the id of a stored one, which is then left out of the hits. Parameters in the body win over those in the address.',
      querystring: SearchParameters,
      body: {
        content: {
          'application/json': { schema: ref(ImageSearchBody) },
          'multipart/form-data': { schema: ref(ImageSearchForm) },
          ...rawPicture,
        },
      },
      response: {
        200: result,
        ...problems(...pictureCodes, ...pageCodes, 'IMAGE_NOT_FOUND', 'TEXT_EMBEDDER_UNAVAILABLE'),
      },
    },
    handler: async (request) => {
      const { picture, parameters } = readPictureSearch(request)
      return answer(request, { picture, weight: 1 }, parameters)
    },
  })

  app.route({
    method: 'GET',
    url: '/images/:image_id/similar',
    schema: {
      operationId: 'findSimilarImages',
      tags: ['search'],
      summary: 'Find pictures like a stored one',
      params: ImageParams,
      querystring: SearchParameters,
      response: {
        200: { description: 'The hits, best first, without the picture itself.', ...ref(SearchResult) },
        ...problems(...pageCodes, 'IMAGE_NOT_FOUND'),
      },
    },
    handler: async (request) => {
      const { image_id: imageId } = request.params as ImageParams
      return answer(request, { picture: { imageId }, weight: 1 }, request.query as SearchParameters)
    },
  })
}

type PictureSearch = { picture: PictureInput; parameters: SearchParameters & { exclude?: WirePart[] } }

function readPictureSearch(request: FastifyRequest): PictureSearch {
  const query = request.query as SearchParameters
  if (Buffer.isBuffer(request.body)) return { picture: pictureOf(request.body), parameters: query }
  if (request.isMultipart()) {
    const { image, ...fields } = request.body as Static<typeof ImageSearchForm>
    return { picture: pictureOf(image.bytes), parameters: { ...query, ...fields } }
  }
  const { image, ...fields } = request.body as ImageSearchBody
  return { picture: fromImageInput(image), parameters: { ...query, ...fields } }
}
