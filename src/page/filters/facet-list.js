// A list of values with their counts, of which any may be chosen. filter-panel.js has the lists and acts on them.

/** @import { Facets } from '../../http/schemas/facets.ts' */
/** @typedef {NonNullable<Facets['tags']>} Facet */
import { element, keepFocus } from '../dom.js'

/** Values shown at first; the rest comes with a button. */
const shownMax = 8

/**
 * @param {HTMLElement} area a fieldset, hidden while it has nothing to choose
 * @param {{ says?: (value: string) => string, onChange: (chosen: string[]) => void }} options
 */
export function createFacetList(area, { says = (value) => value, onChange }) {
  const list = element('ul', { className: 'facet' })
  const note = element('p', { className: 'facet-note' })
  area.append(list, note)
  let isOpen = false

  /**
   * @param {Facet | undefined} facet
   * @param {string[]} chosen
   */
  function draw(facet, chosen) {
    const values = facet?.values ?? []
    // What is chosen can be taken back even where nothing has it any more.
    const lost = chosen.filter((value) => !values.some((one) => one.value === value))
    const all = [...lost.map((value) => ({ value, count: 0 })), ...values]
    area.hidden = all.length === 0
    const shown = isOpen ? all : all.filter(({ value }, i) => i < shownMax || chosen.includes(value))
    keepFocus(area, () => {
      list.replaceChildren(...shown.map(({ value, count }) => createChoice(value, count, chosen)))
      note.replaceChildren()
      if (shown.length < all.length) note.append(createOpener(all.length - shown.length, facet, chosen))
      else if (facet && facet.others > 0) note.append('The most frequent ones are listed.')
    })
  }

  /**
   * @param {string} value
   * @param {number} count
   * @param {string[]} chosen
   */
  function createChoice(value, count, chosen) {
    const box = element('input', { type: 'checkbox', checked: chosen.includes(value), id: `${area.id}-${value}` })
    box.addEventListener('change', () => {
      onChange(box.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
    })
    return element('li', {}, element('label', {}, box, createValue(says(value)), createCount(count)))
  }

  /**
   * @param {number} count
   * @param {Facet | undefined} facet
   * @param {string[]} chosen
   */
  function createOpener(count, facet, chosen) {
    const onclick = () => {
      isOpen = true
      draw(facet, chosen)
    }
    return element('button', { type: 'button', className: 'quiet', onclick }, `${count} more`)
  }

  return { draw }
}

/** @param {string} text */
export function createValue(text) {
  return element('span', { className: 'value', title: text }, text)
}

/**
 * @param {number} count
 * @param {boolean} [isLeast] whether there may be more
 */
export function createCount(count, isLeast = false) {
  const noun = count === 1 && !isLeast ? ' picture' : ' pictures'
  const shown = `${count.toLocaleString('en')}${isLeast ? '+' : ''}`
  return element('span', { className: 'count' }, shown, element('span', { className: 'visually-hidden' }, noun))
}
