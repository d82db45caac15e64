// Animated AVIF in a form that libvips reads: it tells AVIF by the brand that stands first, of which it knows that of still pictures alone.
// The embedder, the thumbnails and picture-metadata.ts read pictures through it.

/** Behind the length and the type of the `ftyp` box (ISO/IEC 14496-12, 4.3). */
const brandAt = 8
const sequenceStart = 'ftypavis'

/** The bytes, or a copy under the brand of still pictures: such a file holds one as well, the first of the sequence (AVIF 1.1, 6.3). */
export function withKnownBrand(bytes: Uint8Array): Uint8Array {
  const isSequence = Buffer.from(bytes.subarray(4, 4 + sequenceStart.length)).toString('latin1') === sequenceStart
  if (!isSequence) return bytes
  const still = Buffer.from(bytes)
  still.write('avif', brandAt, 'latin1')
  return still
}
