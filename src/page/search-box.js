// The search box: words are searched as they are typed, after a short pause, and at once on Enter. main.js acts on them.

import { byId } from './dom.js'

/** Long enough to skip most half-typed words; with the time of a search it stays below what is felt as a wait (docs/page.md). */
const pauseMs = 120

/** @param {(words: string, how: { typing: boolean }) => void} onWords */
export function createSearchBox(onWords) {
  const form = byId('search', HTMLFormElement)
  const input = byId('query', HTMLInputElement)
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause
  /** The words of the view; null before the first. */
  let shown = /** @type {string | null} */ (null)

  input.addEventListener('input', () => {
    clearTimeout(pause)
    pause = setTimeout(() => onWords(input.value.trim(), { typing: true }), pauseMs)
  })

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    clearTimeout(pause)
    onWords(input.value.trim(), { typing: false })
  })

  /**
   * Shows the words of the current view; the visitor's own spaces stay as they are. What is being typed goes on where only other answers
   * came for the same words.
   *
   * @param {string} words
   */
  function setWords(words) {
    if (words === shown) return
    shown = words
    clearTimeout(pause)
    if (input.value.trim() !== words) input.value = words
  }

  return { setWords }
}
