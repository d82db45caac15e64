// Wire schema of failures: RFC 9457 problem details with a stable code.
import { type Static, Type } from 'typebox'
import { errorCatalogue } from '../../errors.ts'
import { ref } from './ref.ts'

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
    errors: Type.Optional(
      Type.Array(
        Type.Object(
          {
            pointer: Type.String({ description: 'JSON pointer (RFC 6901) to the place in the request.' }),
            detail: Type.String(),
          },
          { additionalProperties: false },
        ),
      ),
    ),
  },
  { $id: 'Problem', additionalProperties: false, description: 'A failure (RFC 9457).' },
)
export type Problem = Static<typeof Problem>

/** The `response` entries for the problems an operation may answer with, to spread beside its successes. */
export function problems(...statuses: number[]) {
  const every = [...new Set([400, 401, 403, ...statuses, 500, 503])].sort()
  return Object.fromEntries(
    every.map((status) => [
      status,
      {
        description: titles(status),
        content: { 'application/problem+json': { schema: ref(Problem) } },
      },
    ]),
  )
}

function titles(status: number): string {
  return Object.values(errorCatalogue)
    .filter((entry) => entry.status === status)
    .map((entry) => entry.title)
    .join('; or ')
}
