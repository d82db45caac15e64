// POST /images/prune: forgets images whose files are gone from the library.
import type { FastifyInstance } from 'fastify'
import type { ImageCatalog } from '../../image-catalog.ts'
import type { Cursors, ListPosition } from '../cursor.ts'
import { fromFilter } from '../filter-map.ts'
import { bodyCodes, problems } from '../schemas/problem.ts'
import { PruneRequest, PruneResult } from '../schemas/prune.ts'
import { ref } from '../schemas/ref.ts'
import { stopwatch } from '../stopwatch.ts'

export async function pruneRoutes(
  app: FastifyInstance,
  { catalog, cursors }: { catalog: ImageCatalog; cursors: Cursors },
): Promise<void> {
  app.route({
    method: 'POST',
    url: '/images/prune',
    schema: {
      operationId: 'pruneImages',
      tags: ['images'],
      summary: 'Forget images whose files are gone',
      description:
        'Looks for the files of a page of images and removes the records of those that are gone from the library; by default it only tells them. A file that comes back can be added again.',
      body: { content: { 'application/json': { schema: ref(PruneRequest) } } },
      response: {
        200: { description: 'What is missing.', ...ref(PruneResult) },
        ...problems(...bodyCodes, 'CURSOR_INVALID', 'STORE_READ_ONLY'),
      },
    },
    handler: async (request): Promise<PruneResult> => {
      const elapsedMs = stopwatch()
      const { dry_run = true, filter, limit = 1000, cursor } = request.body as PruneRequest
      const query = { prune: filter ?? {} }
      const position = cursor === undefined ? undefined : cursors.decode<ListPosition>(cursor, query)
      const { checked, missing, nextAfterId } = await catalog.forgetMissing({
        limit,
        afterId: position?.afterId,
        filter: filter && fromFilter(filter),
        isDryRun: dry_run,
      })
      if (!dry_run && missing.length > 0) {
        request.log.info(
          { image_ids: missing.map(({ imageId }) => imageId) },
          'images forgotten, as their files are gone',
        )
      }
      return {
        took_ms: elapsedMs(),
        checked,
        missing: missing.map(({ imageId, relativePath }) => ({ image_id: imageId, relative_path: relativePath })),
        next_cursor: nextAfterId === null ? null : cursors.encode({ afterId: nextAfterId }, query),
      }
    },
  })
}
