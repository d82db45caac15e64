// Puts image files together from their parts, and takes them apart, to make what no encoder would write.
// odd-images.ts is the user; the layouts are those of each format's specification.
import { crc32, deflateRawSync, deflateSync, constants as zlib } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** Seeded bytes that look random (xorshift32), the same on every run. */
export function noise(length: number, seed = 0x2545f491): Buffer {
  const bytes = Buffer.alloc(length)
  let state = seed
  for (let i = 0; i < length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[i] = state & 0xff
  }
  return bytes
}

/** A small picture with enough detail that half of its file is half of its rows. */
export function picture(width = 96, height = 64): Sharp {
  const grain = noise(width * height * 3)
  const pixels = Buffer.from(grain.map((value, i) => (value >> 3) + ((i / 3) % width) + 60))
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

export function cut(bytes: Buffer, share: number): Buffer {
  return bytes.subarray(0, Math.floor(bytes.length * share))
}

const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

export type PngSize = { width: number; height: number; bitDepth?: number; colourType?: number }

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body))])
}

export function pngHeader({ width, height, bitDepth = 8, colourType = 2 }: PngSize): Buffer {
  return pngChunk('IHDR', Buffer.concat([uint32(width), uint32(height), Buffer.from([bitDepth, colourType, 0, 0, 0])]))
}

/** A PNG of this header and these chunks, with its end. */
export function pngFile(header: PngSize, ...chunks: Buffer[]): Buffer {
  return Buffer.concat([pngSignature, pngHeader(header), ...chunks, pngChunk('IEND', Buffer.alloc(0))])
}

/** The chunks of a PNG, each whole with its length and checksum. */
export function pngChunks(png: Buffer): Buffer[] {
  const chunks: Buffer[] = []
  for (let offset = pngSignature.length; offset < png.length; offset += chunks.at(-1)!.length) {
    chunks.push(png.subarray(offset, offset + 12 + png.readUInt32BE(offset)))
  }
  return chunks
}

export function joinPng(chunks: Buffer[]): Buffer {
  return Buffer.concat([pngSignature, ...chunks])
}

export function pngChunkType(chunk: Buffer): string {
  return chunk.toString('latin1', 4, 8)
}

/** The file with a bit of the checksum of its first chunk of a type turned over. */
export function spoilPngChecksum(png: Buffer, type: string): Buffer {
  const chunks = pngChunks(Buffer.from(png))
  const chunk = chunks.find((one) => pngChunkType(one) === type)!
  chunk[chunk.length - 1]! ^= 1
  return joinPng(chunks)
}

/** A valid zlib stream of so many zeros, made without going through all of them: one flushed block, over and over. */
export function zlibOfZeros(length: number): Buffer {
  const blockLength = 1 << 20
  const block = deflateRawSync(Buffer.alloc(blockLength), { level: 9, finishFlush: zlib.Z_FULL_FLUSH })
  const blocks = Math.floor(length / blockLength)
  const rest = deflateRawSync(Buffer.alloc(length % blockLength), { level: 9 })
  // Adler-32 of zeros: the first sum stays 1, the second counts them.
  const adler = (length % 65_521) * 65_536 + 1
  return Buffer.concat([Buffer.from([0x78, 0xda]), ...Array<Buffer>(blocks).fill(block), rest, uint32(adler)])
}

/** The file with segments put in right behind the JPEG's first two bytes. */
export function jpegWith(jpeg: Buffer, ...segments: Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

export function jpegSegment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

/** The JPEG with another size, or another kind of frame, in its header. */
export function jpegClaiming(jpeg: Buffer, claim: { width?: number; height?: number; frame?: number }): Buffer {
  const copy = Buffer.from(jpeg)
  let offset = 2
  while (copy[offset + 1]! < 0xc0 || copy[offset + 1]! > 0xc2) offset += 2 + copy.readUInt16BE(offset + 2)
  if (claim.frame !== undefined) copy[offset + 1] = claim.frame
  if (claim.height !== undefined) copy.writeUInt16BE(claim.height, offset + 5)
  if (claim.width !== undefined) copy.writeUInt16BE(claim.width, offset + 7)
  return copy
}

/** A GIF of 1 × 1 pixel frames on a screen of a size, each black or white in turn. */
export function gifFile(screen: { width: number; height: number }, frames: number): Buffer {
  const head = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1')
  head.writeUInt16LE(screen.width, 6)
  head.writeUInt16LE(screen.height, 8)
  // Graphic control, image descriptor, then LZW with two-bit pixels: clear, one pixel (black or white), end.
  const frame = (i: number) => Buffer.from(`21f90400010000002c0000000001000100000202${i % 2 ? '4c' : '44'}0100`, 'hex')
  return Buffer.concat([head, ...Array.from({ length: frames }, (_, i) => frame(i)), Buffer.from(';')])
}

export type TiffTag = [tag: number, type: 1 | 3 | 4, count: number, value: number]

/** A little-endian TIFF of one directory; `next` is the offset of the following one, 0 for none. */
export function tiffFile(tags: TiffTag[], options: { next?: number; data?: Buffer } = {}): Buffer {
  const directory = Buffer.alloc(2 + tags.length * 12 + 4)
  directory.writeUInt16LE(tags.length, 0)
  for (const [i, [tag, type, count, value]] of tags.entries()) {
    directory.writeUInt16LE(tag, 2 + i * 12)
    directory.writeUInt16LE(type, 4 + i * 12)
    directory.writeUInt32LE(count, 6 + i * 12)
    directory.writeUInt32LE(value, 10 + i * 12)
  }
  directory.writeUInt32LE(options.next ?? 0, directory.length - 4)
  return Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), directory, options.data ?? Buffer.alloc(0)])
}

/** The tags of an uncompressed greyscale picture whose rows begin at an offset: 134 is right behind them. */
export function greyTiffTags(
  width: number,
  height: number,
  offset: number,
  { bits = 8, sampleFormat = 1 } = {},
): TiffTag[] {
  return [
    [256, 4, 1, width],
    [257, 4, 1, height],
    [258, 3, 1, bits],
    [259, 3, 1, 1],
    [262, 3, 1, 1],
    [273, 4, 1, offset],
    [277, 3, 1, 1],
    [278, 4, 1, height],
    [279, 4, 1, (width * height * bits) / 8],
    [339, 3, 1, sampleFormat],
  ]
}

/** A box of the ISO base media file format, of which AVIF, HEIC, MP4, JPEG 2000 and JPEG XL files are made. */
export function isoBox(type: string, ...content: (Buffer | string)[]): Buffer {
  const data = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))
  return Buffer.concat([uint32(data.length + 8), Buffer.from(type, 'latin1'), data])
}

/** One stored file, as the smallest ZIP has it. */
export function zipFile(name: string, content: string): Buffer {
  const [nameBytes, data] = [Buffer.from(name), Buffer.from(content)]
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt32LE(crc32(data), 10)
  common.writeUInt32LE(data.length, 14)
  common.writeUInt32LE(data.length, 18)
  common.writeUInt16LE(nameBytes.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, data])
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, Buffer.alloc(14), nameBytes])
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}

/** A text chunk that inflates to so many bytes. */
export function pngTextBomb(length: number): Buffer {
  return pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), zlibOfZeros(length)]))
}

/** The rows of a PNG, compressed. */
export function pngData(rows: Buffer): Buffer {
  return pngChunk('IDAT', deflateSync(rows))
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
