// What a bad answer of Elasticsearch's inference API means: for the client in safe words, for the operator in the cause.
// elasticsearch-text.ts throws these; elasticsearch-text-request.ts brings the answers.
import { createError, type LikenessError } from '../../errors.ts'
import type { InferRequest, Outcome } from './elasticsearch-text-request.ts'

export type FaultKind =
  | 'unreachable'
  | 'unauthorised'
  | 'forbidden'
  | 'unlicensed'
  /** The server knows no such path: another version, or no machine learning. */
  | 'noApi'
  | 'missing'
  | 'notDeployed'
  | 'busy'
  /** The engine does not take what was sent, and never will. */
  | 'refused'
  | 'failing'

type Elsewhere = { model: string; request: Pick<InferRequest, 'origin' | 'redact'> }

/** What the client is told, and after how many seconds it may try again: soon what passes by itself, late what does not. */
const silent = { detail: 'The text model of the Elasticsearch cluster does not answer.', retryAfterS: 5 }
const busy = { detail: 'The text model of the Elasticsearch cluster has too much to do.', retryAfterS: 2 }
const notReady = { detail: 'The text model of the Elasticsearch cluster is not ready.', retryAfterS: 30 }

/** Longest `Retry-After` that is passed on. */
const retryAfterSMax = 60
/** Enough for the engine's sentence, and a bound for what is none. */
const reasonCharsMax = 300

/** Null for an answer that succeeded. */
export function classify(outcome: Outcome): FaultKind | null {
  if (outcome.kind === 'unreachable') return 'unreachable'
  const { status } = outcome
  if (status === 200) return null
  const reason = reasonOf(outcome)
  if (status === 401) return 'unauthorised'
  if (status === 403) return /licen[cs]e/i.test(reason) ? 'unlicensed' : 'forbidden'
  if ([400, 404, 405].includes(status) && /no handler found|incorrect http method/i.test(reason)) return 'noApi'
  // The versions say it with 400, 404 and 409, and in several ways.
  if (status === 409 || (status < 500 && /must be deployed|not deployed|deployment task/i.test(reason))) {
    return 'notDeployed'
  }
  if (status === 404) return /trained model/i.test(reason) ? 'missing' : 'noApi'
  if (status === 429) return 'busy'
  return [400, 413, 422].includes(status) ? 'refused' : 'failing'
}

/** The catalogued error for an answer that did not succeed. */
export function toFault(kind: FaultKind, outcome: Outcome, elsewhere: Elsewhere): LikenessError {
  const words = describe(kind, outcome, elsewhere)
  if (kind === 'refused') return toNonsense('The text model of the Elasticsearch cluster refuses the text.', words)
  const isLate = ['unauthorised', 'forbidden', 'unlicensed', 'noApi', 'missing', 'notDeployed'].includes(kind)
  const { detail, retryAfterS } = isLate ? notReady : kind === 'busy' ? busy : silent
  const askedMs = outcome.kind === 'answer' ? outcome.retryAfterMs : undefined
  const askedS = askedMs && Math.min(Math.ceil(askedMs / 1000), retryAfterSMax)
  return toUnavailable(detail, words, askedS || retryAfterS)
}

/** The error of a caller that waited as long as it may. */
export function toTimedOut(timeoutMs: number, { model, request }: Elsewhere): LikenessError {
  const words = `the model "${model}" at ${request.origin} gave no answer within ${timeoutMs} ms; see whether it is overloaded`
  return toUnavailable(silent.detail, words, silent.retryAfterS)
}

/** The error for an answer that makes no sense, with the reason for the log. */
export function toNonsense(detail: string, words: string): LikenessError {
  return createError('INTERNAL', detail, { cause: new Error(words) })
}

/** One line for the operator: what is wrong with the text model, and what to do. It holds no credentials. */
export function describeTextEmbedderFault(error: unknown): string {
  const { cause, message } = (error ?? {}) as Error
  const reason = cause instanceof Error ? cause.message : `${message}`
  return `The text model cannot be used: ${reason.replace(/\.$/, '')}.`
}

function toUnavailable(detail: string, words: string, retryAfterS: number): LikenessError {
  return createError('TEXT_EMBEDDER_UNAVAILABLE', detail, { cause: new Error(words), retryAfterS })
}

function describe(kind: FaultKind, outcome: Outcome, { model, request }: Elsewhere): string {
  const { origin } = request
  if (outcome.kind === 'unreachable') {
    // A cluster makes its own authority when it is set up, so this is the likeliest fault of a first start.
    const isUntrusted = /SELF_SIGNED|LEAF_SIGNATURE|ISSUER_CERT/.test(outcome.why)
    const remedy = isUntrusted ? 'name its authority in NODE_EXTRA_CA_CERTS' : 'check the address and that it runs'
    return `Elasticsearch at ${origin} cannot be reached (${request.redact(outcome.why)}); ${remedy}`
  }
  const reason = request.redact(reasonOf(outcome)).replace(/\s+/g, ' ').slice(0, reasonCharsMax)
  const said = reason === '' ? `${outcome.status}` : `${outcome.status}: ${reason}`
  switch (kind) {
    case 'unauthorised':
      // Without the engine's sentence, which names the user.
      return `Elasticsearch at ${origin} does not take the credentials (401); give an API key, or a user and password, that it knows`
    case 'forbidden':
      return `the credentials do not allow the use of the model "${model}" (403); they need the cluster privilege monitor_ml`
    case 'unlicensed':
      return `the licence of the cluster at ${origin} does not cover machine learning (${said})`
    case 'noApi':
      return `the server at ${origin} has no inference API (${said}); it must be Elasticsearch 8.0 or newer with machine learning`
    case 'missing':
      return `the model "${model}" is not in the cluster at ${origin} (${said}); import it and start its deployment`
    case 'notDeployed':
      return `the model "${model}" is not deployed (${said}); start its deployment`
    case 'busy':
      return `the inference queue of the model "${model}" is full (${said}); give it more allocations`
    case 'refused':
      return `the model "${model}" does not take the text (${said})`
    default:
      return `the model "${model}" at ${origin} answers with the status ${said}`
  }
}

/** The engine's own sentence. Elastic's errors are objects, but for paths that it does not know. */
function reasonOf(outcome: Outcome): string {
  if (outcome.kind === 'unreachable') return outcome.why
  const { error } = (outcome.body ?? {}) as { error?: string | { reason?: string } }
  const reason = typeof error === 'string' ? error : error?.reason
  return typeof reason === 'string' ? reason : ''
}
