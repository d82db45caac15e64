// Records of pictures that this visit has seen, so that a chip or the viewer need not ask for what a tile knows already.

/** @import { Hit, Image } from '../../http/schemas/image.ts' */
import { getImage } from './api.js'

/** More than anybody scrolls past; the oldest are forgotten. */
const knownMax = 5000

/** @type {Map<string, Hit | Image>} */
const known = new Map()

/** @param {readonly (Hit | Image)[]} pictures */
export function rememberImages(pictures) {
  for (const picture of pictures) {
    known.delete(picture.image_id)
    known.set(picture.image_id, picture)
  }
  for (const id of known.keys()) {
    if (known.size <= knownMax) break
    known.delete(id)
  }
}

/**
 * @param {string} imageId
 * @param {AbortSignal} [signal]
 * @returns {Promise<Hit | Image>}
 */
export async function findImage(imageId, signal) {
  const seen = known.get(imageId)
  if (seen) return seen
  const image = await getImage(imageId, signal)
  rememberImages([image])
  return image
}
