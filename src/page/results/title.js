// What a view is called: in the heading, in the title of the tab, and what is said of its pictures below. Pure.

/** @import { Found } from '../requests/load-view.js' */
/** @import { Part, View } from '../state/view.js' */
import { nameOf } from '../picture-facts.js'
import { countMax } from '../requests/load-view.js'
import { isFiltered, isSearch } from '../state/view.js'

const most = countMax.toLocaleString('en')

/**
 * @param {View} view
 * @param {Pick<Found, 'subjects'>} found
 */
export function titleOf(view, { subjects }) {
  if (!isSearch(view)) return 'Pictures'
  const words = view.words === '' ? [] : [`“${view.words}”`]
  const [first, ...others] = [...words, ...view.parts.map((part) => sayPart(part, subjects))]
  return [capitalise(first ?? ''), ...others].join(', ')
}

/**
 * @param {View} view
 * @param {Found} found with all pictures that are shown by now
 */
export function statusOf(view, { pictures, total, tookMs, truncated, next }) {
  if (pictures.length === 0) return 'Nothing found'
  const count = pictures.length.toLocaleString('en')
  const noun = pictures.length === 1 ? 'picture' : 'pictures'
  if (!isSearch(view)) {
    const all = pictures.length === 1 ? 'The only picture' : `All ${count} pictures`
    // Pictures that were removed since they were shown are not in the total of a later page.
    const of = total !== undefined && total > pictures.length ? ` of ${total.toLocaleString('en')}` : ''
    const shown = next === null ? all : `The first ${count}${of} pictures`
    if (!isFiltered(view.filter)) return shown
    return pictures.length === 1 ? `${shown} that matches` : `${shown} that match`
  }
  const which = next === null ? '' : 'The first '
  const end = next === null && seenBy(pictures) >= countMax ? `; no search looks further than its best ${most}` : ''
  const time = tookMs === undefined ? '' : ` in ${Math.max(1, Math.round(tookMs))} ms`
  const cut = truncated ? '; the text was too long, its end was left out' : ''
  return `${which}${count} ${noun}${time}, best first${end}${cut}`
}

/**
 * How many a search found, with those that are folded into others.
 *
 * @param {Found['pictures']} pictures
 */
function seenBy(pictures) {
  return pictures.reduce((sum, one) => sum + 1 + ('duplicates' in one ? (one.duplicates?.count ?? 0) : 0), 0)
}

/**
 * @param {Part} part
 * @param {Found['subjects']} subjects
 */
function sayPart(part, subjects) {
  return `${part.weight > 0 ? 'like' : 'less like'} ${nameOfPart(part, subjects)}`
}

/**
 * @param {Part} part
 * @param {Found['subjects']} subjects
 */
export function nameOfPart(part, subjects) {
  if (part.kind === 'text') return `“${part.text}”`
  if (part.kind === 'file') return part.file.name || 'your picture'
  const subject = subjects.get(part.imageId)
  return subject ? nameOf(subject) : part.imageId
}

/** @param {string} text */
function capitalise(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
