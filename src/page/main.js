// Joins the parts of the page: what the visitor does becomes a view, and the stage shows it.
// Read this first, then state/view.js, stage.js and results/results.js.

/** @import { PageFilter, Part, View } from './state/view.js' */
import { showAbout } from './about.js'
import { createKeyDialog } from './access/key-dialog.js'
import { watchConnection } from './connection.js'
import { byId } from './dom.js'
import { createFilterPanel } from './filters/filter-panel.js'
import { createLater } from './later.js'
import { listenForPictures } from './picture-input.js'
import { createChips } from './results/chips.js'
import { createMore } from './results/more.js'
import { createResults } from './results/results.js'
import { createToolbar } from './results/toolbar.js'
import { createWelcome } from './results/welcome.js'
import { createSearchBox } from './search-box.js'
import { createStage } from './stage.js'
import { currentView, enterView, isOpenedHere, recallPlace, rememberPlace } from './state/history.js'
import {
  emptyFilter,
  likeWeight,
  partsMax,
  startView,
  unlikeWeight,
  withoutPart,
  withPart,
  withWeight,
} from './state/view.js'
import { createLateViewer } from './viewer/late-viewer.js'

/** How long scrolling rests before the place is remembered. */
const restMs = 150

/** Whether the current history entry is one that typing made; further typing rewrites it instead of adding more. */
let entryIsTyped = false

const results = createResults({
  onOpen: openPicture,
  onSteer: steer,
  onAdd: () => addPictures([]),
  onClearFilter: () => filter(emptyFilter()),
})
const more = createMore(() => stage.showMore())
const chips = createChips({
  onRemove: (part) => go(withoutPart(currentView(), part)),
  onWeigh: (part, weight) => go(withWeight(currentView(), part, weight)),
  onFilter: filter,
  onClear: () => go({ ...currentView(), parts: [], filter: emptyFilter(), isAll: false }),
})
const filters = createFilterPanel({
  onFilter: filter,
  onNot: (text) => go(withPart(currentView(), { kind: 'text', text, weight: unlikeWeight })),
})
const toolbar = createToolbar({
  onMode: (mode) => go({ ...currentView(), mode, isAll: false }),
  onStacked: (isStacked) => go({ ...currentView(), isStacked }),
  onSort: (sort) => go({ ...currentView(), sort }),
  onRequest: () => withLater(requestDialog, (dialog) => dialog.open(stage.request())),
})
const viewer = createLateViewer(
  {
    onSteer: steer,
    onOnly: (imageId) =>
      jump(withPart({ ...startView(), filter: currentView().filter }, likePart(imageId, likeWeight))),
    onFilter: (part) => jump({ ...currentView(), filter: { ...emptyFilter(), ...part } }),
    onTurn: (imageId) => enterAndOpen({ ...currentView(), open: imageId }, { replace: true }),
    onClose: closePicture,
  },
  { neighbours: () => results.pictures(), request: () => stage.request() },
  () => {
    closePicture()
    sayNotLoaded()
  },
)
const requestDialog = createLater(async () => (await import('./viewer/request-dialog.js')).createRequestDialog())
const uploads = createLater(async () => (await import('./upload/upload-dialog.js')).createUploadDialog(uploadActions))
const uploadActions = {
  onAdded: () => {
    filters.forgetCounts()
    refresh()
  },
  onShow: () => jump({ ...startView(), sort: /** @type {const} */ ('-added_at') }),
  onKeyNeeded: () => keyDialog.open(),
}
const keyDialog = createKeyDialog(refresh)
const searchBox = createSearchBox(searchWords)
const welcome = createWelcome((words) => jump({ ...startView(), words }))
const stage = createStage({ searchBox, toolbar, filters, chips, results, more, viewer, welcome, keyDialog })

byId('show-all', HTMLButtonElement).addEventListener('click', () => jump({ ...currentView(), isAll: true }))
listenForPictures({ onSearch: searchPictures, onAdd: addPictures })
byId('open-upload', HTMLButtonElement).addEventListener('click', () => addPictures([]))
watchConnection(stage.recover)
addEventListener('popstate', comeBack)
listenForSkipping()
rememberScrolling()
stage.show(currentView(), recallPlace())
delete document.body.dataset.starting
showAbout()

