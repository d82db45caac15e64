// One tile of the grid: the thumbnail, which opens the viewer, "more like this", name and score.

/** @import { Hit, Image } from '../http/schemas/image.ts' */
import { element } from './dom.js'
import { nameOf, shownRatio, thumbnailAddress } from './picture-facts.js'
import { createPictureLoader } from './picture-loader.js'

/**
 * What the visitor may do with a tile.
 * @typedef {{ onOpen: (picture: Hit | Image) => void, onSimilar: (imageId: string) => void }} TileActions
 */
/** @typedef {ReturnType<typeof createTile>} Tile */

/**
 * @param {Hit | Image} first
 * @param {TileActions} actions
 */
export function createTile(first, { onOpen, onSimilar }) {
  let picture = first
  const loader = createPictureLoader()
  const image = element('img', { alt: '', draggable: false, decoding: 'async' })
  const open = element('button', { type: 'button', className: 'open', onclick: () => onOpen(picture) }, image)
  const similar = element(
    'button',
    { type: 'button', className: 'similar', title: 'More like this', onclick: () => onSimilar(picture.image_id) },
    element('span', { className: 'sign' }, '≈'),
    element('span', { className: 'words' }, 'More like this'),
  )
  const name = element('span', { className: 'name' })
  const score = element('span', { className: 'score', title: 'Cosine similarity' })
  const caption = element('p', { className: 'caption' }, name, score)
  const item = element('li', { className: 'tile' }, open, similar, caption)
  loader.show(image, thumbnailAddress(picture, 'grid'))

  /** @param {Hit | Image} next the same picture, as another answer has it */
  function update(next) {
    picture = next
    name.textContent = nameOf(next)
    name.title = nameOf(next)
    open.ariaLabel = `Open ${nameOf(next)}`
    similar.ariaLabel = `More like ${nameOf(next)}`
    score.textContent = 'score' in next ? next.score.toFixed(3) : ''
    item.style.setProperty('--ratio', String(shownRatio(next)))
  }

  return { item, update, release: loader.clear }
}
