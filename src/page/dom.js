// Builds and finds elements; the one place where data becomes part of the page, always as text, never as markup.
// Used by every file that draws.

/**
 * A new element. Strings among the children become text nodes.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

/**
 * One of the symbols at the top of index.html; it says nothing to screen readers.
 *
 * @param {string} name
 */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg'
  const drawing = document.createElementNS(space, 'svg')
  const use = document.createElementNS(space, 'use')
  use.setAttribute('href', `#icon-${name}`)
  drawing.classList.add('icon')
  drawing.setAttribute('aria-hidden', 'true')
  drawing.append(use)
  return drawing
}

/**
 * The element of index.html with this id and class.
 *
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind such as HTMLInputElement
 * @returns {Kind}
 */
export function byId(id, kind) {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`index.html has no ${kind.name} with the id ${id}`)
  return found
}

/**
 * Redraws what is in `area` without taking the focus away from the visitor: it stays on the element, or goes to its successor of the
 * same name, or of the same place.
 *
 * @param {HTMLElement} area
 * @param {() => void} redraw
 */
export function keepFocus(area, redraw) {
  const focused = document.activeElement
  if (!(focused instanceof HTMLElement) || !area.contains(focused)) return redraw()
  const selector = 'button, input, select, a[href]'
  const all = () => /** @type {HTMLElement[]} */ ([...area.querySelectorAll(selector)])
  const place = all().indexOf(focused)
  redraw()
  const name = focused.ariaLabel ?? focused.id
  const now = all()
  const named = now.filter((one) => name && (one.ariaLabel ?? one.id) === name)
  // Several pictures may have one name.
  const same = named.find((one) => one === now[place]) ?? named[0]
  const next = area.contains(focused) ? focused : (same ?? now[Math.min(place, now.length - 1)])
  next?.focus({ preventScroll: true })
}

/** The field that the visitor writes in: what is in it now is still to be given, with its change. */
let written = /** @type {EventTarget | null} */ (null)
document.addEventListener('input', ({ target }) => {
  written = target
})
for (const end of ['change', 'focusout']) {
  document.addEventListener(end, () => {
    written = null
  })
}

/**
 * Not while the visitor writes in it; where the focus merely rests on it, another value comes.
 *
 * @param {HTMLInputElement | HTMLSelectElement} field
 * @param {string} value
 */
export function setValue(field, value) {
  // The same value again would throw away half a date that is being typed.
  if (document.activeElement === field && (written === field || field.value === value)) return
  field.value = value
}
