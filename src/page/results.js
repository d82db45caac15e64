// The part of the page below the search box: heading, status, tiles, or a message in their place.
// main.js says when; grid.js and message.js draw.

/** @import { Found } from './load-view.js' */
/** @import { TileActions } from './tile.js' */
/** @import { View } from './view.js' */
import { byId, element } from './dom.js'
import { createGrid } from './grid.js'
import { emptyMessage, failureMessage, noHitsMessage } from './message.js'
import { nameOf, thumbnailAddress } from './picture-facts.js'
import { createPictureLoader } from './picture-loader.js'

/** After this a wait is worth a word; most answers are quicker. */
const patienceMs = 400

/** @param {TileActions} actions */
export function createResults(actions) {
  const main = byId('main', HTMLElement)
  const subject = byId('subject', HTMLElement)
  const heading = byId('heading', HTMLElement)
  const status = byId('status', HTMLElement)
  const message = byId('message', HTMLElement)
  const grid = createGrid(byId('results', HTMLUListElement), actions)
  const rest = byId('rest', HTMLElement)
  const subjectLoader = createPictureLoader()
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience

  /** Keeps what is shown while the answer is on its way; only a slow answer is spoken of. */
  function showLoading() {
    main.setAttribute('aria-busy', 'true')
    clearTimeout(patience)
    patience = setTimeout(() => {
      status.textContent = 'Searching…'
    }, patienceMs)
  }

  /** @param {string} words */
  function showDone(words) {
    clearTimeout(patience)
    main.removeAttribute('aria-busy')
    status.textContent = words
  }

  /**
   * @param {View} view
   * @param {Found} found
   */
  function showFound(view, found) {
    const empty = found.total === 0
    drawHead(view, found)
    message.replaceChildren(
      ...(empty ? [emptyMessage()] : []),
      ...(!empty && found.pictures.length === 0 ? [noHitsMessage()] : []),
    )
    grid.draw(found.pictures)
    rest.hidden = !found.isCut || empty
    showDone(empty ? '' : statusOf(view, found))
  }

  /**
   * @param {View} view
   * @param {unknown} error
   * @param {() => void} retry
   */
  function showFailure(view, error, retry) {
    drawHead(view, { pictures: [] })
    message.replaceChildren(failureMessage(error, retry))
    grid.draw([])
    rest.hidden = true
    showDone('')
  }

  /**
   * @param {View} view
   * @param {Found} found
   */
  function drawHead(view, found) {
    const title = titleOf(view, found)
    heading.textContent = title
    document.title = view.kind === 'start' ? 'Likeness' : `${title} – Likeness`
    drawSubject(view, found)
  }

  /**
   * The picture that was searched with, small, beside the heading.
   *
   * @param {View} view
   * @param {Found} found
   */
  function drawSubject(view, found) {
    subjectLoader.clear()
    const image = element('img', { alt: '', draggable: false })
    if (view.kind === 'picture') subjectLoader.show(image, view.file)
    if (found.subject) subjectLoader.show(image, thumbnailAddress(found.subject, 'grid'))
    subject.hidden = view.kind !== 'picture' && !found.subject
    subject.replaceChildren(image)
  }

  return { showLoading, showFound, showFailure, focus: () => heading.focus() }
}

/**
 * @param {View} view
 * @param {Found} found
 */
function titleOf(view, { subject }) {
  if (view.kind === 'text') return `“${view.query}”`
  if (view.kind === 'similar') return `Like ${subject ? nameOf(subject) : view.imageId}`
  if (view.kind === 'picture') return `Like ${view.file.name || 'your picture'}`
  return 'Pictures'
}

/**
 * @param {View} view
 * @param {Found} found
 */
function statusOf(view, { pictures, total, tookMs, truncated }) {
  const count = pictures.length.toLocaleString('en')
  const noun = pictures.length === 1 ? 'picture' : 'pictures'
  if (view.kind === 'start') {
    const shown = total === pictures.length ? `All ${count}` : `The first ${count} of ${total?.toLocaleString('en')}`
    return `${shown}. Type what you look for, or drop or paste a picture.`
  }
  if (pictures.length === 0) return 'Nothing found'
  const time = tookMs === undefined ? '' : ` in ${Math.max(1, Math.round(tookMs))} ms`
  const cut = truncated ? '; the text was too long, its end was left out' : ''
  return `${count} ${noun}${time}, best first${cut}`
}
