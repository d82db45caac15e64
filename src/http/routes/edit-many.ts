// POST /images/update and /images/delete: all images that match a filter, by default only told.
import type { FastifyInstance } from 'fastify'
import type { AttributeTypes } from '../../attributes.ts'
import type { ManyPage, ManyRequest } from '../../edit-many.ts'
import { createError } from '../../errors.ts'
import type { ImageCatalog } from '../../image-catalog.ts'
import type { Cursors, ListPosition } from '../cursor.ts'
import { fromFilter } from '../filter-map.ts'
import { ImagesDelete, ImagesUpdate, ManyResult } from '../schemas/edit-many.ts'
import { bodyCodes, problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import { stopwatch } from '../stopwatch.ts'
import { fromPatch } from '../wire-map.ts'

const codes = [...bodyCodes, 'CURSOR_INVALID', 'STORE_READ_ONLY'] as const

export async function editManyRoutes(
  app: FastifyInstance,
  { catalog, cursors, attributeTypes }: { catalog: ImageCatalog; cursors: Cursors; attributeTypes: AttributeTypes },
): Promise<void> {
  app.route({
    method: 'POST',
    url: '/images/update',
    schema: {
      operationId: 'updateImages',
      tags: ['images'],
      summary: 'Change the metadata of all images that match',
      description:
        'Sets fields, and adds and removes tags beside those that an image has; by default it only tells which images match. Call it with `next_cursor` until that is null.',
      body: { content: { 'application/json': { schema: ref(ImagesUpdate) } } },
      response: { 200: { description: 'The images of this page.', ...ref(ManyResult) }, ...problems(...codes) },
    },
    handler: async (request) => {
      const { set = {}, add_tags: addTags = [], remove_tags: removeTags = [], ...page } = request.body as ImagesUpdate
      if (Object.keys(set).length + addTags.length + removeTags.length === 0) {
        const detail = 'must have set, add_tags or remove_tags'
        throw createError('VALIDATION_FAILED', `The request ${detail}.`, { faults: [{ pointer: '', detail }] })
      }
      const changes = { set: fromPatch(set, attributeTypes), addTags, removeTags }
      const done = await answer(page, cursors, (many) => catalog.changeMany(many, changes))
      const { dry_run, matched, failed } = done
      if (!dry_run) request.log.info({ images: matched.length, failed: failed.length }, 'images changed by a filter')
      return done
    },
  })

  app.route({
    method: 'POST',
    url: '/images/delete',
    schema: {
      operationId: 'deleteImages',
      tags: ['images'],
      summary: 'Remove all images that match',
      description:
        'Does to each what DELETE /images/{image_id} does: removes the record, and the file when it came by upload. By default it only tells which images match. Call it with `next_cursor` until that is null.',
      body: { content: { 'application/json': { schema: ref(ImagesDelete) } } },
      response: { 200: { description: 'The images of this page.', ...ref(ManyResult) }, ...problems(...codes) },
    },
    handler: async (request) => {
      const done = await answer(request.body as ImagesDelete, cursors, (many) => catalog.removeMany(many))
      const { dry_run, matched, failed } = done
      const kept = new Set(failed.map(({ image_id }) => image_id))
      const removed = matched.filter(({ image_id }) => !kept.has(image_id)).map(({ image_id }) => image_id)
      if (!dry_run) request.log.info({ image_ids: removed, failed: failed.length }, 'images removed by a filter')
      return done
    },
  })
}

async function answer(
  { filter, dry_run = true, limit = 1000, cursor }: ImagesDelete,
  cursors: Cursors,
  work: (many: ManyRequest) => Promise<ManyPage>,
): Promise<ManyResult> {
  const elapsedMs = stopwatch()
  const query = { edit: filter }
  const afterId = cursor === undefined ? undefined : cursors.decode<ListPosition>(cursor, query).afterId
  const page = await work({ limit, afterId, filter: fromFilter(filter), isDryRun: dry_run })
  const { matched, failed, nextAfterId } = page
  return {
    took_ms: elapsedMs(),
    dry_run,
    matched: matched.map(({ imageId, relativePath }) => ({ image_id: imageId, relative_path: relativePath })),
    failed: failed.map(({ record, error }) => ({ image_id: record.imageId, code: error.code, detail: error.message })),
    next_cursor: nextAfterId === null ? null : cursors.encode({ afterId: nextAfterId }, query),
  }
}
