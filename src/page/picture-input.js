// The ways to bring pictures of one's own: pick, drop, paste. What is dropped on the left is searched with, on the right it is added to
// the library. The service judges whether a file is a picture.

import { byId } from './dom.js'

/** @typedef {{ onSearch: (files: File[]) => void, onAdd: (files: File[]) => void }} PictureActions */

/** @param {PictureActions} actions */
export function listenForPictures({ onSearch, onAdd }) {
  listenForPick(onSearch)
  listenForDrop({ onSearch, onAdd })
  listenForPaste({ onSearch, onAdd })
}

/** A dialog lies above the page: what is dropped or pasted while pictures are added is added, too. */
function isAdding() {
  return byId('upload-dialog', HTMLDialogElement).open
}

/** @param {(files: File[]) => void} onSearch */
function listenForPick(onSearch) {
  const input = byId('picture', HTMLInputElement)
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])]
    // Cleared, so that the same file can be picked again.
    input.value = ''
    if (files.length > 0) onSearch(files)
  })
}

/** @param {PictureActions} actions */
function listenForDrop({ onSearch, onAdd }) {
  const { dataset } = document.body
  const toAdd = byId('drop-add', HTMLElement)
  const isOver = (/** @type {DragEvent} */ event) => event.target instanceof Node && toAdd.contains(event.target)

  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    dataset.dropping = isOver(event) || isAdding() ? 'add' : 'search'
  })
  document.addEventListener('dragleave', (event) => {
    // Only when the pointer leaves the window, not when it passes from one element to the next.
    if (event.relatedTarget === null) delete dataset.dropping
  })
  document.addEventListener('drop', (event) => {
    delete dataset.dropping
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    if (isOver(event) || isAdding()) onAdd(files)
    else onSearch(files)
  })
}

/** @param {PictureActions} actions */
function listenForPaste({ onSearch, onAdd }) {
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    if (isAdding()) onAdd(files)
    else onSearch(files)
  })
}
