// Tells the files that cameras keep their sensor's data in from pictures in TIFF, whose container most of them use: what libvips would
// show of them is a thumbnail, or nothing. sniff-image-format.ts asks.

/** Tags of a TIFF directory (TIFF 6.0; TIFF/EP; DNG 1.7). */
const newSubfileType = 254
const subIfds = 330
const dngVersion = 50_706
const canonMark = 'CR'

/** Of one directory; more are not looked at. */
const entriesMax = 512

/** Whether a file that begins like a TIFF holds raw data: DNG, CR2, NEF, ARW and their kin. The whole file, or its first kilobytes. */
export function isRaw(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.toString('latin1', 8, 10) === canonMark) return true
  const isLittle = file[0] === 0x49
  const u16 = (at: number) => (isLittle ? file.readUInt16LE(at) : file.readUInt16BE(at))
  const u32 = (at: number) => (isLittle ? file.readUInt32LE(at) : file.readUInt32BE(at))
  // BigTIFF, which no camera writes.
  if (file.length < 8 || u16(2) !== 42) return false
  const directory = u32(4)
  if (directory + 2 > file.length) return false
  const tags = new Map<number, number>()
  for (let i = 0; i < Math.min(u16(directory), entriesMax); i++) {
    const at = directory + 2 + i * 12
    if (at + 12 > file.length) break
    tags.set(u16(at), u32(at + 8))
  }
  // The first directory of a raw file is a small version of what lies in its sub-directories.
  return tags.has(dngVersion) || (tags.get(newSubfileType) === 1 && tags.has(subIfds))
}
