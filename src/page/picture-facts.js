// What a picture's record says, in the form the page shows it: name, shape, size, the thumbnail's address.

/** @import { Hit, Image } from '../http/schemas/image.ts' */

/** Panoramas and towers are cropped to these shapes (width / height), so that a row of tiles stays a row. */
const ratioMin = 0.7
const ratioMax = 2.2

/** @param {Hit | Image} picture */
export function nameOf(picture) {
  return picture.image_name ?? picture.image_id
}

/** @param {Hit | Image} picture */
export function shownRatio({ width, height }) {
  if (!width || !height) return 1
  return Math.min(ratioMax, Math.max(ratioMin, width / height))
}

/** @param {Hit | Image} picture */
export function scoreOf(picture) {
  return 'score' in picture ? picture.score.toFixed(3) : ''
}

/**
 * @param {Hit | Image} picture
 * @param {'chip' | 'grid' | 'viewer'} place
 */
export function thumbnailAddress(picture, place) {
  // Tiles are about 256 CSS pixels wide, the longer side of a small thumbnail; a medium one has twice as many, which a phone shows as well.
  const inGrid = devicePixelRatio < 1.5 ? 'small' : 'medium'
  const size = { chip: 'small', grid: inGrid, viewer: 'large' }[place]
  const address = new URL(picture.links.thumbnail, location.origin)
  address.searchParams.set('size', size)
  return address.href
}
