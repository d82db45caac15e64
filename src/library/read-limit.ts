// How much of the library is read into memory at once; every adapter asks before it reads a whole file.
import { createError } from '../errors.ts'

/** Longest file that is read into memory; far above every picture limit, it stops a stray disk image. */
const readBytesMax = 512 * 1024 * 1024

/** Errors: IMAGE_TOO_LARGE. */
export function assertReadable(sizeBytes: number): void {
  if (sizeBytes <= readBytesMax) return
  throw createError('IMAGE_TOO_LARGE', `The file has ${sizeBytes} bytes; at most ${readBytesMax} are read.`)
}
