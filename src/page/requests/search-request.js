// The request that a view stands for, as plain data: api.js sends it, curl-command.js writes it down. So what is written is what was sent.

/** @import { ComposedSearch } from '../../http/schemas/search.ts' */
/** @import { View } from '../state/view.js' */
import { isSearch, modeOf } from '../state/view.js'
import { toWireFilter } from './filter-request.js'

/**
 * `json` is the body, `query` goes into the address; a request with `files` is a form, whose fields are those of `json`.
 * @typedef {{ method: 'GET' | 'POST', path: string, query?: Record<string, unknown>, json?: Record<string, unknown>, files?: File[] }} ApiRequest
 */
/**
 * Which page: where it begins and how many pictures it has. Searches by words have one page only, which is asked for again, longer.
 * @typedef {{ count: number, cursor?: string | null }} Page
 */

/**
 * @param {View} view
 * @param {Page} page
 * @returns {ApiRequest}
 */
export function toRequest(view, page) {
  return isSearch(view) ? toSearchRequest(view, page) : toListRequest(view, page)
}

/**
 * @param {View} view
 * @param {Page} page
 * @returns {ApiRequest}
 */
function toListRequest({ sort, filter }, { count, cursor }) {
  const query = { limit: count, sort, filter: toWireFilter(filter), cursor: cursor ?? undefined }
  return { method: 'GET', path: '/images', query }
}

/**
 * @param {View} view
 * @param {Page} page
 * @returns {ApiRequest}
 */
function toSearchRequest(view, { count, cursor }) {
  const mode = modeOf(view)
  const { parts, files } = toWireParts(view)
  // What only pushes away has no answers that could stand out.
  const isAll = view.isAll || parts.every(({ weight = 1 }) => weight < 0)
  const filter = toWireFilter(view.filter)
  /** @type {ComposedSearch} */
  const json = {
    parts,
    k: count,
    ...(mode === 'vector'
      ? { relevance: isAll ? 'all' : 'auto', ...(view.isStacked && { collapse: 'near_duplicates' }) }
      : { mode }),
    ...(filter && { filter }),
    // It tells whether hits were left out.
    explain: true,
    ...(cursor && { cursor }),
  }
  return { method: 'POST', path: '/search', json, ...(files.length > 0 && { files }) }
}

/**
 * @param {View} view
 * @returns {{ parts: ComposedSearch['parts'], files: File[] }}
 */
function toWireParts({ words, parts }) {
  /** @type {File[]} */
  const files = []
  /** @type {ComposedSearch['parts']} */
  const wire = words === '' ? [] : [{ text: words }]
  for (const part of parts) {
    const weight = part.weight === 1 ? {} : { weight: part.weight }
    if (part.kind === 'text') wire.push({ text: part.text, ...weight })
    else if (part.kind === 'image') wire.push({ image: { image_id: part.imageId }, ...weight })
    else wire.push({ image: { upload: files.push(part.file) - 1 }, ...weight })
  }
  return { parts: wire, files }
}
