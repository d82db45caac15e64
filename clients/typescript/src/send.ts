// Sends one request, again where the service says when to come again. likeness-client.ts makes the requests.
import { toProblemError } from './problem-error.ts'

export type SendOptions = {
  fetch: typeof fetch
  /** How often a request is sent again after a 503 that tells when; 0 sends once. */
  retriesMax: number
  /** A `Retry-After` longer than this, in milliseconds, is not waited for: the call fails at once. */
  retryWaitMsMax: number
}

/**
 * Resolves to an answer of success. Errors: ProblemError for any other; the signal's reason once it is aborted, also while waiting; an Error for
 * a file that cannot be read; fetch's own TypeError where nothing answers.
 */
export async function send(url: URL, init: RequestInit, options: SendOptions): Promise<Response> {
  // A stream is gone once it was sent.
  const isRepeatable = !(init.body instanceof ReadableStream)
  for (let retriesLeft = isRepeatable ? options.retriesMax : 0; ; retriesLeft--) {
    await assertReadable(init.body)
    // Called as a function of no object: a browser's fetch takes no other.
    const { fetch } = options
    const response = await fetch(url, init)
    if (response.ok) return response
    const waitMs = response.status === 503 ? retryAfterMs(response.headers.get('retry-after')) : undefined
    if (waitMs === undefined || !(retriesLeft > 0 && waitMs <= options.retryWaitMsMax)) {
      throw await toProblemError(response)
    }
    await response.body?.cancel()
    await wait(waitMs, init.signal)
  }
}

/**
 * The files that a body is made of are read while it is sent. Where one of a form is gone by then, or was changed, Node 24 ends the whole process
 * or waits for ever, so that their beginnings are tried before.
 */
async function assertReadable(body: RequestInit['body']): Promise<void> {
  const parts: unknown[] = body instanceof FormData ? [...body.values()] : [body]
  for (const part of parts) {
    if (!(part instanceof Blob)) continue
    await part
      .slice(0, 1)
      .arrayBuffer()
      .catch((cause: unknown) => {
        const name = part instanceof File ? `The file ${part.name}` : 'The picture'
        throw new Error(`${name} cannot be read, or was changed since it was taken.`, { cause })
      })
  }
}

/** Seconds or a date, as RFC 9110 has it; undefined for neither. */
function retryAfterMs(value: string | null): number | undefined {
  if (value === null) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const time = Date.parse(value)
  return Number.isNaN(time) ? undefined : Math.max(0, time - Date.now())
}

function wait(ms: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
