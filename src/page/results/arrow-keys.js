// The arrow keys go from picture to picture in the grid, as the pictures lie; Home and End to the first and the last. Tab goes on as ever.

/** @param {HTMLElement} area */
export function listenForArrows(area) {
  area.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const pictures = /** @type {HTMLElement[]} */ ([...area.querySelectorAll('.open')])
    const i = pictures.indexOf(/** @type {HTMLElement} */ (event.target))
    const next = i === -1 ? undefined : findNext(pictures, i, event.key)
    if (next === undefined) return
    event.preventDefault()
    next.focus()
  })
}

/**
 * @param {HTMLElement[]} pictures
 * @param {number} i
 * @param {string} key
 */
function findNext(pictures, i, key) {
  if (key === 'ArrowRight') return pictures[i + 1]
  if (key === 'ArrowLeft') return pictures[i - 1]
  if (key === 'Home') return pictures[0]
  if (key === 'End') return pictures.at(-1)
  if (key === 'ArrowDown') return nearestOf(pictures[i], pictures.slice(i + 1))
  if (key === 'ArrowUp') return nearestOf(pictures[i], pictures.slice(0, i).reverse())
  return undefined
}

/**
 * Of the row after that of `from`, the picture whose middle lies nearest.
 *
 * @param {HTMLElement | undefined} from
 * @param {HTMLElement[]} others in the order of their distance
 */
function nearestOf(from, others) {
  if (from === undefined) return undefined
  const here = from.getBoundingClientRect()
  const middle = here.left + here.width / 2
  const boxes = others.map((other) => ({ other, box: other.getBoundingClientRect() }))
  const row = boxes.find(({ box }) => Math.abs(box.top - here.top) > 8)?.box.top
  const distance = (/** @type {DOMRect} */ box) => Math.abs(box.left + box.width / 2 - middle)
  return boxes
    .filter(({ box }) => row !== undefined && Math.abs(box.top - row) <= 8)
    .sort((a, b) => distance(a.box) - distance(b.box))[0]?.other
}
