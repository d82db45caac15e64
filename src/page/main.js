// Joins the parts of the page: what the visitor does becomes a view, the view is loaded, what was found is shown.
// Read this first, then view.js, load-view.js and results.js.

/** @import { View } from './view.js' */
import { showAbout } from './about.js'
import { ProblemError } from './api.js'
import { byId } from './dom.js'
import { createKeyDialog } from './key-dialog.js'
import { loadView } from './load-view.js'
import { listenForPictures } from './picture-input.js'
import { createResults } from './results.js'
import { createSearchBox } from './search-box.js'
import { currentView, enterView } from './view.js'
import { createViewer } from './viewer.js'

let running = new AbortController()
/** Whether the current history entry is one that typing made; further typing rewrites it instead of adding more. */
let entryIsTyped = false

const viewer = createViewer({ onSimilar: openSimilar })
const results = createResults({ onOpen: viewer.open, onSimilar: openSimilar })
const keyDialog = createKeyDialog(() => show(currentView()))
const searchBox = createSearchBox(openWords)

byId('show-all', HTMLButtonElement).addEventListener('click', async () => {
  const view = currentView()
  if (view.kind !== 'start' && (await open({ ...view, isAll: true }))) results.focus()
})
listenForPictures((file) => open({ kind: 'picture', file }))
addEventListener('popstate', () => {
  entryIsTyped = false
  viewer.close()
  show(currentView())
})
show(currentView())
showAbout()

/**
 * @param {string} words
 * @param {{ typing: boolean }} how
 */
function openWords(words, { typing }) {
  const current = currentView()
  /** @type {View} */
  const view = words === '' ? { kind: 'start' } : { kind: 'text', query: words }
  const same =
    current.kind === view.kind &&
    (view.kind === 'start' || (current.kind === 'text' && current.query === words && !current.isAll))
  if (!same) enterView(view, { replace: entryIsTyped })
  entryIsTyped = typing && (entryIsTyped || !same)
  if (!same || !typing) show(view)
}

/** @param {string} imageId */
async function openSimilar(imageId) {
  if (await open({ kind: 'similar', imageId })) results.focus()
}

/** @param {View} view */
function open(view) {
  enterView(view)
  entryIsTyped = false
  scrollTo({ top: 0 })
  return show(view)
}

/**
 * Loads and draws the view; the one before, if still on its way, is abandoned.
 *
 * @param {View} view
 * @returns {Promise<boolean>} whether this view was drawn, not abandoned for another
 */
async function show(view) {
  running.abort()
  running = new AbortController()
  const { signal } = running
  searchBox.setWords(view.kind === 'text' ? view.query : '')
  results.showLoading()
  try {
    const found = await loadView(view, signal)
    if (signal.aborted) return false
    results.showFound(view, found)
  } catch (error) {
    if (signal.aborted) return false
    results.showFailure(view, error, () => show(view))
    if (error instanceof ProblemError && error.problem.status === 401) keyDialog.open()
  }
  return true
}
