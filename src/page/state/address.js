// A view as the address of the page, and back, so that a link shows what was seen. Pictures of the visitor's own fit into no address:
// history.js keeps them. What an address spells wrongly is left out.

/** @import { PageFilter, Part, Place, Sort, View } from './view.js' */
import { isDay, readAttributes, writeAttributes } from './attribute-address.js'
import { emptyFilter, likeWeight, partsMax, startView, unlikeWeight } from './view.js'

const imagePart = /^([A-Za-z0-9][\w.-]{0,127})(?::(\d(?:\.\d+)?))?$/
/** @type {readonly Sort[]} */
const sorts = ['image_name', '-taken_at', '-added_at']
const formats = ['jpeg', 'png', 'webp', 'avif', 'heic', 'gif', 'tiff']
const orientations = ['landscape', 'portrait', 'square']

/**
 * The view that the query of an address stands for, but for the visitor's own pictures.
 *
 * @param {string} query
 * @returns {View}
 */
export function readAddress(query) {
  const parameters = new URLSearchParams(query)
  const mode = parameters.get('mode')
  const sort = sorts.find((one) => one === parameters.get('sort'))
  return {
    words: parameters.get('q')?.trim() ?? '',
    parts: [...parameters].flatMap(([name, value]) => readPart(name, value) ?? []).slice(0, partsMax),
    filter: readFilter(parameters),
    mode: mode === 'text' || mode === 'hybrid' ? mode : 'vector',
    sort: sort ?? startView().sort,
    isAll: parameters.has('all'),
    isStacked: parameters.get('stack') !== '0',
    open: imagePart.exec(parameters.get('open') ?? '')?.[1] ?? null,
  }
}

/** @param {View} view */
export function writeAddress(view) {
  const parameters = new URLSearchParams()
  if (view.words !== '') parameters.set('q', view.words)
  for (const part of view.parts) writePart(parameters, part)
  writeFilter(parameters, view.filter)
  if (view.mode !== 'vector') parameters.set('mode', view.mode)
  if (view.sort !== startView().sort) parameters.set('sort', view.sort)
  if (view.isAll) parameters.set('all', '1')
  if (!view.isStacked) parameters.set('stack', '0')
  if (view.open !== null) parameters.set('open', view.open)
  // Addresses are read by people: these characters need no escape in a query.
  const query = String(parameters).replaceAll('%2F', '/').replaceAll('%2C', ',').replaceAll('%3A', ':')
  return query === '' ? '/' : `/?${query}`
}

/**
 * @param {string} name
 * @param {string} value
 * @returns {Part | null}
 */
function readPart(name, value) {
  if (name === 'not' && value.trim() !== '') return { kind: 'text', text: value.trim(), weight: unlikeWeight }
  if (name !== 'like' && name !== 'unlike') return null
  const [, imageId, given] = imagePart.exec(value) ?? []
  if (imageId === undefined) return null
  const usual = name === 'like' ? likeWeight : unlikeWeight
  const weight = given === undefined ? usual : Math.sign(usual) * Math.min(2, Number(given))
  return { kind: 'image', imageId, weight }
}

/**
 * @param {URLSearchParams} parameters
 * @param {Part} part
 */
function writePart(parameters, part) {
  if (part.kind === 'text') parameters.append('not', part.text)
  if (part.kind !== 'image') return
  const usual = part.weight > 0 ? likeWeight : unlikeWeight
  const value = part.weight === usual ? part.imageId : `${part.imageId}:${Math.abs(part.weight)}`
  parameters.append(part.weight > 0 ? 'like' : 'unlike', value)
}

/**
 * @param {URLSearchParams} parameters
 * @returns {PageFilter}
 */
function readFilter(parameters) {
  const dayOf = (/** @type {string} */ name) => {
    const value = parameters.get(name) ?? ''
    return isDay(value) ? value : ''
  }
  const [from, to] = [dayOf('from'), dayOf('to')]
  const width = Number(parameters.get('wide'))
  return {
    ...emptyFilter(),
    attributes: readAttributes(parameters),
    tags: parameters.getAll('tag').filter((tag) => tag !== ''),
    folder: parameters.get('folder') ?? '',
    from,
    to: from !== '' && to !== '' && to < from ? '' : to,
    place: readPlace(parameters.get('near') ?? ''),
    cameras: parameters.getAll('camera').filter((camera) => camera !== ''),
    formats: parameters.getAll('format').filter((format) => formats.includes(format)),
    orientations: parameters.getAll('shape').filter((shape) => orientations.includes(shape)),
    minWidth: Number.isInteger(width) && width > 0 ? width : null,
  }
}

/**
 * @param {URLSearchParams} parameters
 * @param {PageFilter} filter
 */
function writeFilter(parameters, filter) {
  const { folder, from, to, place, minWidth } = filter
  for (const tag of filter.tags) parameters.append('tag', tag)
  if (folder !== '') parameters.set('folder', folder)
  if (from !== '') parameters.set('from', from)
  if (to !== '') parameters.set('to', to)
  if (place) parameters.set('near', [place.lat, place.lon, place.km].join(','))
  for (const camera of filter.cameras) parameters.append('camera', camera)
  for (const format of filter.formats) parameters.append('format', format)
  for (const shape of filter.orientations) parameters.append('shape', shape)
  if (minWidth !== null) parameters.set('wide', String(minWidth))
  writeAttributes(parameters, filter.attributes)
}

/**
 * Of `52.52,13.405,5`: degrees north, degrees east, kilometres around.
 *
 * @param {string} text
 * @returns {Place | null}
 */
function readPlace(text) {
  const [lat = Number.NaN, lon = Number.NaN, km = Number.NaN] = text.split(',').map(Number)
  const isThere = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && km >= 0.001 && km <= 20_000
  return isThere ? { lat, lon, km } : null
}
