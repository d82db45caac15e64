// Failures on the wire: RFC 9457 problems from catalogued errors, and from fastify's own.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createError, type ErrorCode, errorCatalogue, isLikenessError, type LikenessError } from '../errors.ts'
import { isOpenaiAddress, toOpenaiError } from './openai-error.ts'
import type { Problem } from './schemas/problem.ts'
import { describeFaults } from './validation.ts'

/** What fastify and its plugins call the failures that are the client's, in our catalogue. */
const frameworkCodes: Record<string, [ErrorCode, string]> = {
  FST_ERR_BAD_URL: ['VALIDATION_FAILED', 'The address holds a sequence that cannot be decoded.'],
  FST_ERR_MAX_PARAM_LENGTH: ['VALIDATION_FAILED', 'A part of the address is too long.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'This operation does not take that content type.'],
  FST_ERR_CTP_EMPTY_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'The content type is empty.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', 'The body is larger than this operation takes.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['BODY_INVALID', 'The body is empty where JSON is expected.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['BODY_INVALID', 'The body is not well-formed JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['BODY_INVALID', 'The body’s length differs from Content-Length.'],
}

/** What the server of files answers with a bare status. */
const fileCodes: Record<number, [ErrorCode, string]> = {
  403: ['ROUTE_NOT_FOUND', 'There is nothing at this address.'],
  412: ['PRECONDITION_FAILED', 'The file changed, or never was the one that the request names.'],
  416: ['RANGE_NOT_SATISFIABLE', 'The range does not lie within the file.'],
}

/** The catalogued error behind any failure; what is not catalogued becomes INTERNAL with the failure as its cause. */
export function toCatalogued(error: unknown): LikenessError {
  if (isLikenessError(error)) return error
  const { code, validation, statusCode, name } = (error ?? {}) as FastifyError
  if (validation) {
    const faults = describeFaults(validation)
    const [first] = faults
    return createError('VALIDATION_FAILED', first ? `${first.pointer || 'The request'} ${first.detail}.` : 'Invalid.', {
      faults,
      cause: error,
    })
  }
  const known = frameworkCodes[code] ?? fileCodes[statusCode ?? 0]
  if (known) return createError(known[0], known[1], { cause: error })
  if (name === 'TimeoutError') return createError('TIMED_OUT', 'The work was given up at the time limit.')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return createError('BODY_INVALID', 'The request cannot be read.', { cause: error })
  }
  return createError('INTERNAL', 'The service failed. The log has the cause under this request id.', { cause: error })
}

export function toProblem(error: LikenessError, requestId: string): Problem {
  const { status, title } = errorCatalogue[error.code]
  return {
    type: `/problems/${error.code}`,
    title,
    status,
    detail: error.message,
    instance: `urn:uuid:${requestId}`,
    code: error.code,
    ...(error.faults.length > 0 ? { errors: error.faults } : {}),
  }
}

/** Answers with the problem, and logs what the client is not told. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const catalogued = toCatalogued(error)
  const problem = toProblem(catalogued, request.id)
  if (isOpenaiAddress(request.url)) problem.error = toOpenaiError(catalogued)
  logProblem(catalogued, problem, request)

  // Here too, as an address that cannot be decoded is answered before any hook runs.
  reply.header('x-request-id', request.id)
  const retryAfterS = catalogued.retryAfterS ?? (problem.status === 503 ? 1 : undefined)
  if (retryAfterS !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(retryAfterS)))
  // Carries Content-Range.
  if (problem.status === 416) reply.headers((error as { headers?: Record<string, string> }).headers ?? {})
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem)
}

/** Errors are what the operator must see: neither a client's fault, nor load that is refused on purpose. */
function logProblem({ code, cause, stack }: LikenessError, problem: Problem, request: FastifyRequest): void {
  if (request.raw.socket.destroyed) {
    request.log.info({ code }, 'the client went away')
  } else if (problem.status < 500 || code === 'OVERLOADED' || code === 'SHUTTING_DOWN') {
    request.log.info({ code }, problem.detail)
  } else {
    request.log.error({ code, err: cause ?? { message: problem.detail, stack } }, problem.detail)
  }
}

export function registerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
  app.setNotFoundHandler((request, reply) => sendProblem(routeNotFound(), request, reply))
}

export function routeNotFound(): LikenessError {
  return createError('ROUTE_NOT_FOUND', 'There is nothing at this address.')
}
