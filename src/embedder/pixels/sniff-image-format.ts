// Tells an image's format from its first bytes; never from a name or a declared type. Used by decode-image.ts.
// The signatures are those of each format's specification; AVIF and HEIC are told by the brands of the `ftyp` box (ISO/IEC 23000-22, 23008-12).
import type { ImageFormat } from '../embedder.ts'
import { isRaw } from './raw-file.ts'

/** How much of the file is looked at; an `ftyp` box with all of its brands is far shorter. */
const headBytesMax = 512

/** The format of an image file's bytes, or undefined where it is none of those that are decoded. */
export function sniffImageFormat(bytes: Uint8Array): ImageFormat | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, headBytesMax)).toString('latin1')
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'gif'
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return 'webp'
  if (/^(II[*+]\0|MM\0[*+])/.test(head)) return isRaw(bytes) ? undefined : 'tiff'
  if (head.startsWith('ftyp', 4)) return formatOfBrands(readBrands(head))
  return undefined
}

/** AVIF and HEIC share the container and even the brand `mif1`, but each lists its own for one picture or a sequence of them. */
function formatOfBrands(brands: readonly string[]): ImageFormat | undefined {
  if (brands.includes('avif') || brands.includes('avis')) return 'avif'
  return brands.some((brand) => heicBrands.has(brand)) ? 'heic' : undefined
}

/** Pictures in HEVC: one or a sequence, of 8 bits or more, of one layer or several. */
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'])

function readBrands(head: string): string[] {
  const boxBytes = Buffer.from(head.slice(0, 4), 'latin1').readUInt32BE()
  return head.slice(8, Math.min(boxBytes, headBytesMax)).match(/.{4}/gs) ?? []
}
