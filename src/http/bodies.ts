// How bodies of every kind reach a handler: content types checked, forms and raw pictures read, JSON in addresses parsed.
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import type { Priority } from '../embedder/embedder.ts'
import { createError } from '../errors.ts'
import { type FormShape, jsonParameters, parseJsonField, readForm } from './form.ts'
import { routeNotFound } from './problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How the operation's form is read, where it takes one. */
    form?: FormShape
    /** The line in which the operation's picture waits to be embedded, where it takes one. */
    embeds?: Priority
  }
  interface FastifyRequest {
    /** The names of a form's parts in the order they came. */
    formOrder: string[]
    /** A body that is read line by line while it comes; undefined for an empty one. */
    bodyStream: AsyncIterable<Uint8Array> | undefined
  }
}

export type BodyLimits = { imageBytesMax: number; requestBytesMax: number; inFlightBytesMax: number }

/** `assertRoom` refuses a picture that could not be embedded now. */
export async function registerBodies(
  app: FastifyInstance,
  limits: BodyLimits,
  assertRoom: (priority: Priority) => void,
): Promise<void> {
  await app.register(multipart, { throwFileSizeLimit: true })
  app.decorateRequest('formOrder')
  app.decorateRequest('bodyStream')

  // A raw picture; the decoder decides what it is, so the declared type is not believed.
  app.addContentTypeParser(
    /^(image\/[\w.+-]+|application\/octet-stream)\s*(;|$)/i,
    { parseAs: 'buffer', bodyLimit: limits.imageBytesMax },
    (_request, body, done) => done(null, body),
  )
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'string' },
    (request, body: string, done) => {
      // Some clients declare JSON on every request, also on a DELETE without a body.
      if (body === '' && acceptedTypes(request.routeOptions.schema).length === 0) done(null, undefined)
      else parseJson(request, body, done)
    },
  )
  app.addContentTypeParser('application/x-ndjson', (request, payload, done) => {
    request.bodyStream = limitBytes(payload, limits.requestBytesMax)
    done(null, undefined)
  })
  limitInFlightBytes(app, limits)

  app.addHook('preParsing', async (request, reply) => {
    // Known before a body is read, which nobody would want.
    if (request.is404) throw routeNotFound()
    checkContentType(request)
    if (isEncoded(request)) {
      reply.header('accept-encoding', 'identity')
      throw createError('UNSUPPORTED_MEDIA_TYPE', 'The body must be sent as it is, without a Content-Encoding.')
    }
    // A picture's bytes cost more than its refusal. JSON may name a stored one instead, which costs nothing.
    const { embeds } = request.routeOptions.config
    if (embeds !== undefined && !isJson(request)) assertRoom(embeds)
  })
  app.addHook('onResponse', async ({ bodyStream }) => {
    // What nobody has read would otherwise be waited for on the connection, in the way of the next request.
    if (bodyStream !== undefined) discard(bodyStream).catch(() => {})
  })
  app.addHook('preValidation', async (request) => {
    parseJsonInAddress(request)
    if (!request.isMultipart()) return
    const { body, order } = await readForm(request, request.routeOptions.config.form ?? { lists: [] }, limits)
    request.body = body
    request.formOrder = order
  })
}

async function discard(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _chunk of chunks);
}

/** Errors: BODY_TOO_LARGE, where no length was declared that would have been refused before. */
async function* limitBytes(chunks: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > bytesMax) throw createError('BODY_TOO_LARGE', `The body is larger than ${bytesMax} bytes.`)
    yield chunk
  }
}

/** The content types that the route's schema lists; none for a route without a body. */
function acceptedTypes(schema: RouteOptions['schema']): string[] {
  const content = (schema?.body as { content?: Record<string, unknown> } | undefined)?.content
  return content ? Object.keys(content) : []
}

function mediaType({ headers }: FastifyRequest): string {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
}

function isJson(request: FastifyRequest): boolean {
  return mediaType(request) === 'application/json'
}

function checkContentType(request: FastifyRequest): void {
  const accepted = acceptedTypes(request.routeOptions.schema)
  const given = mediaType(request)
  if (accepted.length === 0) {
    // Forms and pictures may be large, and no bytes are reserved for them here.
    if (hasBody(request) && given !== 'application/json') {
      throw createError('UNSUPPORTED_MEDIA_TYPE', 'This operation takes no body.')
    }
    return
  }
  const fits = accepted.some((type) => (type.endsWith('/*') ? given.startsWith(type.slice(0, -1)) : given === type))
  if (!fits) {
    throw createError('UNSUPPORTED_MEDIA_TYPE', `The body must be of one of these types: ${accepted.join(', ')}.`)
  }
}

/** Compressed, in most cases: a few bytes could become any number of them. */
function isEncoded(request: FastifyRequest): boolean {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? ''
  return !['', 'identity'].includes(encoding) && hasBody(request)
}

/** Whether a body comes that fastify would read: it leaves those of GET and HEAD alone. */
function hasBody({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function parseJsonInAddress(request: FastifyRequest): void {
  const query = request.query as Record<string, unknown> | undefined
  for (const name of jsonParameters) {
    if (query?.[name] !== undefined) query[name] = parseJsonField(name, query[name])
  }
}

/**
 * Bounds the memory that bodies may take together: each request reserves its declared length (or the most it may send)
 * until it is answered, and one that does not fit is refused before its body is read.
 */
function limitInFlightBytes(app: FastifyInstance, { inFlightBytesMax, requestBytesMax }: BodyLimits): void {
  let reserved = 0

  app.addHook('onRequest', async (request, reply) => {
    if (acceptedTypes(request.routeOptions.schema).length === 0) return
    const declared = Number(request.headers['content-length'] ?? requestBytesMax)
    if (declared > requestBytesMax) {
      throw createError('BODY_TOO_LARGE', `The body is larger than ${requestBytesMax} bytes.`)
    }
    if (reserved + declared > inFlightBytesMax) {
      throw createError('OVERLOADED', 'Too many bytes are being worked on already.', { retryAfterS: 2 })
    }
    reserved += declared
    // Fastify's onResponse does not come when the client goes away before its answer; the end of the response always does.
    reply.raw.once('close', () => {
      reserved -= declared
    })
  })
}
