// Parts of files as streams: which bytes a range means, and that all of them come. The adapters' `open` uses it.
import { pipeline, Readable, Transform } from 'node:stream'
import { createError } from '../errors.ts'
import type { ByteRange } from './library.ts'

/** The bytes of a file of that size that the range names; null for none. Errors: RANGE_NOT_SATISFIABLE. */
export function clampRange(sizeBytes: number, range: ByteRange | undefined): ByteRange | null {
  if (range === undefined) return sizeBytes === 0 ? null : { start: 0, end: sizeBytes - 1 }
  if (range.start >= sizeBytes) throw beyondEnd()
  return { start: range.start, end: Math.min(range.end, sizeBytes - 1) }
}

export function beyondEnd(cause?: unknown) {
  return createError('RANGE_NOT_SATISFIABLE', 'The range begins beyond the end of the file.', { cause })
}

export function emptyStream(): Readable {
  return Readable.from([])
}

/** The stream, which fails where it ends early: whoever was promised the bytes would wait for the rest. */
export function expectBytes(source: Readable, { start, end }: ByteRange): Readable {
  let bytesLeft = end - start + 1
  const counted = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytesLeft -= chunk.length
      done(null, chunk)
    },
    flush(done) {
      done(bytesLeft === 0 ? null : new Error(`The file ended early: ${bytesLeft} bytes are missing.`))
    },
  })
  // Destroys the source with the stream, and the other way round.
  pipeline(source, counted, () => {})
  return counted
}
