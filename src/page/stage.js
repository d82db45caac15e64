// Loads a view and draws all of the page that follows from it, and then the pages behind it. main.js says which view, and joins the parts.

/** @import { createKeyDialog } from './access/key-dialog.js' */
/** @import { createFilterPanel } from './filters/filter-panel.js' */
/** @import { Page } from './requests/search-request.js' */
/** @import { createChips } from './results/chips.js' */
/** @import { createMore } from './results/more.js' */
/** @import { createResults } from './results/results.js' */
/** @import { createToolbar } from './results/toolbar.js' */
/** @import { createWelcome } from './results/welcome.js' */
/** @import { createSearchBox } from './search-box.js' */
/** @import { View } from './state/view.js' */
/** @import { createLateViewer } from './viewer/late-viewer.js' */
import { pause } from './requests/api.js'
import { ProblemError } from './requests/failures.js'
import { countMax, loadView, pageSize } from './requests/load-view.js'
import { toRequest } from './requests/search-request.js'
import { currentView } from './state/history.js'
import { hasSameResults, startView } from './state/view.js'

/** Pictures that come back at once on the way back; beyond, the visitor scrolls again. */
const restoredMax = 500
/** How often a page that is online again tries, a second apart. */
const recoveriesMax = 5

/**
 * @typedef {{ searchBox: ReturnType<typeof createSearchBox>, toolbar: ReturnType<typeof createToolbar>, filters: ReturnType<typeof createFilterPanel>, chips: ReturnType<typeof createChips>, results: ReturnType<typeof createResults>, more: ReturnType<typeof createMore>, viewer: ReturnType<typeof createLateViewer>, welcome: ReturnType<typeof createWelcome>, keyDialog: ReturnType<typeof createKeyDialog> }} PageParts
 */

/** @param {PageParts} parts */
export function createStage({ searchBox, toolbar, filters, chips, results, more, viewer, welcome, keyDialog }) {
  let running = new AbortController()
  /** What was asked for last, which may be on its way still. */
  let wanted = startView()
  /** What is on the page, or failed to come there, and the page behind it. */
  let shown = startView()
  /** @type {Page | null} */
  let next = null
  let hasFailed = false

  /**
   * Loads and draws the view; the one before, if still on its way, is abandoned.
   *
   * @param {View} view
   * @param {{ shown: number, y: number }} [place] how far the visitor was on it before
   * @returns {Promise<boolean>} whether this view was drawn, not abandoned for another
   */
  async function show(view, place = { shown: 0, y: 0 }) {
    running.abort()
    running = new AbortController()
    const { signal } = running
    wanted = view
    next = null
    more.reset()
    searchBox.setWords(view.words)
    toolbar.draw(view)
    filters.show(view)
    if (results.pictures().length === 0) welcome.prepare(view)
    results.showLoading()
    try {
      const found = await loadView(view, { count: Math.max(pageSize, Math.min(restoredMax, place.shown)) }, signal)
      if (signal.aborted) return false
      shown = view
      hasFailed = false
      chips.draw(view, found)
      welcome.show(view, found)
      results.showFound(view, found)
      next = found.next
      more.show(next !== null)
      if (place.y > 0) scrollTo({ top: place.y, behavior: 'instant' })
      syncViewer(currentView())
    } catch (error) {
      if (signal.aborted) return false
      shown = view
      hasFailed = true
      welcome.hide()
      chips.draw(view, { subjects: new Map() })
      results.showFailure(view, error, () => show(view))
      askForKey(error)
    }
    return true
  }

  /** @param {unknown} error */
  function askForKey(error) {
    if (error instanceof ProblemError && error.problem.status === 401) keyDialog.open()
  }

  /** Tries again what failed; a network that has just come back may need some time. */
  async function recover() {
    for (let tries = 0; hasFailed && tries < recoveriesMax; tries++) {
      if (tries > 0) await pause(1)
      // Another view that was asked for meanwhile goes its own way.
      if (hasFailed && !(await show(currentView()))) return
    }
  }

  /** @returns {Promise<HTMLElement | null>} what can take the focus in the first of the new pictures */
  async function showMore() {
    const { signal } = running
    if (next === null) return null
    try {
      const found = await loadView(shown, next, signal)
      if (signal.aborted) return null
      next = found.next
      const first = results.showMore(shown, found)
      more.show(next !== null)
      return first
    } catch (error) {
      if (signal.aborted) return null
      askForKey(error)
      // A cursor may end with the process that made it: the list begins anew, as far as it was seen.
      if (!(error instanceof ProblemError && error.problem.code === 'CURSOR_INVALID')) throw error
      await show(shown, { shown: results.pictures().length + pageSize, y: scrollY })
      return null
    }
  }

  /** @param {View} view */
  function syncViewer({ open }) {
    if (open === null) viewer.close()
    else viewer.open(open)
  }

  return {
    show,
    showMore,
    syncViewer,
    /** Whether the pictures of the view are on the page, or on their way there. @param {View} view */
    shows: (view) => !hasFailed && hasSameResults(view, wanted),
    recover,
    /** The request that gives what is on the page, all in one as far as the service answers at once. */
    request: () => toRequest(shown, { count: Math.min(countMax, Math.max(pageSize, results.pictures().length)) }),
  }
}
