// GET /images/facets: how many images have each tag, year, folder, format and camera. Searches count too: see answer-searches.ts.
import type { FastifyInstance } from 'fastify'
import type { ImageCatalog } from '../../image-catalog.ts'
import { fromFilter } from '../filter-map.ts'
import { FacetsQuery, FacetsResult, facetNames } from '../schemas/facets.ts'
import { problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import { stopwatch } from '../stopwatch.ts'

export async function facetsRoutes(app: FastifyInstance, { catalog }: { catalog: ImageCatalog }): Promise<void> {
  app.route({
    method: 'GET',
    url: '/images/facets',
    schema: {
      operationId: 'getFacets',
      tags: ['images'],
      summary: 'Count images by tag, year, folder, format and camera',
      description: 'Counts all images that match the filter, or the whole library.',
      querystring: FacetsQuery,
      response: { 200: { description: 'The counts.', ...ref(FacetsResult) }, ...problems() },
    },
    handler: async (request): Promise<FacetsResult> => {
      const elapsedMs = stopwatch()
      const { facets: names = facetNames, limit = 20, filter } = request.query as FacetsQuery
      const facets = await catalog.countFacets({
        filter: filter && fromFilter(filter),
        facets: names,
        valuesMax: limit,
      })
      return { took_ms: elapsedMs(), facets }
    },
  })
}
