// Headers that tell browsers what the service's answers may do, and which other origins may read them.
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/** The page loads its own files and speaks to this service; nothing else, and nobody may frame it. */
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

/** What the contract says of answers beside their bodies, and browsers would keep from pages of other origins. */
const exposedHeaders = ['x-request-id', 'retry-after', 'etag', 'content-range', 'location', 'idempotency-replayed']

export async function registerSecurityHeaders(app: FastifyInstance, corsOrigins: string[]): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // The service speaks plain HTTP; whether a whole domain is for HTTPS only is for the TLS proxy in front to say.
    strictTransportSecurity: false,
  })
  if (corsOrigins.length === 0) return
  await app.register(cors, {
    origin: corsOrigins,
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    exposedHeaders,
    // An OPTIONS that is no preflight would get a plain text instead of a problem.
    strictPreflight: false,
  })
}
