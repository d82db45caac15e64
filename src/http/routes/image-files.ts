// The bytes below /images: the original, with ranges and an ETag, and thumbnails.
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ImageCatalog } from '../../image-catalog.ts'
import type { ThumbnailSize } from '../../library/library.ts'
import type { ImageRecord } from '../../store/vector-store.ts'
import { imageFormats, ThumbnailSize as ThumbnailSizeSchema } from '../schemas/image.ts'
import { problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
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
    size: Type.Optional(ref(ThumbnailSizeSchema)),
  },
  { additionalProperties: false },
)

const binary = (...types: string[]) => ({
  content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
})
/** Of a format that is not known: a document that somebody else wrote. */
const originalTypes = ['application/octet-stream', ...imageFormats.map((format) => `image/${format}`)]
/** What a later request names the file by. */
const etag = { ETag: Type.String({ description: 'What `If-None-Match` of a later request is given.' }) }
const validators = { ...etag, 'Last-Modified': Type.String({ description: 'When the file was last modified.' }) }
const partHeaders = {
  ...validators,
  'Content-Range': Type.String({
    description: 'Which bytes these are, of how many.',
    examples: ['bytes 0-99/2481152'],
  }),
}

const condition = Type.Optional(Type.String({ description: 'The `ETag` of a copy that is at hand.' }))
const ThumbnailHeaders = Type.Object({ 'if-none-match': condition })
const ContentHeaders = Type.Object({
  range: Type.Optional(Type.String({ description: 'The part that is wanted (RFC 9110).', examples: ['bytes=0-99'] })),
  'if-none-match': condition,
})

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
      description: 'Takes the other conditions of RFC 9110 as well.',
      params: ImageParams,
      headers: ContentHeaders,
      response: {
        200: { description: 'The file as it was added.', ...binary(...originalTypes), headers: validators },
        206: {
          description: 'The part of the file that `Range` names.',
          ...binary(...originalTypes),
          headers: partHeaders,
        },
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
      headers: ThumbnailHeaders,
      response: {
        200: { description: 'The picture, as WebP.', ...binary('image/webp'), headers: etag },
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
