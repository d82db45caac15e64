// What a camera or a person wrote into a picture's file beside the pixels: when and where it was taken, with what, and keywords.
// wire.ts hands the reader to the use cases; exif-facts.ts and keywords.ts read the parts.
import sharp from 'sharp'
import { type ExifFacts, readExif } from './exif-facts.ts'
import { readIptcKeywords, readXmpKeywords } from './keywords.ts'

/** Null and empty for what the file does not tell, or not in a way that can be right. */
export type PictureMetadata = ExifFacts & {
  /** Keywords, at most as many and as long as an image may have tags. */
  tags: string[]
}

export type ReadPictureMetadata = (bytes: Uint8Array) => Promise<PictureMetadata>

/** As the wire's tags are bounded. */
const tagsMax = 64
const tagCharsMax = 128

/** Never rejects: a file with odd metadata is a picture all the same. */
export async function readPictureMetadata(bytes: Uint8Array): Promise<PictureMetadata> {
  const { exif, xmp, iptc } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => ({ exif: undefined, xmp: undefined, iptc: undefined }))
  const keywords = [...(xmp ? readXmpKeywords(xmp) : []), ...(iptc ? readIptcKeywords(iptc) : [])]
  return { ...readExif(exif), tags: toTags(keywords) }
}

function toTags(keywords: readonly string[]): string[] {
  const clean = keywords.map((keyword) => keyword.replace(/\p{Cc}+/gu, ' ').trim()).filter((keyword) => keyword !== '')
  return [...new Set(clean)].filter((keyword) => keyword.length <= tagCharsMax).slice(0, tagsMax)
}
