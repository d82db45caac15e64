// The search doors: words in, a picture in, or a stored picture; the best matching images out.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ImageSearch, PictureInput, SearchOutcome } from '../../image-search.ts'
import { ImageSearchForm, imageSearchFormShape, rawPicture } from '../schemas/forms.ts'
import { bodyCodes, pictureCodes, problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import {
  ImageSearch as ImageSearchBody,
  queryText,
  SearchParameters,
  SearchResult,
  searchParameters,
  TextSearch,
} from '../schemas/search.ts'
import { stopwatch } from '../stopwatch.ts'
import { fromImageInput, fromSearchParameters, toWireHit, toWireModel } from '../wire-map.ts'
import { ImageParams } from './images.ts'

const TextQuery = Type.Object({ q: queryText, ...searchParameters }, { additionalProperties: false })

const result = { description: 'The hits, best first.', ...ref(SearchResult) }

export async function searchRoutes(
  app: FastifyInstance,
  { imageSearch, requestBytesMax }: { imageSearch: ImageSearch; requestBytesMax: number },
): Promise<void> {
  async function answer(parameters: SearchParameters, search: () => Promise<SearchOutcome>): Promise<SearchResult> {
    const elapsedMs = stopwatch()
    const { hits, truncated } = await search()
    return {
      took_ms: elapsedMs(),
      model: toWireModel(imageSearch.model),
      ...(truncated ? { truncated } : {}),
      hits: hits.map((hit) => toWireHit(hit, parameters.fields)),
    }
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
        ...problems(...bodyCodes, 'TIMED_OUT', 'NOT_EMBEDDED_HERE', 'TEXT_EMBEDDER_UNAVAILABLE'),
      },
    },
    handler: async (request) => {
      const { query, ...parameters } = request.body as TextSearch
      return answer(parameters, () =>
        imageSearch.searchByText(query, fromSearchParameters(parameters), { signal: request.workSignal }),
      )
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
      response: { 200: result, ...problems('TIMED_OUT', 'NOT_EMBEDDED_HERE', 'TEXT_EMBEDDER_UNAVAILABLE') },
    },
    handler: async (request) => {
      const { q, ...parameters } = request.query as Static<typeof TextQuery>
      return answer(parameters, () =>
        imageSearch.searchByText(q, fromSearchParameters(parameters), { signal: request.workSignal }),
      )
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
      response: { 200: result, ...problems(...pictureCodes, 'IMAGE_NOT_FOUND') },
    },
    handler: async (request) => {
      const { picture, parameters } = readPictureSearch(request)
      return answer(parameters, () =>
        imageSearch.searchByImage(picture, fromSearchParameters(parameters), { signal: request.workSignal }),
      )
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
        ...problems('IMAGE_NOT_FOUND'),
      },
    },
    handler: async (request) => {
      const { image_id } = request.params as ImageParams
      const parameters = request.query as SearchParameters
      return answer(parameters, () =>
        imageSearch.searchByImage({ imageId: image_id }, fromSearchParameters(parameters), {
          signal: request.workSignal,
        }),
      )
    },
  })
}

function readPictureSearch(request: FastifyRequest): { picture: PictureInput; parameters: SearchParameters } {
  const query = request.query as SearchParameters
  if (Buffer.isBuffer(request.body)) return { picture: { bytes: request.body, isDisposable: true }, parameters: query }
  if (request.isMultipart()) {
    const { image, ...fields } = request.body as Static<typeof ImageSearchForm>
    return { picture: { bytes: image.bytes, isDisposable: true }, parameters: { ...query, ...fields } }
  }
  const { image, ...fields } = request.body as ImageSearchBody
  return { picture: fromImageInput(image), parameters: { ...query, ...fields } }
}
