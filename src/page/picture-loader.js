// Puts pictures of the service into <img> elements: by address where the service is open, through a fetch with the key and
// a blob URL where it is not, because an <img> cannot send a key.

import { readApiKey } from './access/api-key.js'
import { getPicture } from './requests/api.js'

/** @typedef {ReturnType<typeof createPictureLoader>} PictureLoader */

/** A loader for pictures that come and go together: the grid's, the viewer's. */
export function createPictureLoader() {
  /** @type {string[]} */
  let blobUrls = []
  let loads = new AbortController()

  /**
   * An address that an element or a tab can open until `clear`. Rejects like every call of api.js.
   *
   * @param {string | Blob} picture an address of the service, or the bytes
   * @returns {Promise<string>}
   */
  async function open(picture) {
    if (typeof picture === 'string' && readApiKey() === null) return picture
    const { signal } = loads
    const blob = typeof picture === 'string' ? await getPicture(picture, signal) : picture
    signal.throwIfAborted()
    const url = URL.createObjectURL(blob)
    blobUrls.push(url)
    return url
  }

  /**
   * Shows the picture, or marks the element `data-missing` when it cannot be had; until then it is `data-loading`, and may show another.
   *
   * @param {HTMLImageElement} image
   * @param {string | Blob} picture an address of the service, or the bytes
   */
  async function show(image, picture) {
    const { signal } = loads
    delete image.dataset.missing
    image.dataset.loading = ''
    image.onload = () => {
      delete image.dataset.loading
    }
    image.onerror = () => {
      delete image.dataset.loading
      image.dataset.missing = ''
    }
    try {
      image.src = await open(picture)
    } catch {
      if (!signal.aborted) image.dataset.missing = ''
    }
  }

  /** Stops what is under way and gives the memory of the shown pictures back. */
  function clear() {
    loads.abort()
    loads = new AbortController()
    for (const url of blobUrls) URL.revokeObjectURL(url)
    blobUrls = []
  }

  return { open, show, clear }
}
