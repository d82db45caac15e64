// The HTTP service as a fastify instance: guards, bodies, routes, in that order. wire.ts makes the parts it is given.
import { randomUUID } from 'node:crypto'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import underPressure from '@fastify/under-pressure'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { createError } from './errors.ts'
import { registerAccess } from './http/access.ts'
import { registerBodies } from './http/bodies.ts'
import { answerBrokenHttp } from './http/broken-http.ts'
import { watchMethods } from './http/methods.ts'
import { registerDocs, registerOpenapi } from './http/openapi.ts'
import { registerProblems, sendProblem } from './http/problem.ts'
import { addImagesRoutes } from './http/routes/add-images.ts'
import { healthRoutes } from './http/routes/health.ts'
import { imageFilesRoutes } from './http/routes/image-files.ts'
import { imagesRoutes } from './http/routes/images.ts'
import { pageRoutes } from './http/routes/page.ts'
import { problemRoutes } from './http/routes/problems.ts'
import { searchRoutes } from './http/routes/search.ts'
import { vectorizeRoutes } from './http/routes/vectorize.ts'
import { schemas } from './http/schemas/schemas.ts'
import { registerShutdown } from './http/shutdown.ts'
import { createValidatorCompiler } from './http/validation.ts'
import { registerWorkSignal } from './http/work-signal.ts'
import type { ImageCatalog } from './image-catalog.ts'
import type { ImageSearch } from './image-search.ts'

export type AppOptions = {
  imageSearch: ImageSearch
  catalog: ImageCatalog
  config: Config
  version: string
  logger: Logger
}

/** Requests get a problem instead of an answer when the event loop lags this much behind. */
const eventLoopDelayMsMax = 1_000
/** At first not: the delay is measured over a second, and the start, which compiles every schema, lies within it. */
const startupMs = 3_000
/** JSON without pictures in it. */
const plainBodyBytesMax = 1024 * 1024

const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'blob:'],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
}

export async function createApp({
  imageSearch,
  catalog,
  config,
  version,
  logger,
}: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: logger,
    genReqId: () => randomUUID(),
    bodyLimit: plainBodyBytesMax,
    requestTimeout: config.requestTimeoutMs,
    http: {
      // A request without Host gets our own problem from the access check.
      requireHostHeader: false,
      requestTimeout: config.requestTimeoutMs,
      // Node never ends a late request whose limit is below the one for headers, 60 s by default.
      headersTimeout: Math.min(60_000, config.requestTimeoutMs),
      // Node looks for late requests only so often; by default every 30 s, however short the limit is.
      connectionsCheckingInterval: Math.min(30_000, Math.ceil(config.requestTimeoutMs / 4)),
    },
    // When everything is answered; see http/shutdown.ts.
    forceCloseConnections: true,
    // New requests on open connections get our own SHUTTING_DOWN problem.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: (error, request, reply) => sendProblem(error, request, reply),
    clientErrorHandler: answerBrokenHttp,
  }) as unknown as FastifyInstance

  app.setValidatorCompiler(createValidatorCompiler(schemas))
  for (const schema of schemas) app.addSchema(schema)
  registerProblems(app)
  const addMissingMethods = watchMethods(app)

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  const isStopping = registerShutdown(app)
  registerWorkSignal(app, config.requestTimeoutMs)
  await app.register(helmet, { contentSecurityPolicy, crossOriginResourcePolicy: { policy: 'same-origin' } })
  if (config.corsOrigins.length > 0) {
    await app.register(cors, {
      origin: config.corsOrigins,
      methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
      exposedHeaders: ['x-request-id', 'retry-after'],
    })
  }
  registerAccess(app, config)
  let listeningSinceMs = Number.POSITIVE_INFINITY
  app.addHook('onListen', async () => {
    listeningSinceMs = performance.now()
  })
  await app.register(underPressure, {
    maxEventLoopDelay: eventLoopDelayMsMax,
    pressureHandler: (request, _reply, _type, delayMs) => {
      // No sample in the interval counts as an infinite delay, which a busy machine shows at every start.
      if (request.url.startsWith('/health/') || !Number.isFinite(delayMs)) return
      if (performance.now() - listeningSinceMs < startupMs) return
      throw createError('OVERLOADED', 'The service has fallen behind.', { retryAfterS: 2 })
    },
  })
  await registerBodies(app, config)
  await app.register(fastifyStatic, { root: config.imagesDir, serve: false })
  await registerOpenapi(app, { version, needsKey: config.apiKeys.length > 0 })

  const { requestBytesMax } = config
  await app.register(healthRoutes, { imageSearch, catalog, version, isStopping })
  await app.register(vectorizeRoutes, { imageSearch, requestBytesMax })
  await app.register(searchRoutes, { imageSearch, requestBytesMax })
  await app.register(addImagesRoutes, { catalog, requestBytesMax })
  await app.register(imagesRoutes, { catalog, imageSearch })
  await app.register(imageFilesRoutes, { catalog })
  await app.register(problemRoutes)
  await app.register(pageRoutes)
  await registerDocs(app)
  addMissingMethods()
  return app
}
