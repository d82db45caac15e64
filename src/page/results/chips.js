// What is searched for, and by what it is filtered, as chips that can be taken away one by one. main.js acts on them.

/** @import { Found } from '../requests/load-view.js' */
/** @import { PageFilter, Part, View } from '../state/view.js' */
import { byId, element, icon, keepFocus } from '../dom.js'
import { sayFilter } from '../filters/say-filter.js'
import { thumbnailAddress } from '../picture-facts.js'
import { createPictureLoader } from '../picture-loader.js'
import { isFiltered } from '../state/view.js'
import { nameOfPart } from './title.js'

/** @type {[number, string][]} */
const weights = [
  [2, 'much more'],
  [1, 'more'],
  [0.5, 'a little more'],
  [-0.5, 'a little less'],
  [-1, 'less'],
  [-2, 'much less'],
]

/** @typedef {{ onRemove: (part: Part) => void, onWeigh: (part: Part, weight: number) => void, onFilter: (filter: PageFilter) => void, onClear: () => void }} ChipActions */

/** @param {ChipActions} actions */
export function createChips({ onRemove, onWeigh, onFilter, onClear }) {
  const area = byId('chips', HTMLElement)
  const list = byId('chip-list', HTMLUListElement)
  const loader = createPictureLoader()
  byId('clear', HTMLButtonElement).addEventListener('click', onClear)

  /**
   * @param {View} view
   * @param {Pick<Found, 'subjects'>} found
   */
  function draw(view, { subjects }) {
    area.hidden = view.parts.length === 0 && !isFiltered(view.filter)
    keepFocus(list, () => {
      loader.clear()
      const parts = view.parts.map((part) => createPartChip(part, subjects))
      const filters = sayFilter(view.filter).map(({ says, rest }) => createFilterChip(says, () => onFilter(rest)))
      list.replaceChildren(...parts, ...filters)
    })
  }

  /**
   * @param {Part} part
   * @param {Found['subjects']} subjects
   */
  function createPartChip(part, subjects) {
    const name = nameOfPart(part, subjects)
    const sign = element('span', { className: 'sign', ariaHidden: 'true' }, part.weight > 0 ? '+' : '−')
    const chip = element('li', { className: part.weight > 0 ? 'chip' : 'chip away' }, sign)
    const shown = part.kind === 'text' ? null : part.kind === 'file' ? part.file : subjects.get(part.imageId)
    if (shown) {
      const image = element('img', { alt: '', draggable: false })
      loader.show(image, shown instanceof File ? shown : thumbnailAddress(shown, 'chip'))
      chip.append(image)
    }
    chip.append(element('span', { className: 'chip-name', title: name }, name))
    // Words are pushed away as strongly as the contract's `exclude` does.
    if (part.kind === 'text') chip.prepend(element('span', { className: 'visually-hidden' }, 'Less like '))
    else chip.append(createWeight(part, name))
    chip.append(createRemove(name, () => onRemove(part)))
    return chip
  }

  /**
   * @param {Part} part
   * @param {string} name
   */
  function createWeight(part, name) {
    const select = element('select', { id: `weight-${name}`, ariaLabel: `How much ${name} counts` })
    for (const [weight, says] of weights) {
      select.append(element('option', { value: String(weight), selected: weight === part.weight }, says))
    }
    // An address may have any other.
    if (!weights.some(([weight]) => weight === part.weight)) {
      select.append(element('option', { value: String(part.weight), selected: true }, `× ${part.weight}`))
    }
    select.addEventListener('change', () => onWeigh(part, Number(select.value)))
    return select
  }

  return { draw }
}

/**
 * @param {string} says
 * @param {() => void} onRemove
 */
function createFilterChip(says, onRemove) {
  const name = element('span', { className: 'chip-name', title: says }, says)
  return element('li', { className: 'chip filter' }, name, createRemove(says, onRemove))
}

/**
 * @param {string} name
 * @param {() => void} onclick
 */
function createRemove(name, onclick) {
  return element('button', { type: 'button', className: 'remove', ariaLabel: `Remove ${name}`, onclick }, icon('close'))
}
