// What is known of a picture, as a list of terms; what can be filtered by is a button that does. viewer.js shows it.

/** @import { Hit, Image } from '../../http/schemas/image.ts' */
/** @import { PageFilter } from '../state/view.js' */
import { element } from '../dom.js'
import { scoreOf } from '../picture-facts.js'

/** @typedef {(part: Partial<PageFilter>) => void} OnFilter */

const time = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
/** Around a picture's own place: a walk. */
const nearKm = 5

/**
 * @param {Hit | Image} picture
 * @param {OnFilter} onFilter
 * @returns {HTMLElement[]}
 */
export function describePicture(picture, onFilter) {
  /** @type {[string, (Node | string)[] | null][]} */
  const facts = [
    ['Score', scoreOf(picture) === '' ? null : [scoreOf(picture)]],
    ['Found by', byWords(picture)],
    ['Taken', picture.taken_at ? describeTime(picture.taken_at, onFilter) : null],
    ['Place', picture.location ? describePlace(picture.location, onFilter) : null],
    [
      'Tags',
      picture.tags?.length ? picture.tags.map((tag) => filterButton(tag, () => onFilter({ tags: [tag] }))) : null,
    ],
    ...Object.entries(picture.attributes ?? {}).map((attribute) => describeAttribute(attribute, onFilter)),
    ['Folder', describeFolder(picture, onFilter)],
    ['Camera', describeCamera(picture, onFilter)],
    ['Size', describeSize(picture)],
    ['Path', picture.relative_path ? [picture.relative_path] : null],
    ['Added', picture.added_at ? [`${time.format(new Date(picture.added_at))} UTC`] : null],
    ['Id', [element('code', {}, picture.image_id)]],
  ]
  return facts.flatMap(([term, says]) => (says === null ? [] : [element('dt', {}, term), element('dd', {}, ...says)]))
}

/** @param {Hit | Image} picture */
function byWords(picture) {
  return 'text_score' in picture ? ['The words of its name, folder, tags or caption'] : null
}

/**
 * @param {string} takenAt
 * @param {OnFilter} onFilter
 */
function describeTime(takenAt, onFilter) {
  const day = new Date(takenAt).toISOString().slice(0, 10)
  return [`${time.format(new Date(takenAt))} UTC `, filterButton('This day', () => onFilter({ from: day, to: day }))]
}

/**
 * @param {{ lat: number, lon: number }} location
 * @param {OnFilter} onFilter
 */
function describePlace({ lat, lon }, onFilter) {
  const near = filterButton(`Within ${nearKm} km`, () => onFilter({ place: { lat, lon, km: nearKm } }))
  return [`${lat.toFixed(4)}, ${lon.toFixed(4)} `, near]
}

/**
 * @param {[string, string | number | boolean]} attribute
 * @param {OnFilter} onFilter
 * @returns {[string, (Node | string)[]]}
 */
function describeAttribute([name, value], onFilter) {
  if (typeof value === 'number') return [name, [String(value)]]
  if (typeof value === 'boolean') {
    return [name, [filterButton(value ? 'Yes' : 'No', () => onFilter({ attributes: { [name]: { is: value } } }))]]
  }
  // A date comes as a time in UTC.
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return [name, [time.format(new Date(value))]]
  return [name, [filterButton(value, () => onFilter({ attributes: { [name]: { any: [value] } } }))]]
}

/**
 * @param {Hit | Image} picture
 * @param {OnFilter} onFilter
 */
function describeFolder({ relative_path: path = '' }, onFilter) {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  return folder === '' ? null : [filterButton(folder, () => onFilter({ folder }))]
}

/**
 * @param {Hit | Image} picture
 * @param {OnFilter} onFilter
 */
function describeCamera({ camera }, onFilter) {
  return camera ? [filterButton(camera, () => onFilter({ cameras: [camera] }))] : null
}

/** @param {Hit | Image} picture */
function describeSize({ width, height, format, size_bytes: bytes }) {
  const says = []
  if (width && height) says.push(`${width} × ${height}`)
  if (format) says.push(format.toUpperCase())
  if (bytes) says.push(bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`)
  return says.length === 0 ? null : [says.join(' · ')]
}

/**
 * @param {string} says
 * @param {() => void} onclick
 */
function filterButton(says, onclick) {
  return element('button', { type: 'button', className: 'quiet', title: 'Show only such pictures', onclick }, says)
}
