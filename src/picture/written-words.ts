// The keywords and the caption that people gave a picture in other programs: XMP's `dc:subject` and `dc:description`, IPTC's datasets 2:25
// and 2:120. picture-metadata.ts finds the two in the file.
import { XMLParser } from 'fast-xml-parser'

/** Larger packets hold other things than keywords: whole pictures, histories of edits. Each tag takes microseconds, of the event loop. */
const xmpBytesMax = 4 * 1024 * 1024
const xmpTagsMax = 10_000

/** Where keywords end in a longer block. Each marker in it is looked at. */
const iptcBytesMax = 1024 * 1024
/** More than an image may have, as some are left out. */
const iptcKeywordsMax = 1_000

/** In the order in which the file has them. */
export type WrittenWords = { keywords: string[]; captions: string[] }

const none: WrittenWords = { keywords: [], captions: [] }

const parser = new XMLParser({
  ignoreAttributes: true,
  // Whoever wrote the packet has chosen the prefixes.
  removeNSPrefix: true,
  // `007` is a keyword, not a number.
  parseTagValue: false,
  isArray: (name) => name === 'Description' || name === 'li',
})

/** Of every description in the packet (XMP specification part 1, section 7.5); none where it is not well-formed. */
export function readXmpWords(packet: Buffer): WrittenWords {
  const text = packet.toString('utf8')
  // An honest packet declares no entities of its own.
  if (packet.length > xmpBytesMax || text.includes('<!DOCTYPE') || hasMore(text, '<', xmpTagsMax)) return none
  try {
    const { xmpmeta, RDF } = parser.parse(text)
    const descriptions: Record<string, unknown>[] = (xmpmeta?.RDF ?? RDF)?.Description ?? []
    return {
      keywords: descriptions.flatMap(({ subject }) => readItems(subject)),
      // One in each language, the default one first.
      captions: descriptions.flatMap(({ description }) => readItems(description)),
    }
  } catch {
    return none
  }
}

function hasMore(text: string, part: string, most: number): boolean {
  let found = 0
  for (let at = text.indexOf(part); at !== -1 && found <= most; at = text.indexOf(part, at + 1)) found += 1
  return found > most
}

/** The items of a bag, a sequence or a choice of languages. */
function readItems(property: unknown): string[] {
  if (typeof property !== 'object' || property === null) return []
  const items = Object.values(property as Record<string, { li?: unknown[] }>).flatMap((list) => list?.li ?? [])
  return items.map((item) => (typeof item === 'string' ? item : String((item as { '#text'?: unknown })['#text'] ?? '')))
}

/** IPTC IIM 4.2, section 1.6: each dataset starts with this, its record and its number, and two bytes of length. */
const marker = 0x1c
const headBytes = 5
/** 1:90, which says how text is written, and the escape sequence for UTF-8. */
const characterSet = [1, 90] as const
const utf8Escape = '\x1b%G'
const keyword = [2, 25] as const
const caption = [2, 120] as const

/** The data as it stands in the file, alone or within Photoshop's resources. */
export function readIptcWords(block: Buffer): WrittenWords {
  const data = block.subarray(0, iptcBytesMax)
  const keywords: Buffer[] = []
  const captions: Buffer[] = []
  let isUtf8 = false
  for (
    let at = data.indexOf(marker);
    at !== -1 && at + headBytes <= data.length && keywords.length < iptcKeywordsMax;
  ) {
    const [record, number] = [data[at + 1], data[at + 2]]
    const end = at + headBytes + data.readUInt16BE(at + 3)
    // A byte of something else that happens to look like a marker.
    const isDataset = record! >= 1 && record! <= 9 && end <= data.length
    if (!isDataset) {
      at = data.indexOf(marker, at + 1)
      continue
    }
    const value = data.subarray(at + headBytes, end)
    if (record === characterSet[0] && number === characterSet[1]) isUtf8 = value.toString('latin1') === utf8Escape
    if (record === keyword[0] && number === keyword[1]) keywords.push(value)
    if (record === caption[0] && number === caption[1]) captions.push(value)
    at = data.indexOf(marker, end)
  }
  const toText = (value: Buffer) => decode(value, isUtf8)
  return { keywords: keywords.map(toText), captions: captions.map(toText) }
}

/** Older programs wrote either without saying which: what is valid UTF-8 is taken for it. */
function decode(value: Buffer, isUtf8: boolean): string {
  const text = value.toString('utf8')
  return isUtf8 || !text.includes('\ufffd') ? text : value.toString('latin1')
}
