// GET /stats: what the library holds, and by what it is searched.
import type { FastifyInstance } from 'fastify'
import type { AttributeTypes } from '../../attributes.ts'
import type { ImageCatalog } from '../../image-catalog.ts'
import type { ImageSearch } from '../../image-search.ts'
import { problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import { Stats } from '../schemas/stats.ts'
import { toWireModel } from '../wire-map.ts'

export async function statsRoutes(
  app: FastifyInstance,
  {
    catalog,
    imageSearch,
    attributeTypes,
    version,
  }: {
    catalog: ImageCatalog
    imageSearch: Pick<ImageSearch, 'model'>
    attributeTypes: AttributeTypes
    version: string
  },
): Promise<void> {
  app.route({
    method: 'GET',
    url: '/stats',
    schema: {
      operationId: 'getStats',
      tags: ['images'],
      summary: 'Tell how large the library is',
      response: { 200: { description: 'Counts and sizes.', ...ref(Stats) }, ...problems() },
    },
    handler: async (): Promise<Stats> => {
      const { images, formats, pictureBytes, indexBytes } = await catalog.summarise()
      return {
        images,
        formats: formats as Record<string, number>,
        picture_bytes: pictureBytes,
        index_bytes: indexBytes,
        attributes: attributeTypes,
        model: toWireModel(imageSearch.model),
        store: catalog.storeDescription,
        version,
      }
    },
  })
}
