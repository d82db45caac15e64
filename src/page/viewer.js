// The dialog that shows one picture large, with its facts and the way to the original file. Opened from a tile.

/** @import { Hit, Image } from '../http/schemas/image.ts' */
import { ProblemError } from './api.js'
import { readApiKey } from './api-key.js'
import { byId, element } from './dom.js'
import { factsOf, nameOf, thumbnailAddress } from './picture-facts.js'
import { createPictureLoader } from './picture-loader.js'

/** @param {{ onSimilar: (imageId: string) => void }} actions */
export function createViewer({ onSimilar }) {
  const dialog = byId('viewer', HTMLDialogElement)
  const image = byId('viewer-picture', HTMLImageElement)
  const name = byId('viewer-name', HTMLElement)
  const facts = byId('viewer-facts', HTMLElement)
  const original = byId('viewer-original', HTMLAnchorElement)
  const loader = createPictureLoader()
  /** @type {Hit | Image | undefined} */
  let shown

  byId('viewer-close', HTMLButtonElement).addEventListener('click', () => dialog.close())
  byId('viewer-similar', HTMLButtonElement).addEventListener('click', () => {
    dialog.close()
    if (shown) onSimilar(shown.image_id)
  })
  dialog.addEventListener('click', (event) => {
    // The dialog itself is hit only outside its content: on the backdrop.
    if (event.target === dialog) dialog.close()
  })
  dialog.addEventListener('close', () => {
    loader.clear()
    image.removeAttribute('src')
  })
  original.addEventListener('click', (event) => {
    if (readApiKey() === null) return
    event.preventDefault()
    save(original.href)
  })

  /**
   * A new tab cannot send the key; the file is fetched with it and saved under its name.
   *
   * @param {string} address
   */
  async function save(address) {
    try {
      element('a', { href: await loader.open(address), download: name.textContent ?? '' }).click()
    } catch (error) {
      facts.textContent = error instanceof ProblemError ? error.problem.title : 'The service does not answer'
    }
  }

  /** @param {Hit | Image} picture */
  function open(picture) {
    shown = picture
    name.textContent = nameOf(picture)
    facts.textContent = factsOf(picture).join(' · ')
    image.alt = nameOf(picture)
    original.href = picture.links.content
    original.textContent = readApiKey() === null ? 'Open the original' : 'Save the original'
    loader.show(image, thumbnailAddress(picture, 'viewer'))
    dialog.showModal()
  }

  return { open, close: () => dialog.close() }
}
