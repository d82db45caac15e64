// A client of the service: each operation of the contract as a method. It needs nothing but fetch, so it runs in Node and in browsers.
import type { components } from './generated/contract.ts'
import { type Operations, operationTable } from './generated/operation-table.ts'
import type { CallOptions, OperationId } from './operation-types.ts'
import { readEvents, readJsonLines } from './read-stream.ts'
import { type BodyShape, encodeBody } from './request-body.ts'
import { type SendOptions, send } from './send.ts'

export { addPictures, type Picture, type PictureAdded } from './add-pictures.ts'
export { eachHit, eachImage } from './each-page.ts'
export type { components, operations } from './generated/contract.ts'
export { type ImportOptions, importDocuments } from './import-documents.ts'
export type { AnswerOf, CallOptions, ImportLine, JobEvent, OperationId, RequestOf } from './operation-types.ts'
export { type Problem, ProblemError } from './problem-error.ts'

/** The named types of the contract, such as `Schemas['Hit']`. */
export type Schemas = components['schemas']

/** Every operation of the contract, by its operationId. */
export type LikenessClient = Operations

export type LikenessClientOptions = {
  /** Where the service answers, such as `http://127.0.0.1:3000`; it may have a path, and may be relative in a page. */
  baseUrl: string | URL
  /** One of the service's API_KEYS. */
  apiKey?: string | undefined
} & { [Name in keyof SendOptions]?: SendOptions[Name] | undefined }

type Entry = BodyShape & { method: string; path: string; headers: readonly string[] }
type AnyRequest = Record<string, unknown>

/** Errors of every method: ProblemError for an answer that is no success, the signal's reason, fetch's TypeError where nothing answers. */
export function createLikenessClient({
  baseUrl,
  apiKey,
  fetch = globalThis.fetch,
  retriesMax = 4,
  retryWaitMsMax = 30_000,
}: LikenessClientOptions): LikenessClient {
  const base = toFolder(new URL(baseUrl, globalThis.location?.href))
  const sendOptions = { fetch, retriesMax, retryWaitMsMax }
  const access: Record<string, string> = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }

  async function call(entry: Entry, request: AnyRequest = {}, { signal, headers: given }: CallOptions = {}) {
    const { url, headers } = place(entry, request, base)
    const { body, contentType } =
      entry.body.length > 0 && request.body !== undefined
        ? encodeBody(request.body, entry)
        : { body: null, contentType: undefined }
    const init: RequestInit & { duplex?: 'half' } = {
      method: entry.method,
      headers: { ...access, ...(contentType && { 'content-type': contentType }), ...headers, ...given },
      body,
      signal: signal ?? null,
    }
    // What fetch asks for of whoever sends a stream.
    if (body instanceof ReadableStream) init.duplex = 'half'
    return readAnswer(await send(url, init, sendOptions))
  }

  const methods = Object.entries(operationTable).map(([id, entry]) => [
    id,
    (request?: AnyRequest, callOptions?: CallOptions) => call(entry, request, callOptions),
  ])
  return Object.fromEntries(methods) as LikenessClient & Record<OperationId, unknown>
}

/** Puts each parameter where the contract has it: the path's and the headers are told, and all others belong to the query. */
function place({ path, headers: headerNames }: Entry, request: AnyRequest, base: URL) {
  const headers: Record<string, string> = {}
  const query = new URLSearchParams()
  let filled = path.slice(1)
  for (const [name, value] of Object.entries(request)) {
    if (value === undefined || name === 'body') continue
    if (path.includes(`{${name}}`)) filled = filled.replace(`{${name}}`, () => encodeSegment(name, String(value)))
    else if (headerNames.includes(name)) headers[name] = String(value)
    else if (Array.isArray(value)) for (const one of value) query.append(name, String(one))
    else query.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  const url = new URL(filled, base)
  url.search = query.toString()
  return { url, headers }
}

/** Errors: TypeError for what would lead to another address, even when it is encoded. */
function encodeSegment(name: string, value: string): string {
  if (value === '.' || value === '..') throw new TypeError(`${name} must not be ${JSON.stringify(value)}.`)
  return encodeURIComponent(value)
}

/** Errors: TypeError for a page, such as those that servers of web applications give for every address. */
async function readAnswer(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type')?.split(';')[0] ?? ''
  if (response.status === 204) return undefined
  if (type === 'application/json') return response.json()
  if (type === 'application/x-ndjson') return readJsonLines(response)
  if (type === 'text/event-stream') return readEvents(response)
  if (type === 'text/html') {
    await response.body?.cancel()
    throw new TypeError(`A page is no answer: is the service at ${response.url}?`)
  }
  return type.startsWith('text/') ? response.text() : response.blob()
}

function toFolder(url: URL): URL {
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  url.search = ''
  url.hash = ''
  return url
}
