// The viewer, loaded when the first picture is opened. What was asked for last holds, however long that takes.

/** @import { Surroundings, ViewerActions } from './viewer.js' */
import { createLater } from '../later.js'

/**
 * @param {ViewerActions} actions
 * @param {Surroundings} surroundings
 * @param {() => void} onFailure the viewer could not be loaded for the picture that is asked for
 */
export function createLateViewer(actions, surroundings, onFailure) {
  const later = createLater(async () => (await import('./viewer.js')).createViewer(actions, surroundings))
  /** @type {string | null} */
  let wantedId = null

  /** @param {string} imageId */
  async function open(imageId) {
    wantedId = imageId
    try {
      const viewer = await later.get()
      if (wantedId === imageId) viewer.open(imageId)
    } catch {
      if (wantedId === imageId) onFailure()
    }
  }

  function close() {
    wantedId = null
    later.now()?.close()
  }

  return { open, close }
}
