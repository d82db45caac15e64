// A filter in words, a condition at a time, each with the filter that is left without it. Pure; for the chips above the pictures.

/** @import { AttributeChoice, PageFilter } from '../state/view.js' */

export const orientationNames = { landscape: 'Wide', portrait: 'Tall', square: 'Square' }

/**
 * @param {PageFilter} filter
 * @returns {{ says: string, rest: PageFilter }[]}
 */
export function sayFilter(filter) {
  const { tags, folder, from, to, place, cameras, formats, orientations, minWidth } = filter
  /** @type {(values: string[], value: string) => string[]} */
  const without = (values, value) => values.filter((one) => one !== value)
  return [
    ...(folder === '' ? [] : [{ says: `In ${folder}`, rest: { ...filter, folder: '' } }]),
    ...tags.map((tag) => ({ says: `Tag ${tag}`, rest: { ...filter, tags: without(tags, tag) } })),
    ...(from === '' && to === '' ? [] : [{ says: sayDays(from, to), rest: { ...filter, from: '', to: '' } }]),
    ...(place === null ? [] : [{ says: sayPlace(place), rest: { ...filter, place: null } }]),
    ...cameras.map((camera) => ({ says: camera, rest: { ...filter, cameras: without(cameras, camera) } })),
    ...formats.map((format) => ({
      says: format.toUpperCase(),
      rest: { ...filter, formats: without(formats, format) },
    })),
    ...orientations.map((shape) => ({
      says: orientationNames[/** @type {keyof typeof orientationNames} */ (shape)],
      rest: { ...filter, orientations: without(orientations, shape) },
    })),
    ...(minWidth === null ? [] : [{ says: `At least ${minWidth} pixels wide`, rest: { ...filter, minWidth: null } }]),
    ...Object.entries(filter.attributes).map(([name, choice]) => {
      const { [name]: _gone, ...attributes } = filter.attributes
      return { says: `${name}: ${sayChoice(choice)}`, rest: { ...filter, attributes } }
    }),
  ]
}

/**
 * @param {string} from
 * @param {string} to
 */
function sayDays(from, to) {
  const year = yearOf(from, to)
  if (year !== null) return `Taken in ${year}`
  if (from === to) return `Taken on ${from}`
  if (to === '') return `Taken since ${from}`
  return from === '' ? `Taken until ${to}` : `Taken ${from} to ${to}`
}

/**
 * The year that the days span, from its first to its last; null where they span another time.
 *
 * @param {string} from
 * @param {string} to
 */
export function yearOf(from, to) {
  const year = from.slice(0, 4)
  return from === `${year}-01-01` && to === `${year}-12-31` ? year : null
}

/** @param {AttributeChoice} choice */
function sayChoice({ any, min, max, is, from, to }) {
  if (any) return any.join(' or ')
  if (is !== undefined) return is ? 'yes' : 'no'
  const [first, last] = [min ?? from, max ?? to]
  if (last === undefined) return `from ${first}`
  return first === undefined ? `up to ${last}` : `${first} to ${last}`
}

/** @param {import('../state/view.js').Place} place */
function sayPlace({ lat, lon, km }) {
  return `Within ${km} km of ${lat}, ${lon}`
}
