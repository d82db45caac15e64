// Small pictures of one colour, made on the spot: for tests in which it matters that bytes differ, not what is to be seen.
import sharp, { type Sharp } from 'sharp'

/** A picture of `width` × `height` pixels in the colour. */
export function solidPicture(color: string, width = 64, height = 48): Sharp {
  return sharp({ create: { width, height, channels: 3, background: color } })
}

/** The colour is written into the file too, as JPEG makes neighbouring colours the same. */
export function solidJpeg(color: string): Promise<Buffer> {
  return solidPicture(color)
    .withExif({ IFD0: { ImageDescription: color } })
    .jpeg()
    .toBuffer()
}
