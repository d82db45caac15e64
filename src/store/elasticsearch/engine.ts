// The connection to a cluster: one client over all its nodes, a time limit for each call, retries with jitter, and a circuit
// breaker. Everything else in this folder asks the engine through `call`.
import { Client, type ClientOptions, type DiagnosticResult, errors } from '@elastic/elasticsearch'
import { createError } from '../../errors.ts'
import type { StoreAccess } from '../store-adapter.ts'
import { createCircuitBreaker } from './circuit-breaker.ts'
import { isUnreachable, toStoreError, toTimedOut } from './engine-failure.ts'
import { createPinnedConnector } from './pinned-authority.ts'
import type { StoreAddress } from './store-address.ts'

/** What each request of a call is made with. */
export type RequestOptions = {
  signal: AbortSignal
  /**
   * Milliseconds for one request, less than for the call: only of a request that the client itself gives up does it learn to pass
   * the node over.
   */
  requestTimeout: number
  /** In seconds; with jitter, so that several instances do not come back at the same moment. */
  retryBackoff: (min: number, max: number, attempt: number) => number
}

export type CallOptions = {
  signal?: AbortSignal
  /** For the whole call, retries included; the engine's own limit where it is left out. */
  timeoutMs?: number
}

export type Engine = {
  readonly timeoutMs: number
  /**
   * Runs requests under one time limit. Errors: the signal's reason; STORE_UNAVAILABLE at once while the cluster is known to be
   * away; those of engine-failure.ts.
   */
  call<T>(work: (client: Client, options: RequestOptions) => Promise<T>, options?: CallOptions): Promise<T>
  close(): Promise<void>
}

/** Three calls in a row, so that one node that goes down, which the retries bridge, does not stop the others. */
const breakerOptions = { failuresMax: 3, pauseMs: 500, pauseMaxMs: 5_000 }
const retriesMax = 3
/** Upper bound of the first wait; each further one is twice as long. */
const firstBackoffS = 0.1
const requestShare = 0.8
/** Answers are bounded: 1,000 hits with their vectors take about 12 MB. */
const answerBytesMax = 64 * 1024 * 1024
/** A node that takes no connection is passed over for the next one, within the call's limit. */
const connectTimeoutMaxMs = 3_000

/** Errors: CONFIG_INVALID where a fingerprint is given and a node is not asked over TLS. */
export function createEngine(address: StoreAddress, access: StoreAccess): Engine {
  const { timeoutMs } = access
  const client = new Client(clientOptions(address, access))
  client.diagnostic.on('response', refuseRedirect)
  const breaker = createCircuitBreaker(breakerOptions)
  let isClosed = false

  return {
    timeoutMs,
    async call(work, { signal, timeoutMs: limitMs = timeoutMs } = {}) {
      signal?.throwIfAborted()
      if (isClosed) throw createError('STORE_UNAVAILABLE', 'The store is closed.')
      if (!breaker.admits()) {
        throw createError('STORE_UNAVAILABLE', 'The vector store cannot be reached.', {
          cause: new Error('the circuit breaker is open'),
          retryAfterS: 2,
        })
      }
      const limit = new AbortController()
      const timer = setTimeout(() => limit.abort(toTimedOut(limitMs)), limitMs)
      const either = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal
      try {
        const requestTimeout = limitMs * requestShare
        const result = await untilAborted(
          (cancelled) => work(client, { signal: cancelled, requestTimeout, retryBackoff }),
          either,
        )
        breaker.succeeded()
        return result
      } catch (error) {
        if (signal?.aborted) {
          breaker.forget()
          throw signal.reason
        }
        if (limit.signal.aborted || isUnreachable(error)) breaker.failed()
        else breaker.succeeded()
        throw toStoreError(limit.signal.aborted ? limit.signal.reason : error, limitMs)
      } finally {
        clearTimeout(timer)
      }
    },
    async close() {
      isClosed = true
      await client.close()
    },
  }
}

/** Settles as the work does, or with the abort's reason at once: the client does not look at a signal while it waits to retry. */
function untilAborted<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  // Without that reason: the client would take it for a broken connection, and the node for dead.
  const cancelled = new AbortController()
  const giveUp = () => {
    cancelled.abort()
    reject(signal.reason)
  }
  signal.addEventListener('abort', giveUp, { once: true })
  work(cancelled.signal)
    .then(resolve, reject)
    .finally(() => signal.removeEventListener('abort', giveUp))
  return promise
}

/** Elasticsearch answers with none, but a proxy may; the client would take its empty body for a result. Throws to its caller. */
function refuseRedirect(error: unknown, result: DiagnosticResult | null): void {
  const { statusCode = 200 } = result ?? {}
  if (error === null && result !== null && statusCode >= 300 && statusCode < 400) {
    throw new errors.ProductNotSupportedError('Elasticsearch', result)
  }
}

function retryBackoff(_min: number, _max: number, attempt: number): number {
  return Math.random() * firstBackoffS * 2 ** attempt
}

function clientOptions({ nodes, isHosted, auth }: StoreAddress, access: StoreAccess): ClientOptions {
  const { apiKey, caFingerprint, timeoutMs } = access
  if (caFingerprint !== null && !nodes.every((node) => node.startsWith('https:'))) {
    throw createError('CONFIG_INVALID', 'STORE_CA_FINGERPRINT is of use with a STORE_URL that starts with https: only.')
  }
  const connectTimeoutMs = Math.min(connectTimeoutMaxMs, timeoutMs / 2)
  // Given to undici, the client's own HTTP layer, as it is; the client's types name a part of what that takes.
  const agent = {
    connect:
      caFingerprint === null ? { timeout: connectTimeoutMs } : createPinnedConnector(caFingerprint, connectTimeoutMs),
  }
  return {
    nodes,
    agent: agent as ClientOptions['agent'],
    ...(apiKey !== null ? { auth: { apiKey } } : auth !== null ? { auth } : {}),
    compression: isHosted,
    // Of the connection, exact to a second; each request brings its own.
    requestTimeout: timeoutMs,
    maxRetries: retriesMax,
    sniffOnStart: false,
    redaction: { type: 'remove' },
    maxResponseSize: answerBytesMax,
    name: 'likeness',
  }
}
