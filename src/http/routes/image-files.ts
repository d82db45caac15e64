// The bytes below /images: the original, with ranges and an ETag, and thumbnails.
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ImageCatalog } from '../../image-catalog.ts'
import type { ThumbnailSize } from '../../library/library.ts'
import type { ImageRecord } from '../../store/vector-store.ts'
import { problems } from '../schemas/problem.ts'
import { sendContent } from '../send-content.ts'
import { ImageParams } from './images.ts'

const ThumbnailQuery = Type.Object(
  {
    v: Type.Optional(
      Type.String({
        pattern: '^[0-9a-f]{12,64}$',
        description:
          'The beginning of the image’s `content_sha256`, as its link has it: as long as that holds, the picture may be kept without asking again.',
      }),
    ),
    size: Type.Optional(
      Type.Enum(['small', 'large'], {
        type: 'string',
        default: 'small',
        description: 'The longer side has at most 256 (small) or 1024 (large) pixels; pictures are never enlarged.',
      }),
    ),
  },
  { additionalProperties: false },
)

const binary = (type: string) => ({ content: { [type]: { schema: { type: 'string', format: 'binary' } } } })
const notModified = { description: 'The picture is the one that `If-None-Match` names.', type: 'null' }

/** Pictures may change under their id when they are overwritten, so a cache asks whether its copy still holds. */
const cacheControl = 'private, no-cache'
/** Under an address that names the content it cannot change. */
const foreverControl = 'private, max-age=31536000, immutable'
/** Originals may be anything a client sent: nothing in them runs. Browsers' own picture viewers use inline styles. */
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

export async function imageFilesRoutes(app: FastifyInstance, { catalog }: { catalog: ImageCatalog }): Promise<void> {
  app.route({
    method: 'GET',
    url: '/images/:image_id/content',
    schema: {
      operationId: 'getImageContent',
      tags: ['images'],
      summary: 'Read the original file',
      description: 'Takes `Range` and conditions such as `If-None-Match`.',
      params: ImageParams,
      response: {
        200: { description: 'The file as it was added.', ...binary('image/*') },
        206: { description: 'The part of the file that `Range` names.', ...binary('image/*') },
        304: notModified,
        ...problems('IMAGE_NOT_FOUND', 'FILE_NOT_FOUND', 'PRECONDITION_FAILED', 'RANGE_NOT_SATISFIABLE'),
      },
    },
    handler: async (request, reply) => {
      const content = await catalog.content((request.params as ImageParams).image_id)
      const { format } = content.record
      reply
        .header('cache-control', cacheControl)
        .header('content-security-policy', contentPolicy)
        // It comes from the bytes: a name may have another extension, or none. Unknown of a document that somebody else wrote.
        .type(format === null ? 'application/octet-stream' : `image/${format}`)
      return sendContent(request, reply, content)
    },
  })

  app.route({
    method: 'GET',
    url: '/images/:image_id/thumbnail',
    schema: {
      operationId: 'getImageThumbnail',
      tags: ['images'],
      summary: 'Read a small picture of the image',
      params: ImageParams,
      querystring: ThumbnailQuery,
      response: {
        200: { description: 'The picture, as WebP.', ...binary('image/webp') },
        304: notModified,
        ...problems('IMAGE_NOT_FOUND', 'FILE_NOT_FOUND', 'IMAGE_UNDECODABLE'),
      },
    },
    handler: async (request, reply) => {
      const { image_id } = request.params as ImageParams
      const query = request.query as Static<typeof ThumbnailQuery>
      const size = (query.size ?? 'small') as ThumbnailSize
      const asked = request.headers['if-none-match']
      // Looked at first, so that a copy that still holds costs no thumbnail.
      if (asked !== undefined) {
        const etag = etagOf(await catalog.get(image_id), size)
        if (etag && asked.includes(etag)) return reply.code(304).headers({ etag, 'cache-control': cacheControl }).send()
      }
      const { record, thumbnail } = await catalog.thumbnail(image_id, size)
      const etag = etagOf(record, size)
      const isNamed = query.v !== undefined && record.contentSha256?.startsWith(query.v) && thumbnail.isOfHash
      const headers = { ...(etag && { etag }), 'cache-control': isNamed ? foreverControl : cacheControl }
      return reply.headers(headers).type(thumbnail.contentType).send(thumbnail.bytes)
    },
  })
}

/** Null for a picture whose bytes nobody recorded the hash of. */
function etagOf({ contentSha256 }: ImageRecord, size: ThumbnailSize): string | null {
  return contentSha256 && `"${contentSha256.slice(0, 32)}-${size}"`
}
