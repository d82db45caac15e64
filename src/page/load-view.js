// Asks the service for what a view shows. The answer is plain data that results.js draws.

/** @import { Hit, Image } from '../http/schemas/image.ts' */
/** @import { View } from './view.js' */
import { getImage, listImages, searchImage, searchSimilar, searchText } from './api.js'

/** Pictures asked for at once: a few rows on a wide screen, and quick to look over. */
const pictureCount = 24

/**
 * `subject` is the picture that was searched with; `total` counts the library where it is known; `isCut` tells that hits were left out.
 * @typedef {{ pictures: (Hit | Image)[], subject?: Image, total?: number, tookMs?: number, truncated?: boolean, isCut?: boolean }} Found
 */

/**
 * @param {View} view
 * @param {AbortSignal} signal
 * @returns {Promise<Found>}
 */
export async function loadView(view, signal) {
  if (view.kind === 'start') {
    const { images, total } = await listImages(pictureCount, signal)
    return { pictures: images, total }
  }
  const [result, subject] = await Promise.all([
    search(view, signal),
    view.kind === 'similar' ? getImage(view.imageId, signal) : undefined,
  ])
  // Without hits the reader is told whether nothing fits or nothing is there.
  const total = result.hits.length === 0 ? (await listImages(1, signal)).total : undefined
  const { hits, took_ms: tookMs, truncated, next_cursor: next, explanation } = result
  const isCut = !view.isAll && next === null && (hits.length === 0 || explanation?.cutoff_score != null)
  return { pictures: hits, subject, total, tookMs, truncated, isCut }
}

/**
 * @param {Exclude<View, { kind: 'start' }>} view
 * @param {AbortSignal} signal
 */
function search(view, signal) {
  /** @type {import('./api.js').Parameters} */
  const parameters = { k: pictureCount, relevance: view.isAll ? 'all' : 'auto', explain: true }
  if (view.kind === 'text') return searchText(view.query, parameters, signal)
  if (view.kind === 'similar') return searchSimilar(view.imageId, parameters, signal)
  return searchImage(view.file, parameters, signal)
}
