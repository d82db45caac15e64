// The search page: plain files of src/page, served at / and /page/.
import { fileURLToPath } from 'node:url'
import compress from '@fastify/compress'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const pageFolder = fileURLToPath(new URL('../../page/', import.meta.url))

export async function pageRoutes(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, open: true }
    route.schema = { ...route.schema, hide: true }
  })
  // The page alone: what the API answers is somebody's data, and mostly pictures.
  await app.register(compress, { globalDecompression: false, encodings: ['br', 'gzip'] })
  await app.register(fastifyStatic, { root: pageFolder, prefix: '/page/', index: false })
  app.get('/', (_request, reply) => reply.sendFile('index.html', pageFolder))
}
