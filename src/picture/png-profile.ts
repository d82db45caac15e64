// Puts an ICC profile into a PNG that libvips made of plain pixels, which it writes without one. read-region.ts and read-heic.ts use it.
import { crc32, deflateSync } from 'node:zlib'

/** Where a PNG's first chunk ends, which is always its header (PNG specification, 5.6). */
const pngHeaderEnd = 33

/** The PNG with an ICC profile (chunk `iCCP`, PNG specification, 11.3.2.3). */
export function addProfile(png: Buffer, profile: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('iCCPprofile\0\0', 'latin1'), deflateSync(profile)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length - 4)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([png.subarray(0, pngHeaderEnd), length, body, check, png.subarray(pngHeaderEnd)])
}
