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

/**
 * @param {Hit | Image} picture
 * @param {'grid' | 'viewer'} place
 */
export function thumbnailAddress(picture, place) {
  // Tiles are about 256 CSS pixels wide, the longer side of a small thumbnail.
  const size = place === 'grid' && devicePixelRatio < 1.5 ? 'small' : 'large'
  const address = new URL(picture.links.thumbnail, location.origin)
  address.searchParams.set('size', size)
  return address.href
}

/**
 * @param {Hit | Image} picture
 * @returns {string[]}
 */
export function factsOf(picture) {
  const facts = []
  if ('score' in picture) facts.push(`score ${picture.score.toFixed(3)}`)
  if (picture.width && picture.height) facts.push(`${picture.width} × ${picture.height}`)
  if (picture.format) facts.push(picture.format.toUpperCase())
  if (picture.size_bytes) facts.push(`${Math.ceil(picture.size_bytes / 1000).toLocaleString('en')} kB`)
  if (picture.relative_path) facts.push(picture.relative_path)
  if (picture.tags?.length) facts.push(picture.tags.join(', '))
  return facts
}
