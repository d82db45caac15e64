// A client of a running service for the commands that work through one: patient with a service that is full or starts anew.
// ingest/service-target.ts and transfer/service-target.ts speak through it.
import { setTimeout as sleep } from 'node:timers/promises'
import { createError, type ErrorCode, errorCatalogue } from './errors.ts'

export type ServiceClientOptions = {
  /** Where the service answers, such as `http://127.0.0.1:3000`; it may have a path. */
  url: string
  apiKey?: string
  /** For one request, from its first byte to the end of its answer. */
  timeoutMs: number
}

export type Answer = {
  status: number
  /** As it came, and parsed; null for what is no JSON. */
  text: string
  body: unknown
}

export type ServiceClient = {
  /** Sends until it is answered, with pauses where the service is full or the connection breaks. Errors: STORE_UNAVAILABLE; the signal's reason. */
  send(path: string, init: RequestInit, signal: AbortSignal): Promise<Answer>
  sendJson(path: string, body: unknown, signal: AbortSignal): Promise<Answer>
  /** The catalogued error that the service's problem stands for. */
  toError(answer: Answer): Error
}

/** A request that met a full service or a broken connection is sent this often in all. */
const attemptsMax = 6
/** The longest wait that a service's `Retry-After` is followed for. */
const retryAfterSMax = 30
/** Before the second attempt after a broken connection; doubled with each further one. */
const firstPauseMs = 250

/**
 * Looks whether the service answers and takes the key.
 *
 * Errors: CONFIG_INVALID for an address that is none; STORE_UNAVAILABLE when no such service answers there; UNAUTHORIZED
 * and its kin as the service says.
 */
export async function connectToService(options: ServiceClientOptions): Promise<ServiceClient> {
  const base = parseAddress(options.url)
  const access: Record<string, string> = options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {}
  /** When one request is told to wait, all of them do. */
  let pausedUntilMs = 0

  async function sendOnce(path: string, init: RequestInit, signal?: AbortSignal) {
    const timeout = AbortSignal.timeout(options.timeoutMs)
    const response = await fetch(new URL(path, base), {
      ...init,
      headers: { ...init.headers, ...access },
      // A redirect would lead the key and the pictures to another place.
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    const retryAfterS = Number(response.headers.get('retry-after')) || 1
    const text = await response.text()
    return { status: response.status, retryAfterS, text, body: parseJson(text) }
  }

  async function send(path: string, init: RequestInit, signal: AbortSignal): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      await waitUntil(pausedUntilMs, signal)
      const answer = await sendOnce(path, init, signal).catch((error: unknown) => {
        // Only a broken connection is worth another attempt; it may have been closed while it was idle.
        if (!(error instanceof TypeError) || attempt === attemptsMax) throw unreachable(base, error, signal)
        return null
      })
      if (answer && (answer.status !== 503 || attempt === attemptsMax)) return answer
      const pauseMs = answer ? Math.min(answer.retryAfterS, retryAfterSMax) * 1000 : firstPauseMs * 2 ** (attempt - 1)
      pausedUntilMs = Math.max(pausedUntilMs, performance.now() + pauseMs)
    }
  }

  function toError({ status, body }: Answer): Error {
    const { code, detail } = (body ?? {}) as { code?: string; detail?: string }
    if (code !== undefined && Object.hasOwn(errorCatalogue, code)) {
      return createError(code as ErrorCode, detail ?? errorCatalogue[code as ErrorCode].title)
    }
    return createError('STORE_UNAVAILABLE', `What answers at ${base.href} (status ${status}) is not this service.`)
  }

  const greeting = await sendOnce('images?limit=1', {}).catch((error: unknown) => {
    throw unreachable(base, error)
  })
  if (greeting.status !== 200) throw toError(greeting)
  return {
    send,
    sendJson: (path, body, signal) =>
      send(
        path,
        { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
        signal,
      ),
    toError,
  }
}

function parseAddress(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : null
  if (!address || !/^https?:$/.test(address.protocol) || address.username || address.password) {
    throw createError(
      'CONFIG_INVALID',
      'The address of the service must look like http://127.0.0.1:3000; a key is given through API_KEYS.',
    )
  }
  if (!address.pathname.endsWith('/')) address.pathname += '/'
  address.search = ''
  address.hash = ''
  return address
}

async function waitUntil(timeMs: number, signal: AbortSignal): Promise<void> {
  const waitMs = timeMs - performance.now()
  if (waitMs > 0) await sleep(waitMs, undefined, { signal })
}

/** Null for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function unreachable(base: URL, cause: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason
  return createError('STORE_UNAVAILABLE', `The service at ${base.href} does not answer.`, { cause })
}
