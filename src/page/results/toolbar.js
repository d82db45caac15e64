// How the pictures are looked for and shown: what words are compared with, stacks, the order of the library, and the request itself.
// main.js acts on it.

/** @import { Mode, Sort, View } from '../state/view.js' */
import { byId } from '../dom.js'
import { isSearch, modeOf } from '../state/view.js'

/** @param {{ onMode: (mode: Mode) => void, onStacked: (isStacked: boolean) => void, onSort: (sort: Sort) => void, onRequest: () => void }} actions */
export function createToolbar({ onMode, onStacked, onSort, onRequest }) {
  const modes = byId('modes', HTMLFieldSetElement)
  const stacking = byId('stacking', HTMLElement)
  const stacked = byId('stacked', HTMLInputElement)
  const sorting = byId('sorting', HTMLElement)
  const sort = byId('sort', HTMLSelectElement)
  const radios = /** @type {HTMLInputElement[]} */ ([...modes.querySelectorAll('input')])

  for (const radio of radios) radio.addEventListener('change', () => onMode(/** @type {Mode} */ (radio.value)))
  stacked.addEventListener('change', () => onStacked(stacked.checked))
  sort.addEventListener('change', () => onSort(/** @type {Sort} */ (sort.value)))
  byId('show-request', HTMLButtonElement).addEventListener('click', onRequest)

  /** @param {View} view */
  function draw(view) {
    modes.hidden = view.words === ''
    for (const radio of radios) radio.checked = radio.value === view.mode
    // Searches by words do not fold.
    stacking.hidden = !isSearch(view) || modeOf(view) !== 'vector'
    stacked.checked = view.isStacked
    sorting.hidden = isSearch(view)
    sort.value = view.sort
  }

  return { draw }
}
