// What a failed call throws: the service's own account of the failure (RFC 9457) as a typed error.
import type { components } from './generated/contract.ts'

export type Problem = components['schemas']['Problem']

/** The service, or something before it, answered with a status that is no success. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  /** The HTTP status. */
  readonly status: number
  /** Stable, such as `IMAGE_NOT_FOUND`; undefined where what answered was not the service, such as a proxy. */
  readonly code: string | undefined
  /** The whole problem, with the places in the request under `errors`; undefined as `code` is. */
  readonly problem: Problem | undefined
  /** Of the answer, such as `retry-after` and `x-request-id`. */
  readonly headers: Headers

  constructor(response: Response, problem: Problem | undefined) {
    super(problem ? `${problem.code}: ${problem.detail}` : `HTTP status ${response.status}`)
    this.status = response.status
    this.code = problem?.code
    this.problem = problem
    this.headers = response.headers
  }
}

/** Reads the answer's body. */
export async function toProblemError(response: Response): Promise<ProblemError> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false
  const text = await response.text()
  return new ProblemError(response, isProblem ? (JSON.parse(text) as Problem) : undefined)
}