/**
 * @param {string} words
 * @param {{ typing: boolean }} how
 */
function searchWords(words, { typing }) {
  const current = currentView()
  const view = { ...current, words, isAll: false, open: null }
  const isSame = current.words === words
  if (!isSame) {
    enterView(view, { replace: entryIsTyped })
    scrollTo({ top: 0 })
  }
  entryIsTyped = typing && (entryIsTyped || !isSame)
  if (!isSame || !typing) stage.show(view)
}

/** Other answers are to be had now. As many as are seen, so that nothing moves from under the visitor. */
function refresh() {
  stage.show(currentView(), { shown: results.pictures().length, y: 0 })
  showAbout()
}

/** @param {File[]} files */
async function searchPictures(files) {
  const view = currentView()
  const own = files.map((file) => /** @type {Part} */ ({ kind: 'file', file, weight: likeWeight }))
  const isDrawn = await jump(own.reduce(withPart, view))
  const left = view.parts.length + own.length - partsMax
  if (isDrawn && left > 0) results.say(`A search takes ${partsMax} pictures at once; the first ${left} were left out`)
}

/**
 * @param {string} imageId
 * @param {number} weight
 */
function steer(imageId, weight) {
  jump(withPart(currentView(), likePart(imageId, weight)))
}

/** @param {PageFilter} filter */
function filter(filter) {
  go({ ...currentView(), filter })
}

/**
 * Goes to a view that belongs elsewhere on the page: the focus follows.
 *
 * @param {View} view
 * @returns {Promise<boolean>} whether this view was drawn, not abandoned for another
 */
async function jump(view) {
  filters.close()
  const drawn = go(view)
  scrollTo({ top: 0 })
  const isDrawn = await drawn
  if (isDrawn) results.focus()
  return isDrawn
}

/**
 * @param {View} view
 * @returns {Promise<boolean>} whether this view was drawn, not abandoned for another
 */
function go(view) {
  rememberHere()
  requestDialog.now()?.close()
  viewer.close()
  enterView({ ...view, open: null })
  entryIsTyped = false
  return stage.show(currentView())
}

/** @param {File[]} files */
function addPictures(files) {
  withLater(uploads, (dialog) => (files.length === 0 ? dialog.open() : dialog.add(files)))
}

/**
 * @template Part
 * @param {{ get: () => Promise<Part> }} later
 * @param {(part: Part) => void} act
 */
function withLater(later, act) {
  later.get().then(act, sayNotLoaded)
}

function sayNotLoaded() {
  results.say('This part of the page cannot be loaded: the service does not answer')
}

/** @param {string} imageId */
function openPicture(imageId) {
  rememberHere()
  enterAndOpen({ ...currentView(), open: imageId }, { replace: false })
}

/**
 * @param {View} view
 * @param {{ replace: boolean }} how
 */
function enterAndOpen(view, how) {
  enterView(view, how)
  if (view.open !== null) viewer.open(view.open)
}

/** The visitor closed the viewer. */
function closePicture() {
  const view = currentView()
  if (view.open === null) return
  if (isOpenedHere()) history.back()
  else enterView({ ...view, open: null }, { replace: true })
}

function comeBack() {
  const view = currentView()
  entryIsTyped = false
  requestDialog.now()?.close()
  if (stage.shows(view)) stage.syncViewer(view)
  else stage.show(view, recallPlace())
}

/**
 * @param {string} imageId
 * @param {number} weight
 * @returns {Part}
 */
function likePart(imageId, weight) {
  return { kind: 'image', imageId, weight }
}

/** How far the visitor is on the page, for the way back. */
function rememberHere() {
  rememberPlace({ shown: results.pictures().length, y: scrollY })
}

/** The links at the very beginning make no entry of the history: the visitor's own pictures would not be in it. */
function listenForSkipping() {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('.skip-link'))) {
    link.addEventListener('click', (event) => {
      event.preventDefault()
      const target = byId(link.hash.slice(1), HTMLElement)
      target.scrollIntoView()
      target.focus({ preventScroll: true })
    })
  }
}

function rememberScrolling() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let rest
  addEventListener('scroll', () => {
    clearTimeout(rest)
    rest = setTimeout(rememberHere, restMs)
  })
  // What was scrolled before belongs to the entry that is left.
  addEventListener('popstate', () => clearTimeout(rest))
}
