// When a picture was taken: from one day to another, or in a year, of which each has its count. filter-panel.js acts on it.

/** @import { Facet } from './facet-list.js' */
import { byId, element, keepFocus, setValue } from '../dom.js'
import { createCount, createValue } from './facet-list.js'
import { yearOf } from './say-filter.js'

/** @param {(days: { from: string, to: string }) => void} onDays */
export function createDateFields(onDays) {
  const area = byId('filter-taken', HTMLElement)
  const from = byId('from', HTMLInputElement)
  const to = byId('to', HTMLInputElement)
  const problem = byId('taken-problem', HTMLElement)
  const list = element('ul', { className: 'facet years' })
  area.append(list)

  for (const field of [from, to]) {
    holdTypedYears(field)
    field.addEventListener('change', () => {
      const isReversed = from.value !== '' && to.value !== '' && to.value < from.value
      problem.textContent = isReversed ? 'The last day lies before the first.' : ''
      to.ariaInvalid = isReversed ? 'true' : null
      if (!isReversed) onDays({ from: from.value, to: to.value })
    })
  }

  /** @param {{ from: string, to: string }} days */
  function draw(days) {
    setValue(from, days.from)
    setValue(to, days.to)
    problem.textContent = ''
    to.ariaInvalid = null
  }

  /**
   * @param {Facet | undefined} facet
   * @param {{ from: string, to: string }} days
   */
  function drawYears(facet, days) {
    const years = (facet?.values ?? []).toSorted((a, b) => b.value.localeCompare(a.value))
    const most = Math.max(1, ...years.map(({ count }) => count))
    keepFocus(list, () => {
      list.replaceChildren(...years.map(({ value, count }) => createYear(value, count, count / most, days)))
    })
  }

  /**
   * @param {string} year
   * @param {number} count
   * @param {number} share of the year with most pictures
   * @param {{ from: string, to: string }} days
   */
  function createYear(year, count, share, days) {
    const isChosen = yearOf(days.from, days.to) === year
    const onclick = () => onDays(isChosen ? { from: '', to: '' } : { from: `${year}-01-01`, to: `${year}-12-31` })
    const button = element(
      'button',
      { type: 'button', id: `year-${year}`, onclick },
      createValue(year),
      createCount(count),
    )
    button.ariaPressed = String(isChosen)
    button.style.setProperty('--share', String(share))
    return element('li', {}, button)
  }

  return { draw, drawYears }
}

/**
 * While a year is typed, its first digits are years of their own, of the first centuries: they wait until the field is left.
 *
 * @param {HTMLInputElement} field of a date
 */
export function holdTypedYears(field) {
  let isHeld = false
  // What the contract takes; without it a year of six digits could be typed.
  field.max = '9999-12-31'
  field.addEventListener('change', (event) => {
    isHeld = event.isTrusted && field.value !== '' && field.value < '1000'
    if (isHeld) event.stopImmediatePropagation()
  })
  field.addEventListener('blur', () => {
    if (!isHeld) return
    isHeld = false
    field.dispatchEvent(new Event('change', { bubbles: true }))
  })
}
