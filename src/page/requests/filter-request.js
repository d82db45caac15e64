// The filter of the page as the contract's.

/** @import { Filter } from '../../http/schemas/filter.ts' */
/** @import { AttributeChoice, PageFilter } from '../state/view.js' */

const dayMs = 86_400_000

/**
 * Undefined where nothing is asked for.
 *
 * @param {PageFilter} filter
 * @returns {Filter | undefined}
 */
export function toWireFilter(filter) {
  const { attributes, tags, folder, from, to, place, cameras, formats, orientations, minWidth } = filter
  /** @type {Filter} */
  const wire = {
    ...(tags.length > 0 && { tags: { all: tags } }),
    ...(folder !== '' && { path_prefix: folder }),
    ...((from !== '' || to !== '') && {
      taken_at: { ...(from !== '' && { from }), ...(to !== '' && { before: dayAfter(to) }) },
    }),
    ...(place && {
      location: { within: { centre: { lat: place.lat, lon: place.lon }, radius_m: place.km * 1000 } },
    }),
    ...(cameras.length > 0 && { camera: cameras }),
    ...(formats.length > 0 && { format: /** @type {Filter['format']} */ (formats) }),
    ...(orientations.length > 0 && { orientation: /** @type {Filter['orientation']} */ (orientations) }),
    ...(minWidth !== null && { width: { min: minWidth } }),
    ...(Object.keys(attributes).length > 0 && { attributes: toWireAttributes(attributes) }),
  }
  return Object.keys(wire).length === 0 ? undefined : wire
}

/** @param {Record<string, AttributeChoice>} attributes */
function toWireAttributes(attributes) {
  const entries = Object.entries(attributes).map(([name, { to, ...choice }]) => [
    name,
    to === undefined ? choice : { ...choice, before: dayAfter(to) },
  ])
  return Object.fromEntries(entries)
}

/** @param {string} day */
function dayAfter(day) {
  // No day of the contract comes after it.
  if (day === '9999-12-31') return `${day}T23:59:59.999Z`
  return new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10)
}
