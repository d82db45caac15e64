// What an Elasticsearch cluster's failures mean to a caller: the catalogued error for each, and a cause for the log that holds
// no address, secret or document. engine.ts, bulk-writer.ts and image-reader.ts turn failures into these.
import { errors, type estypes } from '@elastic/elasticsearch'
import { createError, isLikenessError, type LikenessError } from '../../errors.ts'

/** What the engine says of a request, of one item of a bulk request, or of one document that was asked for. */
export type EngineError = { status: number; type: string; reason: string }

const reasonLengthMax = 400

/** Whether the cluster was not reached or did not answer: what counts against it in the circuit breaker. */
export function isUnreachable(error: unknown): boolean {
  return (
    error instanceof errors.ConnectionError ||
    error instanceof errors.TimeoutError ||
    error instanceof errors.NoLivingConnectionsError
  )
}

/** The catalogued error of a failed request. */
export function toStoreError(error: unknown, timeoutMs: number): LikenessError {
  if (isLikenessError(error)) return error
  if (error instanceof errors.TimeoutError) return toTimedOut(timeoutMs)
  if (error instanceof errors.ResponseError) return toItemError(readResponse(error))
  if (error instanceof errors.ProductNotSupportedError) {
    return unavailable('What answers at the address of the store is no Elasticsearch.', 'the product header is missing')
  }
  if (isUnreachable(error)) return unavailable('The vector store cannot be reached.', describeConnection(error))
  if (error instanceof errors.DeserializationError) {
    return unavailable('The vector store gave no usable answer.', 'the answer is no JSON')
  }
  if (error instanceof errors.RequestAbortedError) {
    return createError('INTERNAL', 'The vector store gave an answer that is too large.', {
      cause: new Error(redact(error.message)),
    })
  }
  // The client's errors hold the request and the answer; their names say what went wrong.
  const cause = error instanceof errors.ElasticsearchClientError ? new Error(error.name) : error
  return createError('INTERNAL', 'The vector store’s client failed.', { cause })
}

/** The error of a call that took as long as it may. */
export function toTimedOut(timeoutMs: number): LikenessError {
  return unavailable(`The vector store did not answer within ${timeoutMs} ms.`, 'no answer in time')
}

/** The catalogued error of what the engine refused: whole requests, single items, single documents. */
export function toItemError({ status, type, reason }: EngineError): LikenessError {
  const cause = describe({ status, type, reason })
  if (status === 401 || type === 'security_exception') {
    return unavailable('The vector store does not accept the credentials.', cause)
  }
  if (type === 'index_not_found_exception' || type === 'alias_not_found_exception') {
    return createError('INDEX_MISSING', 'The search index of this store is not there.', { cause, retryAfterS: 10 })
  }
  if (type === 'cluster_block_exception') return toBlockError(reason, cause)
  if (type === 'search_phase_execution_exception' || type === 'no_shard_available_action_exception') {
    return createError('INDEX_RED', 'A part of the search index does not answer.', { cause, retryAfterS: 2 })
  }
  if (type === 'unavailable_shards_exception') {
    return createError('INDEX_RED', 'A part of the search index takes no writes just now.', { cause, retryAfterS: 2 })
  }
  if (status === 429) return unavailable('The vector store is at its limit.', cause)
  if (status === 400) {
    const detail =
      'The search index does not take what this service sends: its mapping is not the one it was made with.'
    return unavailable(detail, cause)
  }
  return unavailable('The vector store failed.', cause)
}

/** The disk's watermark and an operator's own blocks come as one type; only its text tells them apart. */
function toBlockError(reason: string, cause: Error): LikenessError {
  if (/no master|state not recovered/.test(reason)) return unavailable('The cluster has no master just now.', cause)
  if (/read-only|read_only|index write|disk usage/.test(reason)) {
    const detail = /disk usage/.test(reason)
      ? 'The disk of the vector store is nearly full, so that it takes no writes until there is room.'
      : 'The search index is set to be read only.'
    return createError('STORE_READ_ONLY', detail, { cause, retryAfterS: 60 })
  }
  return unavailable('The search index is blocked.', cause)
}

