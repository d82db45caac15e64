// Ingest through a running service, over HTTP: the way into a store that another process owns. Sends the bytes; a service
// over the same library sees that the file lies there already and writes nothing. Its sibling is catalog-target.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { createError, type ErrorCode, errorCatalogue } from '../errors.ts'
import type { FileFacts } from '../image-catalog.ts'
import type { AddedAs, IngestTarget, TargetOptions } from './ingest-target.ts'

export type ServiceTargetOptions = TargetOptions & {
  /** Where the service answers, such as `http://127.0.0.1:3000`; it may have a path. */
  url: string
  apiKey?: string
  /** For one request, from its first byte to the end of its answer. */
  timeoutMs: number
}

/** A request that met a full service or a broken connection is sent this often in all. */
const attemptsMax = 6
/** The longest wait that a service's `Retry-After` is followed for. */
const retryAfterSMax = 30
/** Before the second attempt after a broken connection; doubled with each further one. */
const firstPauseMs = 250

/** As the service answers. */
type PrunePage = { checked: number; missing: { relative_path: string }[]; next_cursor: string | null }

type Answer = { status: number; retryAfterS: number; body: unknown }

/**
 * Looks whether the service answers and takes the key, and resolves to the way through it.
 *
 * Errors: CONFIG_INVALID for an address that is none; STORE_UNAVAILABLE when no such service answers there; UNAUTHORIZED
 * and its kin as the service says.
 */
export async function connectToService(options: ServiceTargetOptions): Promise<IngestTarget> {
  const base = parseAddress(options.url)
  const access: Record<string, string> = options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {}
  /** When one request is told to wait, all of them do. */
  let pausedUntilMs = 0

  async function send(path: string, init: RequestInit, signal?: AbortSignal): Promise<Answer> {
    const timeout = AbortSignal.timeout(options.timeoutMs)
    const response = await fetch(new URL(path, base), {
      ...init,
      headers: { ...init.headers, ...access },
      // A redirect would lead the key and the pictures to another place.
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    const retryAfterS = Number(response.headers.get('retry-after')) || 1
    return { status: response.status, retryAfterS, body: parseJson(await response.text()) }
  }

  async function sendPatiently(path: string, init: RequestInit, signal: AbortSignal): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      await waitUntil(pausedUntilMs, signal)
      const answer = await send(path, init, signal).catch((error: unknown) => {
        // Only a broken connection is worth another attempt; it may have been closed while it was idle.
        if (!(error instanceof TypeError) || attempt === attemptsMax) throw unreachable(base, error, signal)
        return null
      })
      if (answer && (answer.status !== 503 || attempt === attemptsMax)) return answer
      const pauseMs = answer ? Math.min(answer.retryAfterS, retryAfterSMax) * 1000 : firstPauseMs * 2 ** (attempt - 1)
      pausedUntilMs = Math.max(pausedUntilMs, performance.now() + pauseMs)
    }
  }

  const greeting = await send('images?limit=1', {}).catch((error: unknown) => {
    throw unreachable(base, error)
  })
  if (greeting.status !== 200) throw toError(greeting, base)

  return {
    async findUnchanged(files, { signal }) {
      const body = JSON.stringify({ files: files.map(toWireFacts) })
      const headers = { 'content-type': 'application/json' }
      const answer = await sendPatiently('images/compare', { method: 'POST', headers, body }, signal)
      // A service of an older version does not know the question.
      if (answer.status === 404 || answer.status === 405) return new Set()
      if (answer.status !== 200) throw toError(answer, base)
      return new Set((answer.body as { unchanged: string[] }).unchanged)
    },
    async forgetMissing({ pathPrefix, cursor, isDryRun }, { signal }) {
      const filter = pathPrefix === '' ? {} : { filter: { path_prefix: pathPrefix } }
      const body = JSON.stringify({ dry_run: isDryRun, ...filter, ...(cursor === null ? {} : { cursor }) })
      const headers = { 'content-type': 'application/json' }
      const answer = await sendPatiently('images/prune', { method: 'POST', headers, body }, signal)
      if (answer.status !== 200) throw toError(answer, base)
      const { checked, missing, next_cursor } = answer.body as PrunePage
      return { checked, missing: missing.map(({ relative_path }) => relative_path), cursor: next_cursor }
    },
    async add({ relativePath, bytes }, { signal }) {
      // Never `overwrite`: a file of the service's library is not replaced by what another folder holds at its path.
      const query = new URLSearchParams({ relative_path: relativePath, restore: String(options.restore) })
      const headers = { 'content-type': 'application/octet-stream' }
      const init = { method: 'POST', headers, body: bytes as Uint8Array<ArrayBuffer> }
      return readStatus(await sendPatiently(`images?${query}`, init, signal), base)
    },
    // Each answer came once its picture was searchable.
    finish: async () => {},
  }
}

function toWireFacts({ relativePath, sizeBytes, fileModifiedAt }: FileFacts) {
  return { relative_path: relativePath, size_bytes: sizeBytes, file_modified_at: fileModifiedAt }
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

function readStatus(answer: Answer, base: URL): AddedAs {
  const { results } = (answer.body ?? {}) as { results?: { status: AddedAs }[] }
  const status = answer.status < 300 ? results?.[0]?.status : undefined
  if (status === undefined) throw toError(answer, base)
  return status
}

/** The catalogued error that the service's problem stands for. */
function toError({ status, body }: Answer, base: URL): Error {
  const { code, detail } = (body ?? {}) as { code?: string; detail?: string }
  if (code !== undefined && Object.hasOwn(errorCatalogue, code)) {
    return createError(code as ErrorCode, detail ?? errorCatalogue[code as ErrorCode].title)
  }
  return createError('STORE_UNAVAILABLE', `What answers at ${base.href} (status ${status}) is not this service.`)
}

function unreachable(base: URL, cause: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason
  return createError('STORE_UNAVAILABLE', `The service at ${base.href} does not answer.`, { cause })
}
