// What a first visitor is told above the library: what this is, and words to try that do find something here.

/** @import { Hit } from '../../http/schemas/image.ts' */
/** @import { Found } from '../requests/load-view.js' */
/** @import { View } from '../state/view.js' */
import { byId, element } from '../dom.js'
import { thumbnailAddress } from '../picture-facts.js'
import { createPictureLoader } from '../picture-loader.js'
import { searchBatch } from '../requests/api.js'
import { isFiltered, isSearch } from '../state/view.js'

/** As many parts as the service takes for somebody who waits. */
const tries = [
  'a cat or a dog',
  'flowers',
  'a mountain',
  'a famous building',
  'something to eat',
  'a band playing music',
  'water',
  'at night',
]
const shownMax = 5
/** With fewer pictures the service cannot tell what stands out: any words would find something. */
const picturesMin = 20

/** @param {(words: string) => void} onTry */
export function createWelcome(onTry) {
  const area = byId('welcome', HTMLElement)
  const list = byId('tries', HTMLUListElement)
  const loader = createPictureLoader()
  let isAsked = false

  /**
   * @param {View} view
   * @param {Pick<Found, 'total' | 'isLibraryEmpty'>} found
   */
  function show(view, { total = 0, isLibraryEmpty }) {
    area.hidden = isSearch(view) || isFiltered(view.filter) || !!isLibraryEmpty
    if (area.hidden || isAsked) return
    if (total < picturesMin) {
      delete area.dataset.tries
      return
    }
    isAsked = true
    loadTries()
  }

  /**
   * Keeps the room before the answer is there, so that nothing moves when it comes.
   *
   * @param {View} view
   */
  function prepare(view) {
    area.hidden = isSearch(view) || isFiltered(view.filter)
    if (!isAsked) area.dataset.tries = ''
  }

  function hide() {
    area.hidden = true
  }

  async function loadTries() {
    const searches = tries.map((text) => ({ parts: [{ text }], k: 1, relevance: 'auto', fields: [] }))
    try {
      const { results } = await searchBatch(searches, AbortSignal.timeout(10_000))
      const found = results.flatMap(({ hits: [hit] }, i) => (hit ? [createTry(tries[i] ?? '', hit)] : []))
      list.replaceChildren(...found.slice(0, shownMax))
      if (found.length === 0) delete area.dataset.tries
    } catch {
      // An extra: a service that cannot tell now leaves the page as it is.
      delete area.dataset.tries
    }
  }

  /**
   * @param {string} words
   * @param {Hit} hit
   */
  function createTry(words, hit) {
    const image = element('img', { alt: '', draggable: false })
    loader.show(image, thumbnailAddress(hit, 'chip'))
    return element('li', {}, element('button', { type: 'button', onclick: () => onTry(words) }, image, words))
  }

  return { prepare, show, hide }
}
