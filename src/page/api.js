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
 * @param {string} imageId
 * @param {number} k
 * @param {AbortSignal} signal
 * @returns {Promise<SearchResult>}
 */
export function searchSimilar(imageId, k, signal) {
  return callJson(`/images/${encodeURIComponent(imageId)}/similar?k=${k}`, { signal })
}

/**
 * @param {string} query
 * @param {number} k
 * @param {AbortSignal} signal
 * @returns {Promise<SearchResult>}
 */
export function searchText(query, k, signal) {
  const headers = { 'content-type': 'application/json' }
  return callJson('/search/text', { method: 'POST', headers, body: JSON.stringify({ query, k }), signal })
}

/**
 * @param {File} picture
 * @param {number} k
 * @param {AbortSignal} signal
 * @returns {Promise<SearchResult>}
 */
export function searchImage(picture, k, signal) {
  const body = new FormData()
  body.append('k', String(k))
  body.append('image', picture)
  return callJson('/search/image', { method: 'POST', body, signal })
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
