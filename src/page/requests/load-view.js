// Asks the service for what a view shows, a page at a time. The answer is plain data that results/ draws.

/** @import { Hit, Image, ImagePage } from '../../http/schemas/image.ts' */
/** @import { SearchResult } from '../../http/schemas/search-result.ts' */
/** @import { View } from '../state/view.js' */
/** @import { Page } from './search-request.js' */
import { isSearch, modeOf } from '../state/view.js'
import { countImages, send } from './api.js'
import { findImage, rememberImages } from './known-images.js'
import { toRequest } from './search-request.js'

/** A few rows on a wide screen, quick to look over. */
export const pageSize = 36
/** What a service answers at once. */
export const countMax = 1000

/**
 * `subjects` are the stored pictures among what is searched for; `total` counts what matches where it is known; `isCut` tells that hits
 * were left out; `next` is the page after this one.
 * @typedef {{ pictures: (Hit | Image)[], next: Page | null, subjects: Map<string, Hit | Image>, total?: number, isLibraryEmpty?: boolean, tookMs?: number, truncated?: boolean, isCut?: boolean }} Found
 */

/**
 * @param {View} view
 * @param {Page} page
 * @param {AbortSignal} signal
 * @returns {Promise<Found>}
 */
export async function loadView(view, page, signal) {
  const [answer, subjects] = await Promise.all([send(toRequest(view, page), signal), loadSubjects(view, signal)])
  const found = 'images' in answer ? ofList(answer) : ofSearch(view, page, answer)
  rememberImages(found.pictures)
  // Without pictures the reader is told whether nothing fits or nothing is there.
  const isLibraryEmpty = found.pictures.length === 0 && (await countImages(signal)) === 0
  return { ...found, subjects, isLibraryEmpty }
}

/** @param {ImagePage} answer */
function ofList({ images, total, next_cursor: cursor }) {
  return { pictures: images, total, next: cursor === null ? null : { count: pageSize, cursor } }
}

/**
 * @param {View} view
 * @param {Page} page
 * @param {SearchResult} answer
 */
function ofSearch(view, { count }, { hits, took_ms: tookMs, truncated, next_cursor: cursor, explanation }) {
  const isCut =
    modeOf(view) === 'vector' &&
    !view.isAll &&
    cursor === null &&
    (hits.length === 0 || explanation?.cutoff_score != null)
  return { pictures: hits, tookMs, truncated, isCut, next: nextPage(view, { count, cursor, found: hits.length }) }
}

/**
 * @param {View} view
 * @param {{ count: number, cursor: string | null, found: number }} page
 * @returns {Page | null}
 */
function nextPage(view, { count, cursor, found }) {
  if (cursor !== null) return { count: pageSize, cursor }
  // Searches by words have no cursor; the same is asked for again, longer.
  if (modeOf(view) === 'vector' || found < count || count >= countMax) return null
  return { count: Math.min(countMax, count + pageSize) }
}

/**
 * @param {View} view
 * @param {AbortSignal} signal
 * @returns {Promise<Map<string, Hit | Image>>}
 */
async function loadSubjects(view, signal) {
  if (!isSearch(view)) return new Map()
  const ids = view.parts.flatMap((part) => (part.kind === 'image' ? part.imageId : []))
  // One that is gone is the search's own problem, which says more.
  const found = await Promise.all(ids.map((id) => findImage(id, signal).catch(() => null)))
  return new Map(found.flatMap((image, i) => (image === null ? [] : [[ids[i] ?? '', image]])))
}
