// Asks the service for what a view shows. The answer is plain data that results.js draws.

/** @import { Hit, Image } from '../http/schemas/image.ts' */
/** @import { View } from './view.js' */
import { getImage, listImages, searchImage, searchSimilar, searchText } from './api.js'

/** Pictures asked for at once: a few rows on a wide screen, and quick to look over. */
const pictureCount = 24

/**
 * `subject` is the picture that was searched with; `total` counts the library where it is known.
 * @typedef {{ pictures: (Hit | Image)[], subject?: Image, total?: number, tookMs?: number, truncated?: boolean }} Found
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
  return { pictures: result.hits, subject, total, tookMs: result.took_ms, truncated: result.truncated }
}

/**
 * @param {Exclude<View, { kind: 'start' }>} view
 * @param {AbortSignal} signal
 */
function search(view, signal) {
  if (view.kind === 'text') return searchText(view.query, pictureCount, signal)
  if (view.kind === 'similar') return searchSimilar(view.imageId, pictureCount, signal)
  return searchImage(view.file, pictureCount, signal)
}
