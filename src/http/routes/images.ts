// The records below /images: list, read, change, remove.
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { AttributeTypes } from '../../attributes.ts'
import type { ImageCatalog } from '../../image-catalog.ts'
import type { ListOrder } from '../../store/vector-store.ts'
import type { Cursors, ListPosition } from '../cursor.ts'
import { fromFilter } from '../filter-map.ts'
import { Image, ImageId, ImageOrder, ImagePage, ImagePatch } from '../schemas/image.ts'
import { bodyCodes, problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import { searchParameters } from '../schemas/search.ts'
import { fromPatch, toWireImage } from '../wire-map.ts'

export const ImageParams = Type.Object({ image_id: ref(ImageId) }, { additionalProperties: false })
export type ImageParams = Static<typeof ImageParams>

const orders: Record<ImageOrder, ListOrder> = {
  image_id: { by: 'imageId', isDescending: false },
  '-image_id': { by: 'imageId', isDescending: true },
  image_name: { by: 'imageName', isDescending: false },
  '-image_name': { by: 'imageName', isDescending: true },
  taken_at: { by: 'takenAt', isDescending: false },
  '-taken_at': { by: 'takenAt', isDescending: true },
  added_at: { by: 'addedAt', isDescending: false },
  '-added_at': { by: 'addedAt', isDescending: true },
}

const ListQuery = Type.Object(
  {
    sort: Type.Optional(ref(ImageOrder)),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'Images on a page.' })),
    cursor: Type.Optional(Type.String({ maxLength: 4096, description: '`next_cursor` of the page before.' })),
    filter: searchParameters.filter,
  },
  { additionalProperties: false },
)
type ListQuery = Static<typeof ListQuery>

export async function imagesRoutes(
  app: FastifyInstance,
  { catalog, cursors, attributeTypes }: { catalog: ImageCatalog; cursors: Cursors; attributeTypes: AttributeTypes },
): Promise<void> {
  app.route({
    method: 'GET',
    url: '/images',
    schema: {
      operationId: 'listImages',
      tags: ['images'],
      summary: 'List images by id, name or time',
      querystring: ListQuery,
      response: { 200: { description: 'One page.', ...ref(ImagePage) }, ...problems('CURSOR_INVALID') },
    },
    handler: async (request): Promise<ImagePage> => {
      const { limit = 100, cursor, filter, sort = 'image_id' } = request.query as ListQuery
      const query = { list: filter ?? {}, sort }
      const place = cursor === undefined ? {} : cursors.decode<ListPosition>(cursor, query)
      const order = orders[sort]
      const { images, total, next } = await catalog.list({
        limit,
        ...place,
        order,
        filter: filter && fromFilter(filter),
      })
      return { images: images.map(toWireImage), total, next_cursor: next === null ? null : cursors.encode(next, query) }
    },
  })

  app.route({
    method: 'GET',
    url: '/images/:image_id',
    schema: {
      operationId: 'getImage',
      tags: ['images'],
      summary: 'Read one image’s record',
      params: ImageParams,
      response: { 200: { description: 'The record.', ...ref(Image) }, ...problems('IMAGE_NOT_FOUND') },
    },
    handler: async (request) => toWireImage(await catalog.get((request.params as ImageParams).image_id)),
  })

  app.route({
    method: 'PATCH',
    url: '/images/:image_id',
    schema: {
      operationId: 'updateImage',
      tags: ['images'],
      summary: 'Change an image’s metadata',
      description: 'What is not named stays as it is; null clears a value (RFC 7396).',
      params: ImageParams,
      body: {
        content: {
          'application/json': { schema: ref(ImagePatch) },
          'application/merge-patch+json': { schema: ref(ImagePatch) },
        },
      },
      response: {
        200: { description: 'The record as it is now.', ...ref(Image) },
        ...problems(...bodyCodes, 'IMAGE_NOT_FOUND', 'STORE_READ_ONLY'),
      },
    },
    handler: async (request) => {
      const { image_id } = request.params as ImageParams
      return toWireImage(await catalog.change(image_id, fromPatch(request.body as ImagePatch, attributeTypes)))
    },
  })

  app.route({
    method: 'DELETE',
    url: '/images/:image_id',
    schema: {
      operationId: 'deleteImage',
      tags: ['images'],
      summary: 'Remove an image',
      description:
        'Removes the record, and the file when it came by upload. A later ingest leaves the picture out unless it is told to restore it.',
      params: ImageParams,
      response: {
        204: { description: 'It is gone.', type: 'null' },
        ...problems('UNSUPPORTED_MEDIA_TYPE', 'IMAGE_NOT_FOUND', 'STORE_READ_ONLY'),
      },
    },
    handler: async (request, reply) => {
      const { image_id } = request.params as ImageParams
      await catalog.remove(image_id)
      request.log.info({ image_id }, 'image removed')
      return reply.code(204).send()
    },
  })
}
