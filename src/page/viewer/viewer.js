// The dialog that shows one picture large: with what is known of it, its near duplicates, the ways on from it, and the request as curl.
// Whether it is open stands in the address: main.js opens and closes it.

import { readApiKey } from '../access/api-key.js'
/** @import { Hit, Image } from '../../http/schemas/image.ts' */
import { listenForClosing } from '../dialog.js'
import { byId, element } from '../dom.js'
import { nameOf, thumbnailAddress } from '../picture-facts.js'
import { createPictureLoader } from '../picture-loader.js'
import { findImage } from '../requests/known-images.js'
import { explainShortly } from '../results/message.js'
import { likeWeight, unlikeWeight } from '../state/view.js'
import { drawCommands } from './commands.js'
import { describePicture } from './describe-picture.js'
import { createStackStrip } from './stack-strip.js'

/** @import { ApiRequest } from '../requests/search-request.js' */
/** @import { PageFilter } from '../state/view.js' */
/**
 * `neighbours` are the pictures on the page in their order; `request` is the one that found them.
 * @typedef {{ neighbours: () => (Hit | Image)[], request: () => ApiRequest }} Surroundings
 */
/** @typedef {{ onSteer: (imageId: string, weight: number) => void, onOnly: (imageId: string) => void, onFilter: (part: Partial<PageFilter>) => void, onTurn: (imageId: string) => void, onClose: () => void }} ViewerActions */

/**
 * @param {ViewerActions} actions
 * @param {Surroundings} surroundings
 */
export function createViewer({ onSteer, onOnly, onFilter, onTurn, onClose }, { neighbours, request }) {
  const dialog = byId('viewer', HTMLDialogElement)
  const image = byId('viewer-picture', HTMLImageElement)
  const name = byId('viewer-name', HTMLElement)
  const place = byId('viewer-place', HTMLElement)
  const caption = byId('viewer-caption', HTMLElement)
  const facts = byId('viewer-facts', HTMLElement)
  const problem = byId('viewer-problem', HTMLElement)
  const original = byId('viewer-original', HTMLAnchorElement)
  const previous = byId('viewer-previous', HTMLButtonElement)
  const next = byId('viewer-next', HTMLButtonElement)
  const loader = createPictureLoader()
  const strip = createStackStrip(onTurn)
  /** @type {string | null} */
  let shownId = null

  listenForClosing(dialog, 'viewer-close')
  previous.addEventListener('click', () => turn(-1))
  next.addEventListener('click', () => turn(1))
  byId('viewer-more', HTMLButtonElement).addEventListener('click', () => shownId && onSteer(shownId, likeWeight))
  byId('viewer-less', HTMLButtonElement).addEventListener('click', () => shownId && onSteer(shownId, unlikeWeight))
  byId('viewer-only', HTMLButtonElement).addEventListener('click', () => shownId && onOnly(shownId))
  dialog.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target instanceof HTMLSelectElement) return
    if (event.key === 'ArrowLeft') turn(-1)
    if (event.key === 'ArrowRight') turn(1)
  })
  dialog.addEventListener('close', () => {
    forget()
    const wasShown = shownId !== null
    shownId = null
    if (wasShown) onClose()
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
    const savedId = shownId
    try {
      element('a', { href: await loader.open(address), download: name.textContent ?? '' }).click()
    } catch (error) {
      // Turning to another picture gives it up.
      if (shownId === savedId) problem.textContent = explainShortly(error)
    }
  }

  /** @param {1 | -1} step */
  function turn(step) {
    const all = neighbours()
    const to = all[placeOf(all) + step]
    if (to && shownId !== null) onTurn(to.image_id)
  }

  /** @param {(Hit | Image)[]} all */
  function placeOf(all) {
    // A picture of a stack stands where its stack does.
    return all.findIndex(
      (one) =>
        one.image_id === shownId ||
        ('duplicates' in one && one.duplicates?.image_ids.some((imageId) => imageId === shownId)),
    )
  }

  /** @param {string} imageId */
  async function open(imageId) {
    if (shownId === imageId) return
    shownId = imageId
    problem.textContent = ''
    if (!dialog.open) {
      forget()
      dialog.showModal()
    }
    try {
      const known = neighbours().find(({ image_id: id }) => id === imageId)
      const picture = known ?? (await findImage(imageId))
      if (shownId === imageId) draw(picture)
    } catch (error) {
      if (shownId !== imageId) return
      forget()
      problem.textContent = explainShortly(error)
    }
  }

  /** Nothing is left of a picture that was shown before; what leads on from one waits for the next. */
  function forget() {
    dialog.dataset.unknown = ''
    loader.clear()
    strip.clear()
    image.removeAttribute('src')
    name.textContent = ''
    place.textContent = ''
    caption.textContent = ''
    facts.replaceChildren()
  }

  /** @param {Hit | Image} picture */
  function draw(picture) {
    const all = neighbours()
    const i = placeOf(all)
    loader.clear()
    delete dialog.dataset.unknown
    name.textContent = nameOf(picture)
    place.textContent = i === -1 ? '' : `${i + 1} of ${all.length} on the page`
    caption.textContent = picture.caption ?? ''
    facts.replaceChildren(...describePicture(picture, onFilter))
    image.alt = nameOf(picture)
    original.href = picture.links.content
    original.textContent = readApiKey() === null ? 'Open the original' : 'Save the original'
    allowTurning({ back: i > 0, on: i !== -1 && i < all.length - 1 })
    loader.show(image, thumbnailAddress(picture, 'viewer'))
    strip.draw(all[i], picture)
    drawCommands(byId('viewer-commands', HTMLElement), [
      ['What found the pictures on the page', request()],
      ['This picture’s record', { method: 'GET', path: picture.links.self }],
    ])
  }

  /**
   * A button that goes away leaves the focus in the dialog, or the arrow keys would turn nothing any more.
   *
   * @param {{ back: boolean, on: boolean }} ways
   */
  function allowTurning({ back, on }) {
    const focused = document.activeElement
    if ((focused === previous && !back) || (focused === next && !on)) name.focus()
    previous.disabled = !back
    next.disabled = !on
  }

  /** Without a word to main.js, which knows. */
  function close() {
    shownId = null
    dialog.close()
  }

  return { open, close }
}
