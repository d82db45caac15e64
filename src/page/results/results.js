// The part of the page below the search box: heading, status, tiles, or a message in their place.
// main.js says when; grid.js and message.js draw.

/** @import { Hit, Image } from '../../http/schemas/image.ts' */
/** @import { Found } from '../requests/load-view.js' */
/** @import { View } from '../state/view.js' */
/** @import { TileActions } from './tile.js' */
import { byId, element } from '../dom.js'
import { isFiltered, isSearch, isTimeline } from '../state/view.js'
import { createGrid } from './grid.js'
import { emptyMessage, failureMessage, noHitsMessage } from './message.js'
import { monthOf } from './months.js'
import { statusOf, titleOf } from './title.js'

/** After this a wait is worth a word; most answers are quicker. */
const patienceMs = 400
/** Tiles that stand in while the first answer is on its way. */
const ghostCount = 12

/** @param {TileActions & { onAdd: () => void, onClearFilter: () => void }} actions */
export function createResults(actions) {
  const main = byId('main', HTMLElement)
  const heading = byId('heading', HTMLElement)
  const status = byId('status', HTMLElement)
  const message = byId('message', HTMLElement)
  const area = byId('results', HTMLElement)
  const rest = byId('rest', HTMLElement)
  const grid = createGrid(area, actions)
  /** @type {(Hit | Image)[]} */
  let pictures = []
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience
  let isFirst = true

  /** Keeps what is shown while the answer is on its way; only a slow answer is spoken of. The first one has its room from the start. */
  function showLoading() {
    main.ariaBusy = 'true'
    clearTimeout(patience)
    if (isFirst) showGhosts()
    isFirst = false
    patience = setTimeout(() => {
      status.textContent = 'Searching…'
      showGhosts()
    }, patienceMs)
  }

  function showGhosts() {
    if (grid.count() === 0 && message.childElementCount === 0) area.replaceChildren(createGhosts())
  }

  /** @param {string} words */
  function showDone(words) {
    clearTimeout(patience)
    main.ariaBusy = null
    status.textContent = words
  }

  /**
   * @param {View} view
   * @param {Found} found
   */
  function showFound(view, found) {
    drawHead(view, found)
    pictures = found.pictures
    message.replaceChildren(...explainNothing(view, found))
    grid.draw(pictures, isTimeline(view) ? monthOf : null)
    rest.hidden = !found.isCut || !!found.isLibraryEmpty
    showDone(found.isLibraryEmpty ? '' : statusOf(view, found))
  }

  /**
   * The next page, behind what is there.
   *
   * @param {View} view
   * @param {Found} found
   * @returns {HTMLElement | null} what can take the focus in the first of the new ones
   */
  function showMore(view, found) {
    const known = new Set(pictures.map(({ image_id: id }) => id))
    const fresh = found.pictures.filter(({ image_id: id }) => !known.has(id))
    pictures = [...pictures, ...fresh]
    const first = grid.append(fresh, isTimeline(view) ? monthOf : null)
    rest.hidden = !found.isCut
    status.textContent = statusOf(view, { ...found, pictures, tookMs: undefined })
    return first
  }

  /**
   * @param {View} view
   * @param {Found} found
   */
  function explainNothing(view, found) {
    if (found.isLibraryEmpty) return [emptyMessage(actions.onAdd)]
    if (found.pictures.length > 0) return []
    const onClearFilter = isFiltered(view.filter) ? actions.onClearFilter : null
    return [noHitsMessage({ isSearch: isSearch(view), onClearFilter })]
  }

  /**
   * @param {View} view
   * @param {unknown} error
   * @param {() => void} retry
   */
  function showFailure(view, error, retry) {
    drawHead(view, { subjects: new Map() })
    pictures = []
    message.replaceChildren(failureMessage(error, retry))
    grid.draw([], null)
    rest.hidden = true
    showDone('')
  }

  /**
   * @param {View} view
   * @param {Pick<Found, 'subjects'>} found
   */
  function drawHead(view, found) {
    const title = titleOf(view, found)
    heading.textContent = title
    document.title = isSearch(view) ? `${title} – Likeness` : 'Likeness'
  }

  return {
    showLoading,
    showFound,
    showMore,
    showFailure,
    say: showDone,
    pictures: () => pictures,
    focus: () => heading.focus(),
  }
}

function createGhosts() {
  const ghosts = element('div', { className: 'ghosts', ariaHidden: 'true' })
  for (let i = 0; i < ghostCount; i++) ghosts.append(element('div', { className: 'ghost' }))
  return ghosts
}
