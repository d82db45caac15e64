// The three ways to bring a picture of one's own: pick, drop, paste. The service judges whether a file is a picture.

import { byId } from './dom.js'

/** @param {(file: File) => void} onPicture */
export function listenForPictures(onPicture) {
  listenForPick(onPicture)
  listenForDrop(onPicture)
  listenForPaste(onPicture)
}

/** @param {(file: File) => void} onPicture */
function listenForPick(onPicture) {
  const input = byId('picture', HTMLInputElement)
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    // Cleared, so that the same file can be picked again.
    input.value = ''
    if (file) onPicture(file)
  })
}

/** @param {(file: File) => void} onPicture */
function listenForDrop(onPicture) {
  const { dataset } = document.body
  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    dataset.dropping = ''
  })
  document.addEventListener('dragleave', (event) => {
    // Only when the pointer leaves the window, not when it passes from one element to the next.
    if (event.relatedTarget === null) delete dataset.dropping
  })
  document.addEventListener('drop', (event) => {
    delete dataset.dropping
    const file = event.dataTransfer?.files[0]
    if (!file) return
    event.preventDefault()
    onPicture(file)
  })
}

/** @param {(file: File) => void} onPicture */
function listenForPaste(onPicture) {
  document.addEventListener('paste', (event) => {
    const file = event.clipboardData?.files[0]
    if (!file) return
    event.preventDefault()
    onPicture(file)
  })
}
