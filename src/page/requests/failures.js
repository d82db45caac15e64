// What can go wrong with a request, told apart: a problem of the service's own, no answer, an answer of somebody else's, a file that cannot
// be read. api.js and send-file.js throw it, results/message.js says it.

/** @import { Problem } from '../../http/schemas/problem.ts' */

/** The service answered with a problem (RFC 9457). */
export class ProblemError extends Error {
  /**
   * @param {Problem} problem
   * @param {number} [retryAfterS]
   */
  constructor(problem, retryAfterS) {
    super(problem.title)
    this.problem = problem
    /** Seconds after which the service asks to be asked again. */
    this.retryAfterS = retryAfterS
  }
}

/** No answer came: the service is stopped, or the network is away. */
export class UnreachableError extends Error {}

/** A file of the visitor's own cannot be read: it was changed or removed after it was picked, or is a folder. */
export class UnreadableFileError extends Error {
  /** @param {string} fileName */
  constructor(fileName) {
    super(`${fileName} cannot be read`)
    this.fileName = fileName
  }
}

/**
 * The problem in an answer, or one made from the status when something between page and service answered.
 *
 * @param {number} status
 * @param {string} body
 * @param {{ get(name: string): string | null }} headers
 * @returns {ProblemError}
 */
export function toProblemError(status, body, headers) {
  const retryAfterS = Number(headers.get('retry-after')) || undefined
  if (headers.get('content-type')?.startsWith('application/problem+json')) {
    return new ProblemError(parseAnswer(status, body, headers), retryAfterS)
  }
  return toForeignError(status, headers, retryAfterS)
}

/**
 * Throws a ProblemError where the answer is none of the service's.
 *
 * @param {number} status
 * @param {string} body
 * @param {{ get(name: string): string | null }} headers
 */
export function parseAnswer(status, body, headers) {
  try {
    return JSON.parse(body)
  } catch {
    throw toForeignError(status, headers)
  }
}

/**
 * A browser that cannot read a file fails as where the service is away: here they are told apart. Rejects with one or the other.
 *
 * @param {unknown} error
 * @param {readonly File[]} files
 * @returns {Promise<never>}
 */
export async function blameFile(error, files) {
  if (!(error instanceof UnreachableError)) throw error
  for (const file of files) {
    await file
      .slice(0, 1)
      .arrayBuffer()
      .catch(() => {
        throw new UnreadableFileError(file.name)
      })
  }
  throw error
}

/**
 * @param {number} status
 * @param {{ get(name: string): string | null }} headers
 * @param {number} [retryAfterS]
 */
function toForeignError(status, headers, retryAfterS) {
  const problem = {
    type: 'about:blank',
    title: `The answer was ${status}`,
    status,
    detail: 'It did not come from the service itself; something in between may have stopped the request.',
    instance: headers.get('x-request-id') ?? '',
    code: '',
  }
  return new ProblemError(problem, retryAfterS)
}

/**
 * Browsers know no other kind of failure before the end of an answer, beside an abort.
 *
 * @param {unknown} error
 * @returns {never}
 */
export function toUnreachable(error) {
  if (error instanceof TypeError) throw new UnreachableError('The service does not answer', { cause: error })
  throw error
}
