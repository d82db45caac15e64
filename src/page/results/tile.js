// One tile of the grid: the thumbnail, which opens the viewer, more and less like this, the stack it stands for, name and score.

/** @import { Hit, Image } from '../../http/schemas/image.ts' */
import { element, icon } from '../dom.js'
import { nameOf, scoreOf, shownRatio, thumbnailAddress } from '../picture-facts.js'
import { createPictureLoader } from '../picture-loader.js'
import { likeWeight, unlikeWeight } from '../state/view.js'

/**
 * What the visitor may do with a tile.
 * @typedef {{ onOpen: (imageId: string) => void, onSteer: (imageId: string, weight: number) => void }} TileActions
 */
/** @typedef {ReturnType<typeof createTile>} Tile */

/**
 * @param {Hit | Image} first
 * @param {TileActions} actions
 */
export function createTile(first, { onOpen, onSteer }) {
  const id = first.image_id
  const loader = createPictureLoader()
  const image = element('img', { alt: '', draggable: false, decoding: 'async' })
  const open = element('button', { type: 'button', className: 'open', onclick: () => onOpen(id) }, image)
  const more = steerButton('more', 'More like this', () => onSteer(id, likeWeight))
  const less = steerButton('less', 'Less like this', () => onSteer(id, unlikeWeight))
  const stack = element('span', { className: 'stack' })
  const name = element('span', { className: 'name' })
  const words = element(
    'span',
    { className: 'by-words', title: 'Found by the words of its name, folder, tags or caption' },
    'words',
  )
  const score = element('span', { className: 'score', title: 'Score: cosine similarity, at most 1' })
  const caption = element('p', { className: 'caption' }, name, words, score)
  const steer = element('div', { className: 'steer' }, more, less)
  const item = element('li', { className: 'tile' }, open, stack, steer, caption)
  loader.show(image, thumbnailAddress(first, 'grid'))

  /** @param {Hit | Image} next the same picture, as another answer has it */
  function update(next) {
    // A picture that could not be had may be there now.
    if (image.dataset.missing !== undefined) loader.show(image, thumbnailAddress(next, 'grid'))
    const copies = 'duplicates' in next ? (next.duplicates?.count ?? 0) : 0
    name.textContent = nameOf(next)
    name.title = next.relative_path ?? nameOf(next)
    score.textContent = scoreOf(next)
    words.hidden = !('text_score' in next)
    stack.hidden = copies === 0
    stack.replaceChildren(icon('stack'), ` ${copies + 1}`)
    stack.title = `A stack of ${copies + 1} pictures that are nearly the same`
    item.classList.toggle('stacked', copies > 0)
    open.ariaLabel = `Open ${nameOf(next)}${copies > 0 ? `, a stack of ${copies + 1}` : ''}`
    more.ariaLabel = `More like ${nameOf(next)}`
    less.ariaLabel = `Less like ${nameOf(next)}`
    item.style.setProperty('--ratio', String(shownRatio(next)))
  }

  return { item, update, release: loader.clear }
}

/**
 * @param {'more' | 'less'} kind
 * @param {string} title
 * @param {() => void} onclick
 */
function steerButton(kind, title, onclick) {
  return element('button', { type: 'button', className: kind, title, onclick }, icon(kind))
}
