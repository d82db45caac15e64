// What the page shows, and how that is written in the address and in the history, so that links can be shared and the back
// button works. Pure but for history and location; main.js acts on it.

/**
 * The start, words, a stored picture, or a picture of the visitor's own.
 * @typedef {{ kind: 'start' } | ({ kind: 'text', query: string } | { kind: 'similar', imageId: string } | { kind: 'picture', file: File }) & Breadth} View
 */

/**
 * Whether pictures are shown that hardly answer, too.
 * @typedef {{ isAll?: boolean }} Breadth
 */

/**
 * The visitor's own pictures of this visit: they fit into no address, so history entries carry their place in this list.
 * @type {File[]}
 */
const pictures = []

/**
 * The view that the address and the history entry stand for. A picture that a reload has lost becomes the start.
 *
 * @returns {View}
 */
export function currentView() {
  const parameters = new URLSearchParams(location.search)
  const isAll = parameters.has('all')
  const file = pictures[history.state?.picture]
  if (file !== undefined) return { kind: 'picture', file, isAll }
  const imageId = parameters.get('similar')
  if (imageId) return { kind: 'similar', imageId, isAll }
  const query = parameters.get('q')?.trim()
  if (query) return { kind: 'text', query, isAll }
  return { kind: 'start' }
}

/**
 * Makes `view` the current one, in a new history entry unless `replace`.
 *
 * @param {View} view
 * @param {{ replace?: boolean }} [options]
 */
export function enterView(view, { replace = false } = {}) {
  const state = view.kind === 'picture' ? { picture: pictures.push(view.file) - 1 } : null
  if (replace) history.replaceState(state, '', addressOf(view))
  else history.pushState(state, '', addressOf(view))
}

/** @param {View} view */
function addressOf(view) {
  if (view.kind === 'start') return '/'
  const parameters = new URLSearchParams()
  if (view.kind === 'text') parameters.set('q', view.query)
  if (view.kind === 'similar') parameters.set('similar', view.imageId)
  if (view.isAll) parameters.set('all', '1')
  return parameters.size === 0 ? '/' : `/?${parameters}`
}
