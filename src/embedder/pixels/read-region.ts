// Decodes a part of a picture to opaque RGB in sRGB, each pixel as Pillow and its colour management have it.
// read-exact-square.ts calls it; libvips decodes, smooth-chroma.ts and opaque-rgb.ts do what it does otherwise.
import sharp, { type Sharp } from 'sharp'
import { addProfile } from '../../picture/png-profile.ts'
import { toOpaqueRgb } from './opaque-rgb.ts'
import type { PictureHeader } from './plan-square.ts'
import type { Raster } from './resample.ts'
import { smoothChroma } from './smooth-chroma.ts'

/** In the file's own directions, in pixels. */
export type Region = { left: number; top: number; width: number; height: number }

/** AVIF files take regions that begin at even columns and rows. */
export async function readRegion(bytes: Uint8Array, header: PictureHeader, region: Region): Promise<Raster> {
  const { samples } = header
  const isBareCmyk = samples === 'bare-cmyk'
  const input = await openRegion(bytes, header, region)
  const { data, info } = await input
    .toColourspace(isBareCmyk ? 'cmyk' : 'srgb')
    .raw({ depth: 'uchar' })
    // Not toUint8Array(): sharp 0.35.5 never frees what that returns.
    .toBuffer({ resolveWithObject: true })
  const rgb = await toOpaqueRgb(data, { channels: info.channels, inks: isBareCmyk })
  return { data: rgb, width: region.width, height: region.height }
}

async function openRegion(bytes: Uint8Array, header: PictureHeader, region: Region): Promise<Sharp> {
  const { width, height, samples, profile } = header
  // Refuses files that end early or hold real damage, and takes those with a harmless oddity that a warning is for.
  const options = { failOn: 'error', limitInputPixels: width * height } as const
  const file = sharp(bytes, options).extract(region)
  switch (samples) {
    case 'common':
      return file
    // The inks themselves: libvips would take them for those of a certain press, the reference has a plain formula.
    case 'bare-cmyk':
      return file.pipelineColourspace('cmyk')
    // sharp would turn 16-bit colours with a profile to Display P3 and then take the numbers for sRGB: reduced to 8 first,
    // which is how Pillow reads them too.
    case 'profiled-rgb16':
      return file.pipelineColourspace('srgb')
    // sharp applies no profile to 16-bit greys: reduced to 8 first, in a file of their own with the same profile.
    case 'profiled-grey16': {
      const greys = file.pipelineColourspace('srgb').extractChannel(0).keepIccProfile()
      return sharp(await greys.tiff({ compression: 'none' }).toBuffer())
    }
    case 'avif': {
      // Without the profile, which stands behind the interpolation of colours.
      const plain = sharp(bytes, { ...options, ignoreIcc: true })
        .extract(region)
        .toColourspace('srgb')
      const { data, info } = await plain.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
      const raw = { width: info.width, height: info.height, channels: info.channels }
      await smoothChroma({ data, ...raw })
      const smooth = sharp(data, { raw })
      return profile ? sharp(addProfile(await smooth.png({ compressionLevel: 0 }).toBuffer(), profile)) : smooth
    }
  }
}
