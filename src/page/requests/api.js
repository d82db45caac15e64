// The service's HTTP contract as functions: one a call the page makes. Failures leave as ProblemError or UnreachableError.
// The types are those of the wire schemas; access/api-key.js holds the key.

/** @import { Image, ImagePage } from '../../http/schemas/image.ts' */
/** @import { Filter } from '../../http/schemas/filter.ts' */
/** @import { Facets } from '../../http/schemas/facets.ts' */
/** @import { Problem } from '../../http/schemas/problem.ts' */
/** @import { SearchBatchResult, SearchResult } from '../../http/schemas/search-result.ts' */
/** @import { Stats } from '../../http/schemas/stats.ts' */
/** @import { Readiness } from '../../http/schemas/health.ts' */
/** @import { ApiRequest } from './search-request.js' */
import { readApiKey } from '../access/api-key.js'
import { asText } from './curl-command.js'

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

/** How often a service that is busy is asked again, each time after as long as it says. */
const retriesMax = 3

/**
 * The answer to a list or a search.
 *
 * @param {ApiRequest} request
 * @param {AbortSignal} signal
 * @returns {Promise<ImagePage | SearchResult>}
 */
export function send({ method, path, query, json, files }, signal) {
  if (method === 'GET') return callJson(path + toQuery(query ?? {}), { signal })
  if (!files) return postJson(path, json, signal)
  const body = new FormData()
  for (const file of files) body.append('image', file)
  for (const [name, value] of Object.entries(json ?? {})) body.append(name, asText(value))
  return callJson(path, { method, body, signal })
}

/**
 * @param {string} imageId
 * @param {AbortSignal} [signal]
 * @returns {Promise<Image>}
 */
export function getImage(imageId, signal) {
  return callJson(`/images/${encodeURIComponent(imageId)}`, { signal })
}

/**
 * @param {string[]} imageIds at most 1,000
 * @returns {Promise<ImagePage>}
 */
export function listImagesById(imageIds) {
  return callJson(`/images${toQuery({ limit: imageIds.length, filter: { image_ids: imageIds } })}`, {})
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<number>}
 */
export async function countImages(signal) {
  /** @type {ImagePage} */
  const { total } = await callJson('/images?limit=1', { signal })
  return total
}

/**
 * @param {readonly (keyof Facets)[]} facets
 * @param {Filter | undefined} filter
 * @param {AbortSignal} signal
 * @returns {Promise<Facets>}
 */
export async function getFacets(facets, filter, signal) {
  return (await callJson(`/images/facets${toQuery({ facets, limit: 100, filter })}`, { signal })).facets
}

/**
 * @param {Record<string, unknown>[]} searches
 * @param {AbortSignal} signal
 * @returns {Promise<SearchBatchResult>}
 */
export function searchBatch(searches, signal) {
  return postJson('/search/batch', { searches }, signal)
}

/** @returns {Promise<Stats>} */
export function getStats() {
  return callJson('/stats', {})
}

/** @returns {Promise<Readiness>} */
export function getReadiness() {
  return callJson('/health/ready', {})
}

/**
 * The bytes of a picture, asked for with the key.
 *
 * @param {string} address
 * @param {AbortSignal} signal
 * @returns {Promise<Blob>}
 */
export async function getPicture(address, signal) {
  return (await call(address, { signal })).blob()
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
    return new ProblemError(JSON.parse(body), retryAfterS)
  }
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
 * A list becomes a field for each of its values.
 *
 * @param {Record<string, unknown>} query
 */
function toQuery(query) {
  const fields = Object.entries(query).flatMap(([name, value]) => {
    if (value === undefined) return []
    return [value].flat().map((one) => [name, asText(one)])
  })
  return fields.length === 0 ? '' : `?${new URLSearchParams(fields)}`
}

/**
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} signal
 */
function postJson(path, body, signal) {
  const headers = { 'content-type': 'application/json' }
  return callJson(path, { method: 'POST', headers, body: JSON.stringify(body), signal })
}

/**
 * @param {string} address
 * @param {RequestInit} init
 */
async function callJson(address, init) {
  return (await call(address, init)).json()
}

/**
 * @param {string} address
 * @param {RequestInit} init
 */
function call(address, init) {
  return askPatiently(() => callOnce(address, init), { retriesMax, signal: init.signal ?? undefined })
}

/**
 * @param {string} address
 * @param {RequestInit} init
 * @returns {Promise<Response>}
 */
async function callOnce(address, init) {
  const headers = new Headers(init.headers)
  const key = readApiKey()
  if (key !== null) headers.set('authorization', `Bearer ${key}`)
  const response = await fetch(address, { ...init, headers }).catch((error) => {
    if (error instanceof TypeError) throw new UnreachableError('The service does not answer', { cause: error })
    throw error
  })
  if (response.ok) return response
  throw toProblemError(response.status, await response.text(), response.headers)
}

/**
 * Asks again while the service is too busy, each time after as long as it says.
 *
 * @template Answer
 * @param {() => Promise<Answer>} ask rejects with a ProblemError where the service is busy
 * @param {{ retriesMax: number, signal?: AbortSignal }} how
 * @returns {Promise<Answer>}
 */
export async function askPatiently(ask, { retriesMax, signal }) {
  try {
    return await ask()
  } catch (error) {
    const waitS = error instanceof ProblemError && error.problem.status === 503 ? error.retryAfterS : undefined
    if (waitS === undefined || retriesMax === 0) throw error
    await pause(waitS, signal)
    return askPatiently(ask, { retriesMax: retriesMax - 1, signal })
  }
}

/**
 * @param {number} seconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
