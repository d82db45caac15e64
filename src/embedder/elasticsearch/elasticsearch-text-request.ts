// Sends texts to Elasticsearch's inference API and tries again what may pass: addresses, credentials, retries, bounds.
// elasticsearch-text.ts decides what to send; elasticsearch-text-fault.ts says what a bad answer means.
import { setTimeout as sleep } from 'node:timers/promises'
import { createError } from '../../errors.ts'

/** `infer` came with 8.3; 8.0 to 8.2 have `deployment`, which takes one document and answers without a list. */
export type InferApi = 'infer' | 'deployment'

export type Outcome =
  /** `body` is undefined when it is no JSON, or longer than an answer can be. */
  | { kind: 'answer'; status: number; body: unknown; retryAfterMs: number | undefined }
  /** No answer, or half of one. `why` is the network's word for it, such as ECONNREFUSED. */
  | { kind: 'unreachable'; why: string }

export type InferRequest = {
  /** Scheme, host and port of the cluster, without credentials. */
  readonly origin: string
  /**
   * The engine's answer, whatever it is, after as many attempts as are worth it before `endsAtMs` (on the clock of
   * performance.now()). Rejects only when the signal aborts.
   */
  send(api: InferApi, texts: string[], bounds: { endsAtMs: number; signal: AbortSignal }): Promise<Outcome>
  /** The text without the credentials, should a server have repeated them. */
  redact(text: string): string
}

export type InferRequestOptions = {
  /** Where Elasticsearch answers; it may have a path, and a user and password, which are sent as HTTP Basic. */
  url: string
  model: string
  /** An encoded API key; goes before a user and password. */
  apiKey?: string
}

const attemptsMax = 3
/** Before the second attempt; doubled with each further one, and shortened by up to half at random. */
const firstPauseMs = 100
/** The longest wait that `Retry-After` is followed for; the callers are told of a longer one. */
const retryAfterMsMax = 2_000
/** 32 vectors of 512 numbers are about 350 kB of JSON. */
const answerBytesMax = 16_000_000

const passingStatuses = new Set([408, 429, 502, 503, 504])

/** Errors: CONFIG_INVALID for an address or a key that cannot be used; the message holds neither. */
export function createInferRequest({ url, model, apiKey }: InferRequestOptions): InferRequest {
  const base = parseAddress(url)
  const credentials = toCredentials(base, apiKey)
  base.username = ''
  base.password = ''
  const paths = {
    infer: `_ml/trained_models/${encodeURIComponent(model)}/_infer`,
    deployment: `_ml/trained_models/${encodeURIComponent(model)}/deployment/_infer`,
  }
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(credentials.header === undefined ? {} : { authorization: credentials.header }),
  }

  async function sendOnce(api: InferApi, body: string, timeoutMs: number, signal: AbortSignal): Promise<Outcome> {
    const address = new URL(paths[api], base)
    address.searchParams.set('timeout', `${Math.max(1, Math.ceil(timeoutMs))}ms`)
    try {
      // A redirect would lead the credentials to another place.
      const response = await fetch(address, { method: 'POST', headers, body, redirect: 'manual', signal })
      const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'))
      return { kind: 'answer', status: response.status, body: await readJson(response), retryAfterMs }
    } catch (error) {
      signal.throwIfAborted()
      return { kind: 'unreachable', why: nameNetworkFault(error) }
    }
  }

  return {
    origin: base.origin,
    async send(api, texts, { endsAtMs, signal }) {
      const body = JSON.stringify({ docs: texts.map((text) => ({ text_field: text })) })
      for (let attempt = 1; ; attempt++) {
        const outcome = await sendOnce(api, body, endsAtMs - performance.now(), signal)
        const pauseMs = pauseAfter(outcome, attempt)
        // Where nothing can come of another attempt, this answer says more than a time-out.
        if (pauseMs === null || performance.now() + pauseMs >= endsAtMs) return outcome
        await sleep(pauseMs, undefined, { signal })
      }
    },
    redact: (text) => credentials.secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text),
  }
}

/** How long to wait before another attempt; null when there is to be none. */
function pauseAfter(outcome: Outcome, attempt: number): number | null {
  if (attempt === attemptsMax) return null
  const backoffMs = firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2)
  if (outcome.kind === 'unreachable') return backoffMs
  if (!passingStatuses.has(outcome.status)) return null
  const { retryAfterMs = 0 } = outcome
  return retryAfterMs > retryAfterMsMax ? null : Math.max(retryAfterMs, backoffMs)
}

/** Milliseconds from RFC 9110's `Retry-After`, which is in seconds or a date. */
function parseRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

async function readJson(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > answerBytesMax) return undefined
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString())
  } catch {
    return undefined
  }
}

/** fetch says only "fetch failed"; what happened is further down, for a name of several addresses in a list. */
function nameNetworkFault(error: unknown): string {
  const { cause, code, errors, message } = (error ?? {}) as NodeJS.ErrnoException & AggregateError
  if (cause !== undefined) return nameNetworkFault(cause)
  // Its own codes, such as UND_ERR_SOCKET, say less than its sentences.
  if (code !== undefined && !code.startsWith('UND_')) return code
  return errors?.[0] ? nameNetworkFault(errors[0]) : message
}

function parseAddress(url: string): URL {
  // The error of `new URL` would carry the address, and with it the password.
  const address = URL.canParse(url) ? new URL(url) : null
  if (address === null || !/^https?:$/.test(address.protocol)) {
    throw createError('CONFIG_INVALID', 'The address of Elasticsearch must look like https://elasticsearch:9200.')
  }
  if (!address.pathname.endsWith('/')) address.pathname += '/'
  address.search = ''
  address.hash = ''
  return address
}

type Credentials = { header: string | undefined; secrets: string[] }

function toCredentials({ username, password }: URL, apiKey: string | undefined): Credentials {
  if (apiKey !== undefined) {
    // Checked here, because fetch repeats a header that it cannot send.
    if (!/^[\x21-\x7e]+$/.test(apiKey)) {
      throw createError('CONFIG_INVALID', 'The API key for Elasticsearch is empty or holds a character no key has.')
    }
    return { header: `ApiKey ${apiKey}`, secrets: [apiKey] }
  }
  if (username === '' && password === '') return { header: undefined, secrets: [] }
  const plain = [username, password].map((part) => {
    try {
      return decodeURIComponent(part)
    } catch {
      throw createError(
        'CONFIG_INVALID',
        'The user or password in the address of Elasticsearch is not percent-encoded.',
      )
    }
  })
  const encoded = Buffer.from(plain.join(':')).toString('base64')
  return { header: `Basic ${encoded}`, secrets: [encoded, plain[1]!, password].filter((secret) => secret !== '') }
}
