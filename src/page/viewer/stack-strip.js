// The near duplicates of the picture in the viewer, small, to look through. The service tells at most 100 of a stack.

/** @import { Hit, Image } from '../../http/schemas/image.ts' */
import { byId, element, keepFocus } from '../dom.js'
import { nameOf, thumbnailAddress } from '../picture-facts.js'
import { createPictureLoader } from '../picture-loader.js'
import { listImagesById } from '../requests/api.js'
import { rememberImages } from '../requests/known-images.js'

/** @param {(imageId: string) => void} onTurn */
export function createStackStrip(onTurn) {
  const area = byId('viewer-stack', HTMLElement)
  const list = byId('viewer-stack-list', HTMLUListElement)
  const loader = createPictureLoader()
  /** @type {{ topId: string, images: (Hit | Image)[] } | null} */
  let drawn = null

  /**
   * @param {Hit | Image | undefined} top the hit that stands for the stack
   * @param {Hit | Image} shown
   */
  async function draw(top, shown) {
    const copies = top && 'duplicates' in top ? (top.duplicates?.image_ids ?? []) : []
    if (!top || copies.length === 0) return clear()
    if (drawn?.topId !== top.image_id) {
      clear()
      const stack = { topId: top.image_id, images: [top] }
      drawn = stack
      const answer = await listImagesById(copies).catch(() => ({ images: [] }))
      if (drawn !== stack) return
      rememberImages(answer.images)
      const byId = new Map(answer.images.map((image) => [image.image_id, image]))
      stack.images.push(...copies.flatMap((id) => byId.get(id) ?? []))
    }
    drawImages(drawn.images, shown.image_id)
  }

  /**
   * @param {(Hit | Image)[]} images
   * @param {string} shownId
   */
  function drawImages(images, shownId) {
    area.hidden = false
    keepFocus(list, () => {
      loader.clear()
      list.replaceChildren(
        ...images.map((image) => {
          const small = element('img', { alt: '', draggable: false })
          loader.show(small, thumbnailAddress(image, 'chip'))
          const label = `${nameOf(image)}, ${image.relative_path}`
          const onclick = () => onTurn(image.image_id)
          const button = element('button', { type: 'button', title: label, ariaLabel: label, onclick }, small)
          if (image.image_id === shownId) button.setAttribute('aria-current', 'true')
          return element('li', {}, button)
        }),
      )
    })
  }

  function clear() {
    drawn = null
    area.hidden = true
    loader.clear()
    list.replaceChildren()
  }

  return { draw, clear }
}
