// Wire schema of failures: RFC 9457 problem details with a stable code.
import { type Static, Type } from 'typebox'
import { type ErrorCode, errorCatalogue } from '../../errors.ts'
import { nullable, ref } from './ref.ts'

export const OpenaiError = Type.Object(
  {
    message: Type.String({ description: 'The problem’s `detail`.' }),
    type: Type.String({
      description: '`invalid_request_error` for a fault of the request, otherwise `server_error`.',
      examples: ['invalid_request_error', 'server_error'],
    }),
    code: Type.String({
      description: 'The problem’s `code` in lower case, or the name that OpenAI has for it.',
      examples: ['model_not_found', 'invalid_api_key', 'overloaded'],
    }),
    param: nullable(
      Type.String({ description: 'The place in the request, where there is one.', examples: ['input[3]'] }),
    ),
  },
  {
    $id: 'OpenaiError',
    additionalProperties: false,
    description: 'A failure in the form that client libraries of OpenAI’s API read.',
  },
)
export type OpenaiError = Static<typeof OpenaiError>

export const ProblemPlace = Type.Object(
  {
    pointer: Type.String({ description: 'JSON pointer (RFC 6901) to the place in the request.' }),
    detail: Type.String(),
  },
  { $id: 'ProblemPlace', additionalProperties: false, description: 'What is wrong at one place of the request.' },
)

export const Problem = Type.Object(
  {
    type: Type.String({ format: 'uri-reference', examples: ['/problems/IMAGE_NOT_FOUND'] }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String({ description: 'What happened, in this case.' }),
    instance: Type.String({ description: 'The request id, as in the log and in `x-request-id`.' }),
    code: Type.String({
      description: 'Stable; listed in docs/errors.md.',
      examples: Object.keys(errorCatalogue).slice(0, 3),
    }),
    errors: Type.Optional(Type.Array(ref(ProblemPlace))),
    error: Type.Optional(ref(OpenaiError)),
  },
  {
    $id: 'Problem',
    additionalProperties: false,
    description: 'A failure (RFC 9457); below /v1 with `error` beside it.',
  },
)
export type Problem = Static<typeof Problem>

/** What every operation may answer with. */
const everywhere: ErrorCode[] = [
  'VALIDATION_FAILED',
  'UNAUTHORIZED',
  'HOST_NOT_ALLOWED',
  'ORIGIN_NOT_ALLOWED',
  'HEADERS_TOO_LARGE',
  'INTERNAL',
  'OVERLOADED',
  'SHUTTING_DOWN',
  'STORE_UNAVAILABLE',
  'LIBRARY_UNAVAILABLE',
  'STORE_MISMATCH',
  'INDEX_MISSING',
  'INDEX_RED',
]

/** What an operation that takes a body may answer with besides. */
export const bodyCodes: ErrorCode[] = ['BODY_INVALID', 'REQUEST_TIMEOUT', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE']

/** What an operation that takes a picture may answer with besides. */
export const pictureCodes: ErrorCode[] = [
  ...bodyCodes,
  'IMAGE_TOO_LARGE',
  'UNSUPPORTED_IMAGE_TYPE',
  'IMAGE_UNDECODABLE',
  'NOT_EMBEDDED_HERE',
  'TIMED_OUT',
]

const retryAfter = {
  'Retry-After': Type.Integer({ minimum: 1, description: 'Seconds after which it is worth trying again.' }),
}

/** The `response` entries of the problems an operation may answer with, to spread beside its successes. */
export function problems(...codes: ErrorCode[]) {
  const byStatus = Map.groupBy([...everywhere, ...codes], (code) => errorCatalogue[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: some.map((code) => `\`${code}\`: ${errorCatalogue[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: ref(Problem) } },
        ...(status === 503 ? { headers: retryAfter } : {}),
      },
    ]),
  )
}
