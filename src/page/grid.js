// The grid of tiles. Tiles that stay from one answer to the next are kept, so that typing neither flickers nor asks for
// pictures again. tile.js draws one; results.js says which.

/** @import { Hit, Image } from '../http/schemas/image.ts' */
/** @import { Tile, TileActions } from './tile.js' */
import { createTile } from './tile.js'

/**
 * @param {HTMLElement} list
 * @param {TileActions} actions
 */
export function createGrid(list, actions) {
  /** @type {Map<string, Tile>} */
  let tiles = new Map()

  /** @param {(Hit | Image)[]} pictures in the order to show them */
  function draw(pictures) {
    /** @type {Map<string, Tile>} */
    const next = new Map()
    for (const picture of pictures) {
      // The hash, because other bytes may have come under the same id.
      const key = `${picture.image_id} ${picture.content_sha256}`
      const tile = tiles.get(key) ?? createTile(picture, actions)
      tile.update(picture)
      next.set(key, tile)
    }
    for (const [key, tile] of tiles) if (!next.has(key)) tile.release()
    tiles = next
    list.replaceChildren(...[...next.values()].map((tile) => tile.item))
  }

  return { draw }
}
