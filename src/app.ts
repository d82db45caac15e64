// The HTTP service as a fastify instance: guards, bodies, routes, in that order. wire.ts makes the parts it is given.
import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { registerAccess } from './http/access.ts'
import { declareAttributes } from './http/attribute-schemas.ts'
import { registerBodies } from './http/bodies.ts'
import { answerBrokenHttp } from './http/broken-http.ts'
import { closeAddresses } from './http/closed-addresses.ts'
import { createCursors, cursorSecretOf } from './http/cursor.ts'
import { registerLoadShedding } from './http/load-shedding.ts'
import { watchMethods } from './http/methods.ts'
import { registerDocs, registerOpenapi } from './http/openapi.ts'
import { registerProblems, sendProblem } from './http/problem.ts'
import { registerRequestMetrics, watchRequest } from './http/request-metrics.ts'
import { registerRequestSpans } from './http/request-spans.ts'
import { addImagesRoutes } from './http/routes/add-images.ts'
import { compareFilesRoutes } from './http/routes/compare-files.ts'
import { composedSearchRoutes } from './http/routes/composed-search.ts'
import { duplicatesRoutes } from './http/routes/duplicates.ts'
import { editManyRoutes } from './http/routes/edit-many.ts'
import { embeddingModelsRoutes } from './http/routes/embedding-models.ts'
import { embeddingsRoutes } from './http/routes/embeddings.ts'
import { facetsRoutes } from './http/routes/facets.ts'
import { healthRoutes } from './http/routes/health.ts'
import { imageFilesRoutes } from './http/routes/image-files.ts'
import { imagesRoutes } from './http/routes/images.ts'
import { importImagesRoutes } from './http/routes/import-images.ts'
import { jobsRoutes } from './http/routes/jobs.ts'
import { metricsRoutes } from './http/routes/metrics.ts'
import { pageRoutes } from './http/routes/page.ts'
import { problemRoutes } from './http/routes/problems.ts'
import { pruneRoutes } from './http/routes/prune.ts'
import { searchRoutes } from './http/routes/search.ts'
import { statsRoutes } from './http/routes/stats.ts'
import { vectorizeRoutes } from './http/routes/vectorize.ts'
import { schemas } from './http/schemas/schemas.ts'
import { registerSecurityHeaders } from './http/security-headers.ts'
import { registerShutdown } from './http/shutdown.ts'
import { createValidatorCompiler } from './http/validation.ts'
import { registerWorkSignal } from './http/work-signal.ts'
import type { ImageCatalog } from './image-catalog.ts'
import type { ImageSearch } from './image-search.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { AnswerStore } from './store/answer-store.ts'

export type AppOptions = {
  imageSearch: ImageSearch
  catalog: ImageCatalog
  jobs: Jobs
  answers: AnswerStore
  config: Config
  metrics: Metrics
  version: string
  logger: Logger
}

/** JSON without pictures in it. */
const plainBodyBytesMax = 1024 * 1024

export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { config, version } = options
  const app = createServer(options)
  // Before every other hook and route, so that they see all of a request.
  registerRequestMetrics(app, options.metrics.observeRequest)
  if (config.otelEndpoint !== null) await registerRequestSpans(app)
  const declared = declareAttributes(schemas, config.attributeTypes)
  app.setValidatorCompiler(createValidatorCompiler(declared))
  // The mappers are typed by the schemas, and Schemathesis holds every answer against them. Fastify's own serialisers check each
  // nullable value anew, 0.1 ms an answer of ten hits, and take 0.2 s of the start to compile.
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer))
  // Without attributes the contract tells of them in general, for clients of every service.
  const hasAttributes = Object.keys(config.attributeTypes).length > 0
  for (const schema of hasAttributes ? declared : schemas) app.addSchema(schema)
  registerProblems(app)
  const addMissingMethods = watchMethods(app)

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  const isStopping = registerShutdown(app)
  registerWorkSignal(app, config.requestTimeoutMs)
  await registerSecurityHeaders(app, config.corsOrigins)
  registerAccess(app, config)
  await registerLoadShedding(app)
  await registerBodies(app, config, options.imageSearch.assertRoom)
  await registerOpenapi(app, { version, needsKey: config.apiKeys.length > 0 })
  closeAddresses(app)
  await registerRoutes(app, options, isStopping)
  addMissingMethods()
  return app
}

function createServer({ config, metrics, logger }: AppOptions): FastifyInstance {
  const { requestTimeoutMs } = config
  const app = Fastify({
    loggerInstance: logger,
    genReqId: () => randomUUID(),
    bodyLimit: plainBodyBytesMax,
    requestTimeout: requestTimeoutMs,
    http: {
      // A request without Host gets our own problem from the access check.
      requireHostHeader: false,
      requestTimeout: requestTimeoutMs,
      // Node never ends a late request whose limit is below the one for headers, 60 s by default.
      headersTimeout: Math.min(60_000, requestTimeoutMs),
      // Node looks for late requests only so often; by default every 30 s, however short the limit is.
      connectionsCheckingInterval: Math.min(30_000, Math.ceil(requestTimeoutMs / 4)),
    },
    // When everything is answered; see http/shutdown.ts.
    forceCloseConnections: true,
    // New requests on open connections get our own SHUTTING_DOWN problem.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 256 },
    frameworkErrors(error, request, reply) {
      // No hook runs for an address that cannot be decoded.
      watchRequest(request, reply, metrics.observeRequest)
      return sendProblem(error, request, reply)
    },
    clientErrorHandler: answerBrokenHttp,
  })
  // The logger's own type is of no interest to routes.
  return app as unknown as FastifyInstance
}

/** Every route, by name; adding one is a line here. */
async function registerRoutes(app: FastifyInstance, options: AppOptions, isStopping: () => boolean): Promise<void> {
  const { imageSearch, catalog, config, metrics, version } = options
  const { requestBytesMax, attributeTypes } = config
  const cursors = createCursors(config.cursorSecret ?? cursorSecretOf(config.apiKeys))
  await app.register(healthRoutes, { imageSearch, catalog, version, isStopping })
  await app.register(metricsRoutes, { metrics })
  await app.register(vectorizeRoutes, { imageSearch, requestBytesMax })
  await app.register(embeddingsRoutes, { imageSearch, requestBytesMax })
  await app.register(embeddingModelsRoutes, { imageSearch })
  await app.register(searchRoutes, { imageSearch, cursors, requestBytesMax })
  await app.register(composedSearchRoutes, { imageSearch, cursors, requestBytesMax })
  await app.register(addImagesRoutes, { catalog, answers: options.answers, attributeTypes, requestBytesMax })
  await app.register(compareFilesRoutes, { catalog })
  await app.register(pruneRoutes, { catalog, cursors })
  await app.register(duplicatesRoutes, { catalog })
  await app.register(editManyRoutes, { catalog, cursors, attributeTypes })
  await app.register(importImagesRoutes, { catalog, imageSearch, answers: options.answers, attributeTypes })
  await app.register(imagesRoutes, { catalog, cursors, attributeTypes })
  await app.register(facetsRoutes, { catalog })
  await app.register(jobsRoutes, { jobs: options.jobs, isStopping })
  await app.register(imageFilesRoutes, { catalog })
  await app.register(statsRoutes, { catalog, imageSearch, attributeTypes, version })
  await app.register(problemRoutes)
  await app.register(pageRoutes)
  await registerDocs(app)
}
