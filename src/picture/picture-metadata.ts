// What a camera or a person wrote into a picture's file beside the pixels: when and where it was taken, with what, keywords and a
// caption.
// wire.ts hands the reader to the use cases; exif-facts.ts and written-words.ts read the parts.
import { setImmediate } from 'node:timers/promises'
import sharp from 'sharp'
import { type ExifFacts, readExif } from './exif-facts.ts'
import { withKnownBrand } from './known-brand.ts'
import { readIptcWords, readXmpWords } from './written-words.ts'

/** Null and empty for what the file does not tell, or not in a way that can be right. */
export type PictureMetadata = ExifFacts & {
  /** Keywords, at most as many and as long as an image may have tags. */
  tags: string[]
  caption: string | null
}

export type ReadPictureMetadata = (bytes: Uint8Array) => Promise<PictureMetadata>

/** As the wire's tags are bounded. */
const tagsMax = 64
const tagCharsMax = 128
const captionCharsMax = 2_000

/** Never rejects: a file with odd metadata is a picture all the same. */
export async function readPictureMetadata(bytes: Uint8Array): Promise<PictureMetadata> {
  const { exif, xmp, iptc } = await sharp(withKnownBrand(bytes), { limitInputPixels: false })
    .metadata()
    .catch(() => ({ exif: undefined, xmp: undefined, iptc: undefined }))
  if (xmp) await takeTurn()
  const words = [...(xmp ? [readXmpWords(xmp)] : []), ...(iptc ? [readIptcWords(iptc)] : [])]
  return {
    ...readExif(exif),
    tags: toTags(words.flatMap(({ keywords }) => keywords)),
    caption: toCaption(words.flatMap(({ captions }) => captions)),
  }
}

let lastTurn: Promise<unknown> = Promise.resolve()

/** Packets are read one after the other, with room for everything else between them: those of an upload of many come all at once. */
function takeTurn(): Promise<unknown> {
  lastTurn = lastTurn.then(() => setImmediate())
  return lastTurn
}

function toTags(keywords: readonly string[]): string[] {
  const clean = keywords.map((keyword) => keyword.replace(/\p{Cc}+/gu, ' ').trim()).filter((keyword) => keyword !== '')
  return [...new Set(clean)].filter((keyword) => keyword.length <= tagCharsMax).slice(0, tagsMax)
}

/** The first that says something; line breaks are kept, as people write them. */
function toCaption(captions: readonly string[]): string | null {
  const clean = captions.map((caption) => caption.replace(/[^\P{Cc}\n]+/gu, ' ').trim())
  return (
    clean
      .find((caption) => caption !== '')
      ?.slice(0, captionCharsMax)
      .toWellFormed()
      .trim() ?? null
  )
}
