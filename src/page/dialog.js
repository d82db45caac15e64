// How a dialog closes beside Escape: with its own button, and with a click beside it.

import { byId } from './dom.js'

/**
 * @param {HTMLDialogElement} dialog
 * @param {string} buttonId
 */
export function listenForClosing(dialog, buttonId) {
  byId(buttonId, HTMLButtonElement).addEventListener('click', () => dialog.close())
  dialog.addEventListener('click', ({ target, clientX, clientY }) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect()
    const isInside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom
    // The backdrop is the dialog to a click, and so are its padding and the gaps between what it holds.
    if (target === dialog && !isInside) dialog.close()
  })
}
