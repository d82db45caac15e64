// The probes: alive, and ready to serve with what.
import type { FastifyInstance } from 'fastify'
import { createError } from '../../errors.ts'
import type { ImageCatalog } from '../../image-catalog.ts'
import type { ImageSearch } from '../../image-search.ts'
import { Liveness, Readiness } from '../schemas/health.ts'
import { problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import { toWireModel } from '../wire-map.ts'

export type HealthOptions = {
  imageSearch: ImageSearch
  catalog: ImageCatalog
  version: string
  /** Whether the service has begun to stop. */
  isStopping: () => boolean
}

export async function healthRoutes(
  app: FastifyInstance,
  { imageSearch, catalog, version, isStopping }: HealthOptions,
): Promise<void> {
  app.route({
    method: 'GET',
    url: '/health/live',
    config: { open: true },
    schema: {
      operationId: 'getLiveness',
      tags: ['health'],
      summary: 'Whether the process runs',
      security: [],
      response: { 200: { description: 'It runs.', ...ref(Liveness) }, ...problems() },
    },
    handler: async (): Promise<Liveness> => ({ status: 'live' }),
  })

  app.route({
    method: 'GET',
    url: '/health/ready',
    config: { open: true },
    schema: {
      operationId: 'getReadiness',
      tags: ['health'],
      summary: 'Whether requests can be served, by which model and store',
      security: [],
      response: { 200: { description: 'It can serve.', ...ref(Readiness) }, ...problems() },
    },
    handler: async (): Promise<Readiness> => {
      if (isStopping()) throw createError('SHUTTING_DOWN', 'The service is stopping.')
      await catalog.check()
      const { model } = imageSearch
      return {
        status: 'ready',
        version,
        model: {
          ...toWireModel(model),
          title: model.title,
          description: model.description,
          space: model.space.id,
        },
        store: { description: catalog.storeDescription, images: await catalog.count() },
      }
    },
  })
}
