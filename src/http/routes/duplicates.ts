// GET /images/duplicates: groups of near duplicates in the library.
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ImageCatalog } from '../../image-catalog.ts'
import { nearDuplicateMin } from '../../vector.ts'
import { fromFilter } from '../filter-map.ts'
import { DuplicateReport } from '../schemas/duplicates.ts'
import { problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import { searchParameters } from '../schemas/search.ts'
import { stopwatch } from '../stopwatch.ts'
import { toWireGroup } from '../wire-duplicates.ts'

const DuplicatesQuery = Type.Object(
  {
    min_similarity: Type.Optional(
      Type.Number({
        minimum: 0.8,
        maximum: 1,
        default: nearDuplicateMin,
        description: 'Cosine from which two images belong together.',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 100, description: 'Groups listed.' })),
    filter: searchParameters.filter,
  },
  { additionalProperties: false },
)

/** Listed of one group. */
const groupImagesMax = 100

export async function duplicatesRoutes(app: FastifyInstance, { catalog }: { catalog: ImageCatalog }): Promise<void> {
  app.route({
    method: 'GET',
    url: '/images/duplicates',
    schema: {
      operationId: 'findDuplicates',
      tags: ['images'],
      summary: 'Find copies and bursts in the library',
      description:
        'Looks at the vectors of all images that match, once; 100,000 take some seconds. One such report is made at a time.',
      querystring: DuplicatesQuery,
      response: { 200: { description: 'The groups.', ...ref(DuplicateReport) }, ...problems('TIMED_OUT') },
    },
    handler: async (request): Promise<DuplicateReport> => {
      const elapsedMs = stopwatch()
      const { min_similarity = nearDuplicateMin, limit = 100, filter } = request.query as Static<typeof DuplicatesQuery>
      const { images, groups, duplicates } = await catalog.findDuplicates({
        similarityMin: min_similarity,
        filter: filter && fromFilter(filter),
        signal: request.workSignal,
      })
      return {
        took_ms: elapsedMs(),
        images,
        groups_total: groups.length,
        duplicates_total: duplicates,
        groups: groups.slice(0, limit).map((group) => toWireGroup(group, groupImagesMax)),
      }
    },
  })
}
