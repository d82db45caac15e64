// The service's HTTP contract as functions: one a call the page makes. Failures leave as ProblemError or UnreachableError.
// The types are those of the wire schemas; api-key.js holds the key.

/** @import { Image, ImagePage } from '../http/schemas/image.ts' */
/** @import { Problem } from '../http/schemas/problem.ts' */
/** @import { SearchResult } from '../http/schemas/search-result.ts' */
/** @import { Readiness } from '../http/schemas/health.ts' */
import { readApiKey } from './api-key.js'

/** The service answered with a problem (RFC 9457). */
export class ProblemError extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.title)
    this.problem = problem
  }
}

/** No answer came: the service is stopped, or the network is away. */
export class UnreachableError extends Error {}

/**
 * @param {number} limit
 * @param {AbortSignal} signal
 * @returns {Promise<ImagePage>}
 */
export function listImages(limit, signal) {
  return callJson(`/images?limit=${limit}`, { signal })
}

/**
 * @param {string} imageId
 * @param {AbortSignal} signal
 * @returns {Promise<Image>}
 */
export function getImage(imageId, signal) {
  return callJson(`/images/${encodeURIComponent(imageId)}`, { signal })
}

/**
 * What every search of the page asks with. An explained answer tells whether hits were left out.
 * @typedef {{ k: number, relevance: 'auto' | 'all', explain: boolean }} Parameters
 */

/**
 * @param {string} imageId
 * @param {Parameters} parameters
 * @param {AbortSignal} signal
 * @returns {Promise<SearchResult>}
 */
export function searchSimilar(imageId, parameters, signal) {
  return callJson(`/images/${encodeURIComponent(imageId)}/similar?${new URLSearchParams(asTexts(parameters))}`, {
    signal,
  })
}

/**
 * @param {string} query
 * @param {Parameters} parameters
 * @param {AbortSignal} signal
 * @returns {Promise<SearchResult>}
 */
export function searchText(query, parameters, signal) {
  const headers = { 'content-type': 'application/json' }
  return callJson('/search/text', { method: 'POST', headers, body: JSON.stringify({ query, ...parameters }), signal })
}

/**
 * @param {File} picture
 * @param {Parameters} parameters
 * @param {AbortSignal} signal
 * @returns {Promise<SearchResult>}
 */
export function searchImage(picture, parameters, signal) {
  const body = new FormData()
  for (const [name, value] of Object.entries(asTexts(parameters))) body.append(name, value)
  body.append('image', picture)
  return callJson('/search/image', { method: 'POST', body, signal })
}

/**
 * @param {Parameters} parameters
 * @returns {Record<string, string>}
 */
function asTexts(parameters) {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]))
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
async function call(address, init) {
  const headers = new Headers(init.headers)
  const key = readApiKey()
  if (key !== null) headers.set('authorization', `Bearer ${key}`)
  const response = await fetch(address, { ...init, headers }).catch((error) => {
    if (error instanceof TypeError) throw new UnreachableError('The service does not answer', { cause: error })
    throw error
  })
  if (!response.ok) throw new ProblemError(await readProblem(response))
  return response
}

/**
 * The problem in the body, or one made from the status when something between page and service answered.
 *
 * @param {Response} response
 * @returns {Promise<Problem>}
 */
async function readProblem(response) {
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) return response.json()
  return {
    type: 'about:blank',
    title: `The answer was ${response.status} ${response.statusText}`.trim(),
    status: response.status,
    detail: 'It did not come from the service itself; something in between may have stopped the request.',
    instance: response.headers.get('x-request-id') ?? '',
    code: '',
  }
}
