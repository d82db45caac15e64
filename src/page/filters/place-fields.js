// Where a picture was taken: a point, as maps write it, and how far around. filter-panel.js acts on it.

/** @import { Place } from '../state/view.js' */
import { byId, setValue } from '../dom.js'

const degrees = /^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/

/** @param {(place: Place | null) => void} onPlace */
export function createPlaceFields(onPlace) {
  const point = byId('near', HTMLInputElement)
  const radius = byId('radius', HTMLSelectElement)
  const problem = byId('near-problem', HTMLElement)

  point.addEventListener('change', change)
  radius.addEventListener('change', () => point.value.trim() !== '' && change())

  function change() {
    if (point.value.trim() === '') return onPlace(null)
    const place = readPoint(point.value)
    problem.textContent = place ? '' : 'Write degrees north and east, such as 52.516, 13.378.'
    point.ariaInvalid = place ? null : 'true'
    if (place) onPlace({ ...place, km: Number(radius.value) })
  }

  /** @param {Place | null} place */
  function draw(place) {
    problem.textContent = ''
    point.ariaInvalid = null
    setValue(point, place ? `${place.lat}, ${place.lon}` : '')
    if (!place) return
    const km = String(place.km)
    // An address may have any.
    if (![...radius.options].some(({ value }) => value === km)) radius.add(new Option(`${km} km`, km))
    radius.value = km
  }

  return { draw }
}

/** @param {string} text */
function readPoint(text) {
  const [, lat, lon] = degrees.exec(text) ?? []
  if (lat === undefined || lon === undefined) return null
  const point = { lat: Number(lat), lon: Number(lon) }
  return Math.abs(point.lat) <= 90 && Math.abs(point.lon) <= 180 ? point : null
}
