// What the page shows: one plain value, from which everything on it follows. address.js writes it into the address, history.js keeps
// it in the history, search-request.js makes the request of it. Pure.

/**
 * One thing that is searched for beside the words of the box. Below 0 it pushes away.
 * @typedef {{ weight: number } & ({ kind: 'image', imageId: string } | { kind: 'file', file: File } | { kind: 'text', text: string })} Part
 */
/** @typedef {{ lat: number, lon: number, km: number }} Place */
/**
 * What one attribute must be, by its type: a keyword one of `any`, a number in a range, a boolean `is`, a date in a range of days.
 * @typedef {{ any?: string[], min?: number, max?: number, is?: boolean, from?: string, to?: string }} AttributeChoice
 */
/**
 * `from` and `to` are days, both of them included; `folder` ends with a slash; what is empty asks for nothing.
 * @typedef {{ attributes: Record<string, AttributeChoice>, tags: string[], folder: string, from: string, to: string, place: Place | null, cameras: string[], formats: string[], orientations: string[], minWidth: number | null }} PageFilter
 */
/** @typedef {'vector' | 'text' | 'hybrid'} Mode */
/** @typedef {'image_name' | '-taken_at' | '-added_at'} Sort */
/**
 * `isAll`: also pictures that hardly answer. `isStacked`: near duplicates are one. `open` is the picture that is shown large.
 * @typedef {{ words: string, parts: Part[], filter: PageFilter, mode: Mode, sort: Sort, isAll: boolean, isStacked: boolean, open: string | null }} View
 */

/** What the service takes is 16, and one is for the words. */
export const partsMax = 15

export const likeWeight = 1
/** As strongly as `exclude` of the contract pushes away. */
export const unlikeWeight = -0.5

/** @returns {PageFilter} */
export function emptyFilter() {
  return {
    attributes: {},
    tags: [],
    folder: '',
    from: '',
    to: '',
    place: null,
    cameras: [],
    formats: [],
    orientations: [],
    minWidth: null,
  }
}

/** @returns {View} */
export function startView() {
  return {
    words: '',
    parts: [],
    filter: emptyFilter(),
    mode: 'vector',
    sort: 'image_name',
    isAll: false,
    isStacked: true,
    open: null,
  }
}

/**
 * Whether something is searched for; else the library is leafed through.
 *
 * @param {View} view
 */
export function isSearch({ words, parts }) {
  return words !== '' || parts.length > 0
}

/**
 * The mode that the search is done with: words of names can be looked for only where there are words.
 *
 * @param {View} view
 * @returns {Mode}
 */
export function modeOf({ words, mode }) {
  return words === '' ? 'vector' : mode
}

/** @param {View} view */
export function isTimeline(view) {
  return !isSearch(view) && view.sort === '-taken_at'
}

/** @param {PageFilter} filter */
export function isFiltered(filter) {
  return JSON.stringify(filter) !== JSON.stringify(emptyFilter())
}

/**
 * With a part more, or with another weight for the picture that is one already.
 *
 * @param {View} view
 * @param {Part} part
 * @returns {View}
 */
export function withPart(view, part) {
  const others = view.parts.filter((one) => !isSamePart(one, part))
  return { ...view, parts: [...others, part].slice(-partsMax), isAll: false, open: null }
}

/**
 * @param {View} view
 * @param {Part} part
 * @returns {View}
 */
export function withoutPart(view, part) {
  return { ...view, parts: view.parts.filter((one) => !isSamePart(one, part)), isAll: false, open: null }
}

/**
 * With the part where it was, but with another weight.
 *
 * @param {View} view
 * @param {Part} part
 * @param {number} weight
 * @returns {View}
 */
export function withWeight(view, part, weight) {
  const parts = view.parts.map((one) => (isSamePart(one, part) ? { ...one, weight } : one))
  return { ...view, parts, isAll: false, open: null }
}

/**
 * @param {Part} a
 * @param {Part} b
 */
function isSamePart(a, b) {
  if (a.kind === 'image' && b.kind === 'image') return a.imageId === b.imageId
  if (a.kind === 'text' && b.kind === 'text') return a.text === b.text
  return a.kind === 'file' && b.kind === 'file' && a.file === b.file
}

/**
 * Whether both show the same pictures; which of them is open may differ.
 *
 * @param {View} a
 * @param {View} b
 */
export function hasSameResults(a, b) {
  const files = (/** @type {View} */ { parts }) => parts.flatMap((part) => (part.kind === 'file' ? part.file : []))
  const rest = (/** @type {View} */ view) => JSON.stringify({ ...view, open: null })
  const [mine, others] = [files(a), files(b)]
  return rest(a) === rest(b) && mine.length === others.length && mine.every((file, i) => file === others[i])
}
