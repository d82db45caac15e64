// The current view in the browser's history, with what no address can hold: the visitor's own pictures of this visit, how far was
// scrolled, and how much was loaded by then. main.js acts on it.

/** @import { View } from './view.js' */
import { readAddress, writeAddress } from './address.js'

/**
 * Files are named by their place in `files` of one load of the page; `isOpenedHere` tells that the entry before is the same view without its picture large.
 * @typedef {{ files?: { i: number, weight: number }[], load?: number, shown?: number, y?: number, isOpenedHere?: boolean }} Entry
 */

/** @type {File[]} */
const files = []
/** Which load of the page `files` belong to: entries outlive a reload, and the files do not. */
const load = performance.timeOrigin

// The pictures come after the browser would have scrolled.
history.scrollRestoration = 'manual'

/** @returns {View} */
export function currentView() {
  const view = readAddress(location.search)
  const { files: own = [], load: loadOfFiles } = entry()
  const parts = own.flatMap(({ i, weight }) => {
    const file = loadOfFiles === load ? files[i] : undefined
    return file ? [{ kind: /** @type {const} */ ('file'), file, weight }] : []
  })
  return { ...view, parts: [...parts, ...view.parts] }
}

/**
 * Makes `view` the current one, in a new history entry unless `replace`.
 *
 * @param {View} view
 * @param {{ replace?: boolean }} [options]
 */
export function enterView(view, { replace = false } = {}) {
  const own = view.parts.flatMap((part) => (part.kind === 'file' ? [{ i: keep(part.file), weight: part.weight }] : []))
  const state = own.length === 0 ? {} : { files: own, load }
  if (replace) history.replaceState({ ...entry(), files: undefined, ...state }, '', writeAddress(view))
  else history.pushState({ ...state, isOpenedHere: view.open !== null }, '', writeAddress(view))
}

/** Whether the picture that is shown large was opened on this page, so that closing it is the way back. */
export function isOpenedHere() {
  return entry().isOpenedHere === true
}

/**
 * Remembers how far the visitor is on the current entry, for the way back.
 *
 * @param {{ shown: number, y: number }} place
 */
export function rememberPlace(place) {
  history.replaceState({ ...entry(), ...place }, '')
}

/** @returns {{ shown: number, y: number }} */
export function recallPlace() {
  const { shown = 0, y = 0 } = entry()
  return { shown, y }
}

/** @returns {Entry} */
function entry() {
  return history.state ?? {}
}

/** @param {File} file */
function keep(file) {
  const i = files.indexOf(file)
  return i === -1 ? files.push(file) - 1 : i
}
