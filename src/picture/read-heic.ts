// HEIC, as phones write it, in a form that libvips reads: its own build has the container but not the codec. The embedder and the
// thumbnails read pictures through it; heic-pool.ts decodes.
import sharp, { type Metadata } from 'sharp'
import { decodeHeic } from './heic-pool.ts'
import { addProfile } from './png-profile.ts'

/** Whether the file with this header is HEIC, and not AVIF, which shares the container. */
export function isHeic({ format, compression }: Metadata): boolean {
  return format === 'heif' && compression === 'hevc'
}

/**
 * The picture as a PNG that is not compressed, upright, with its colour profile. `metadata` is the file's header; its pixels are to be
 * within bounds. Errors: IMAGE_UNDECODABLE.
 */
export async function heicToPng(bytes: Uint8Array, { icc }: Metadata): Promise<Buffer> {
  const { data, width, height } = await decodeHeic(bytes)
  const png = await sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: width * height })
    .png({ compressionLevel: 0 })
    .toBuffer()
  return icc === undefined ? png : addProfile(png, icc)
}