function unavailable(detail: string, cause: unknown): LikenessError {
  const retryAfterS = 2
  return createError('STORE_UNAVAILABLE', detail, {
    cause: typeof cause === 'string' ? new Error(cause) : cause,
    retryAfterS,
  })
}

/** The first root cause says more than the outermost type, which for searches is always the same. */
export function readResponse(error: errors.ResponseError): EngineError {
  return readError(error.statusCode ?? 0, error.body?.error)
}

/** What the engine says of a whole request that it has no room for, which another try may mend; null for any other failure. */
export function readTooBusy(error: unknown): EngineError | null {
  if (!(error instanceof errors.ResponseError)) return null
  return error.statusCode === 429 || error.statusCode === 503 ? readResponse(error) : null
}

/** What hindered the reading of one document among those asked for by id, beside which the answer is a success; null for nothing. */
export function readDocumentError(answer: estypes.MgetResponseItem<unknown>): EngineError | null {
  if (!('error' in answer)) return null
  return readError(answer.error.type === 'index_not_found_exception' ? 404 : 503, answer.error)
}

type ErrorBody = { type?: string; reason?: string | null; root_cause?: ErrorBody[] }

/** The engine's own description of an error, in an answer to the whole request or to a part of it. */
export function readError(status: number, body: unknown): EngineError {
  if (typeof body !== 'object' || body === null) return { status, type: 'unknown', reason: String(body ?? '') }
  const error = body as ErrorBody
  const root = error.root_cause?.[0] ?? error
  const type = error.type === 'search_phase_execution_exception' && root.type ? refineSearchType(root.type) : error.type
  return { status, type: String(type), reason: String(root.reason ?? error.reason ?? '') }
}

/** A search may fail as a whole for what the request itself is; that is no red index. */
function refineSearchType(rootType: string): string {
  const isRequest = /illegal_argument|parsing|query_shard|too_many|circuit_breaking|rejected/.test(rootType)
  return isRequest ? rootType : 'search_phase_execution_exception'
}

/** Sentences about who asks name the user; the status and type say all that the operator needs. */
function describe({ status, type, reason }: EngineError): Error {
  const isAboutAccess = status === 401 || status === 403 || type === 'security_exception'
  const said = isAboutAccess && type !== 'cluster_block_exception' ? '' : redact(reason).slice(0, reasonLengthMax)
  return new Error(`Elasticsearch answered ${status} ${type}${said === '' ? '' : `: ${said}`}`)
}

/** The text without values of documents, credentials that a proxy may have repeated, and addresses of nodes. */
function redact(text: string): string {
  return text
    .replace(/\.? ?(preview of|prefix of the first immense term|for input string)[\s\S]*/i, '')
    .replace(/\b(ApiKey|Basic|Bearer)\s+[^\s,;}\]]+/gi, '$1 …')
    .replace(/\[?\b(\d{1,3}\.){3}\d{1,3}(:\d+)?\]?/g, '[…]')
    .replace(/\[[\da-f:]*::[\da-f:.]*\](:\d+)?/gi, '[…]')
    .replace(/\bhttps?:\/\/[^\s\]"']+/gi, '[…]')
}

/** Words of the system and of TLS that say what to mend and hold no address; the client's own text names the node. */
const connectionFaults = [
  /\bE[A-Z]{3,}\b/,
  /\bUND_ERR_\w+/,
  /\bself-signed certificate( in certificate chain)?/,
  /\bunable to (verify|get)[a-z ]+certificate/,
  /\bcertificate has expired/,
  /\bcertificate not trusted: [\w ,]+/,
  /\bSSL routines:[\w ]*:[\w ]+/,
]

function describeConnection(error: unknown): string {
  const [fault] = connectionFaults.flatMap((pattern) => pattern.exec(String(error))?.[0] ?? [])
  if (fault === undefined) return 'no connection'
  const isUntrusted = /^self-signed|^unable to/.test(fault)
  const remedy = '; name its authority in STORE_CA_FINGERPRINT or NODE_EXTRA_CA_CERTS'
  return `no connection: ${fault}${isUntrusted ? remedy : ''}`
}
