// The grid of tiles. Tiles that stay from one answer to the next are kept, so that typing neither flickers nor asks for
// pictures again. tile.js draws one; results.js says which; months.js names the groups of a timeline.

/** @import { Hit, Image } from '../../http/schemas/image.ts' */
/** @import { Tile, TileActions } from './tile.js' */
import { element, keepFocus } from '../dom.js'
import { listenForArrows } from './arrow-keys.js'
import { createTile } from './tile.js'

/** @typedef {((picture: Hit | Image) => string) | null} GroupOf the title of the group that a picture belongs to */

/**
 * @param {HTMLElement} area
 * @param {TileActions} actions
 */
export function createGrid(area, actions) {
  /** @type {Map<string, Tile>} */
  let tiles = new Map()
  listenForArrows(area)

  /**
   * @param {(Hit | Image)[]} pictures in the order to show them
   * @param {GroupOf} groupOf
   */
  function draw(pictures, groupOf) {
    const before = tiles
    tiles = new Map()
    keepFocus(area, () => {
      const groups = place(pictures, groupOf, before)
      area.replaceChildren(...groups)
    })
    for (const [key, tile] of before) if (!tiles.has(key)) tile.release()
  }

  /**
   * Draws more behind what is there, which stays untouched.
   *
   * @param {(Hit | Image)[]} pictures
   * @param {GroupOf} groupOf
   * @returns {HTMLElement | null} what can take the focus in the first of them
   */
  function append(pictures, groupOf) {
    const last = area.lastElementChild
    const groups = place(pictures, groupOf, new Map())
    const [first] = groups
    const firstNew = first?.querySelector('button') ?? null
    if (first && last && titleIn(first) === titleIn(last)) {
      last.querySelector('ul')?.append(...(first.querySelector('ul')?.children ?? []))
      groups.shift()
    }
    area.append(...groups)
    return firstNew
  }

  /**
   * @param {(Hit | Image)[]} pictures
   * @param {GroupOf} groupOf
   * @param {Map<string, Tile>} before
   */
  function place(pictures, groupOf, before) {
    /** @type {HTMLElement[]} */
    const groups = []
    /** @type {HTMLUListElement | undefined} */
    let list
    let title = ''
    for (const picture of pictures) {
      const own = groupOf?.(picture) ?? ''
      if (list === undefined || own !== title) {
        title = own
        list = element('ul', { className: 'tiles' })
        groups.push(createGroup(title, list))
      }
      // The hash, because other bytes may have come under the same id.
      const key = `${picture.image_id} ${picture.content_sha256}`
      const tile = before.get(key) ?? createTile(picture, actions)
      tile.update(picture)
      tiles.set(key, tile)
      list.append(tile.item)
    }
    return groups
  }

  return { draw, append, count: () => tiles.size }
}

/**
 * @param {string} title
 * @param {HTMLUListElement} list
 */
function createGroup(title, list) {
  if (title === '') {
    list.setAttribute('aria-labelledby', 'heading')
    return element('div', { className: 'group' }, list)
  }
  list.ariaLabel = title
  return element('div', { className: 'group' }, element('h3', {}, title), list)
}

/** @param {Element} group */
function titleIn(group) {
  return group.querySelector('h3')?.textContent ?? ''
}
