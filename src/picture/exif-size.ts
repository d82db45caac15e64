// How much an EXIF block makes a reader read: its entries may name the same bytes over and over, so that 60 kB become gigabytes of numbers.
// exif-facts.ts asks before its library reads, which takes every entry as it comes.

/** Of one directory, and values of all of them together. Those of cameras have a hundred; a JPEG's block has room for no more values. */
const entriesMax = 512
const valuesMax = 65_536

/** Tags that lead to other directories (Exif 3.0, section 4.6.3). */
const exifPointer = 0x8769
const gpsPointer = 0x8825
const interopPointer = 0xa005

const long = 4
/** `UNDEFINED`: bytes that are handed out as they are. */
const undefinedType = 7
/** Types beyond are not read. */
const lastType = 10

const entryBytes = 12

/** Whether the block, as sharp gives it, is read with bounded work. */
export function isBoundedExif(exif: Buffer): boolean {
  const start = ['MM\0', 'II*'].includes(exif.toString('ascii', 0, 3)) ? 0 : 6
  if (exif.length < start + 8) return true
  const isBig = exif[start] === 0x4d
  const u16 = (at: number) => (isBig ? exif.readUInt16BE(at) : exif.readUInt16LE(at))
  const u32 = (at: number) => (isBig ? exif.readUInt32BE(at) : exif.readUInt32LE(at))
  let values = 0

  /** Counts a directory, and those that the pointers with these tags lead to. */
  function isBounded(directory: number, pointers: Record<number, readonly number[]>): boolean {
    if (directory + 2 > exif.length) return true
    const entries = u16(directory)
    if (entries > entriesMax) return false
    for (let i = 0; i < entries; i++) {
      const at = directory + 2 + i * entryBytes
      if (at + entryBytes > exif.length) return true
      const [tag, type, count] = [u16(at), u16(at + 2), u32(at + 4)]
      if (type === 0 || type > lastType) continue
      if (type !== undefinedType) values += count
      if (values > valuesMax) return false
      const within = pointers[tag]
      if (within === undefined) continue
      // Nobody writes it otherwise, and readers differ in what they would make of it.
      if (type !== long || count !== 1) return false
      values += 1
      if (!isBounded(u32(at + 8) + start, Object.fromEntries(within.map((pointer) => [pointer, []])))) return false
    }
    return true
  }

  const first = u32(start + 4) + start
  if (!isBounded(first, { [exifPointer]: [interopPointer], [gpsPointer]: [] })) return false
  // The directory of the thumbnail, whose place stands behind the first.
  const link = first + 2 + (first + 2 > exif.length ? 0 : u16(first)) * entryBytes
  return link + 4 > exif.length || u32(link) === 0 || isBounded(u32(link) + start, {})
}
