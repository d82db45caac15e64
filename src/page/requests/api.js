// The service's HTTP contract as functions: one a call the page makes. Failures leave as those of failures.js.
// The types are those of the wire schemas; access/api-key.js holds the key.

/** @import { Image, ImagePage } from '../../http/schemas/image.ts' */
/** @import { Filter } from '../../http/schemas/filter.ts' */
/** @import { Facets } from '../../http/schemas/facets.ts' */
/** @import { SearchBatchResult, SearchResult } from '../../http/schemas/search-result.ts' */
/** @import { Stats } from '../../http/schemas/stats.ts' */
/** @import { Readiness } from '../../http/schemas/health.ts' */
/** @import { ApiRequest } from './search-request.js' */
import { readApiKey } from '../access/api-key.js'
import { asText } from './curl-command.js'
import { blameFile, ProblemError, parseAnswer, toProblemError, toUnreachable } from './failures.js'

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
  return callJson(path, { method, body, signal }).catch((error) => blameFile(error, files))
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
  const response = await call(address, init)
  const body = await response.text().catch(toUnreachable)
  return parseAnswer(response.status, body, response.headers)
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
  const response = await fetch(address, { ...init, headers }).catch(toUnreachable)
  if (response.ok) return response
  throw toProblemError(response.status, await response.text().catch(toUnreachable), response.headers)
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
