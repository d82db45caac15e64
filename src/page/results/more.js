// The next page: it comes when the end of the grid comes near, or with the button below it, which keyboards and screen readers have.
// After some pages only the button goes on, so that what stands below the grid can be reached.

import { byId, element } from '../dom.js'
import { explainShortly } from './message.js'

/** Pages that come by themselves. */
const pagesMax = 10

/**
 * @param {() => Promise<HTMLElement | null>} onMore loads and draws the next page, and gives what can take the focus in it; rejects where that
 * fails
 */
export function createMore(onMore) {
  const area = byId('more', HTMLElement)
  const button = byId('show-more', HTMLButtonElement)
  const note = byId('more-note', HTMLElement)
  let pages = 0
  let isLoading = false
  /** Whether the button was pressed for the page that comes, perhaps while it came by itself: the focus follows. */
  let isAsked = false
  let isNear = false

  const observer = new IntersectionObserver(
    ([entry]) => {
      isNear = entry?.isIntersecting ?? false
      if (isNear) loadBySelf()
    },
    // Early enough that a steady scroll does not meet the end.
    { rootMargin: '600px 0px' },
  )
  observer.observe(area)
  button.addEventListener('click', () => {
    isAsked = true
    load()
  })

  function loadBySelf() {
    if (!area.hidden && note.textContent === '' && pages < pagesMax) load()
  }

  async function load() {
    if (isLoading) return
    isLoading = true
    area.ariaBusy = 'true'
    note.replaceChildren()
    pages += 1
    try {
      const first = await onMore()
      if (isAsked) first?.focus()
    } catch (error) {
      note.replaceChildren(element('span', { role: 'alert' }, explainShortly(error)))
    } finally {
      isLoading = false
      isAsked = false
      area.ariaBusy = null
      // A page that filled less than the screen leaves the end in sight, of which the observer says nothing new.
      if (isNear && note.textContent === '') setTimeout(() => isNear && loadBySelf())
    }
  }

  /** @param {boolean} hasMore */
  function show(hasMore) {
    area.hidden = !hasMore
    if (!hasMore) note.replaceChildren()
  }

  /** Another view is shown now. */
  function reset() {
    pages = 0
    area.hidden = true
    note.replaceChildren()
  }

  return { show, reset }
}
