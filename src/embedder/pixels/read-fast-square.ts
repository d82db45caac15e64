// Reads a large JPEG's square the fast way: decoded at a half, a quarter or an eighth of its size and resized by libvips.
// decode-image.ts calls it where that was asked for; read-exact-square.ts is the other way.
import sharp from 'sharp'
import type { ImageFormat } from '../embedder.ts'
import type { Preprocess } from '../pack/model-manifest.ts'
import { type PictureHeader, planSquare } from './plan-square.ts'

/** How many times as long as the square's the short side must be: below, sharp decodes at the full size all the same. */
const ratioMin = 3

/** Whether the fast way gains anything. Inks without a profile are read exactly, as libvips knows no plain formula. */
export function isFasterRead(format: ImageFormat, { width, height, samples }: PictureHeader, size: number): boolean {
  return format === 'jpeg' && samples !== 'bare-cmyk' && Math.min(width, height) >= ratioMin * size
}

/** `size` × `size` × 3 bytes, in the file's directions. Resizes and crops streaming: little of the picture is held. */
export async function readFastSquare(bytes: Uint8Array, header: PictureHeader, { size, kernel }: Preprocess) {
  const { scaled, left, top, isWholeRead } = planSquare(header, size)
  // libvips decodes only the rows that are asked for.
  const rows = isWholeRead ? { top: 0, height: scaled.height } : { top, height: size }
  const data = await sharp(bytes, { failOn: 'error', limitInputPixels: header.width * header.height })
    // The exact size in both directions, so that the rounding is Pillow's and not sharp's.
    .resize({ ...scaled, fit: 'fill', kernel, fastShrinkOnLoad: true })
    .extract({ left, width: size, ...rows })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    // Not toUint8Array(): sharp 0.35.5 never frees what that returns.
    .toBuffer()
  const start = (top - rows.top) * size * 3
  return data.subarray(start, start + size * size * 3)
}
