// The OpenAPI 3.1 description, generated from the routes' schemas; served at /openapi.json and shown at /docs.
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { OpenAPIV3_1 } from 'openapi-types'
import { addExamples } from './openapi-examples.ts'
import { shapeForGenerators } from './openapi-shape.ts'
import { toPlayground } from './playground.ts'

const description = `Image similarity search: words or a picture in, the best matching pictures out.

Scores are cosine similarities in [-1, 1]; higher is better. Failures are RFC 9457 problems with a stable \`code\`.
Pictures are sent as files, as bodies or as base64; pictures by URL are not taken.`

/** A service with keys asks for one everywhere but at the probes. */
const withKeys = {
  components: {
    securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'One of API_KEYS.' } },
  },
  security: [{ apiKey: [] }],
} satisfies Partial<OpenAPIV3_1.Document>

export type OpenapiOptions = {
  version: string
  /** Whether the service asks for a key; the document says so, or lists no security at all. */
  needsKey: boolean
}

export async function registerOpenapi(app: FastifyInstance, { version, needsKey }: OpenapiOptions): Promise<void> {
  await app.register(swagger, {
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Likeness', version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      servers: [{ url: '/' }],
      tags: [
        { name: 'search', description: 'Find pictures.' },
        { name: 'vectors', description: 'Embeddings of texts and pictures.' },
        { name: 'openai', description: 'Embeddings for client libraries of OpenAI’s API.' },
        { name: 'images', description: 'The library.' },
        { name: 'jobs', description: 'Work that goes on without its request.' },
        { name: 'health', description: 'Probes and metrics.' },
      ],
      ...(needsKey ? withKeys : {}),
    },
    transformObject: (document) =>
      addExamples(shapeForGenerators((document as { openapiObject: OpenAPIV3_1.Document }).openapiObject)),
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) => (typeof json.$id === 'string' ? json.$id : `schema-${i}`),
    },
  })
}

/** The hash is that of the one style element that the reference's script makes; a test in a browser notices another. */
const docsPolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'connect-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
}

/** /openapi.json and the browsable reference; its assets are served from here, none from elsewhere. */
export async function registerDocs(app: FastifyInstance): Promise<void> {
  app.route({
    method: 'GET',
    url: '/openapi.json',
    config: { open: true },
    schema: { hide: true },
    handler: async () => app.swagger(),
  })
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, open: true }
    })
    await docs.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: docsPolicy,
      transformSpecification: (document) => toPlayground(document as unknown as OpenAPIV3_1.Document),
      transformSpecificationClone: true,
      theme: { title: 'Likeness: API reference' },
      uiConfig: {
        // Without the bar for other documents than this one.
        layout: 'BaseLayout',
        tryItOutEnabled: true,
        displayRequestDuration: true,
        defaultModelsExpandDepth: 0,
      },
    })
  })
}
