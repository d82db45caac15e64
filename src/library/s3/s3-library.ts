// The library in S3-compatible object storage: the adapter of the port in ../library.ts. wire-library.ts makes it.
// Its parts: bucket.ts (objects and failures), walk-bucket.ts. Keys are the prefix and the canonical path.
import type { Readable } from 'node:stream'
import { createError, isLikenessError } from '../../errors.ts'
import { clampRange, emptyStream, expectBytes } from '../file-part.ts'
import type { ByteRange, Library, OpenedFile } from '../library.ts'
import { assertReadable } from '../read-limit.ts'
import { checkNewPath, checkRelativePath, safeFileName } from '../safe-path.ts'
import { createThumbnailCache } from '../thumbnail.ts'
import { type Bucket, openBucket } from './bucket.ts'
import { formatS3Address, type S3Address } from './s3-address.ts'
import { attemptsMax } from './s3-client.ts'
import { unavailable } from './s3-failure.ts'
import { headOrNull, walkBucket } from './walk-bucket.ts'

export type S3LibraryOptions = S3Address & {
  region: string
  /** Of an S3-compatible server; null for Amazon's own. */
  endpoint: string | null
  /** For thumbnails. What lies there may be removed at any time. */
  cacheFolder: string
  /** Most pixels (width × height) of a picture that a thumbnail is made of. */
  pixelsMax: number
  /** Milliseconds from a request to the beginning of its answer; requests are sent up to three times. */
  answerTimeoutMs?: number
}

const answerTimeoutMsDefault = 10_000
/** What S3 takes, prefix and all. */
const keyBytesMax = 1024

/**
 * Opens the library, after a look at the bucket. A storage that does not answer is told to `warn` and asked again by the first that
 * needs it, as it may come back.
 *
 * `write` takes the names that a folder takes, so that libraries can be moved. Throws CONFIG_INVALID for a bucket that is not there and
 * for credentials that are missing or refused.
 */
export async function createS3Library(
  options: S3LibraryOptions,
  { warn }: { warn(message: string, cause: unknown): void },
): Promise<Library> {
  const { keyPrefix, answerTimeoutMs = answerTimeoutMsDefault } = options
  const bucket = openBucket({ ...options, answerTimeoutMs })
  const thumbnails = createThumbnailCache(options)
  try {
    await bucket.check()
  } catch (error) {
    if (!isLikenessError(error, 'LIBRARY_UNAVAILABLE')) throw error
    warn('The storage of the pictures does not answer; what needs it is refused until it does.', error)
  }

  const keyOf = (path: string) => {
    const key = keyPrefix + path
    if (Buffer.byteLength(key) <= keyBytesMax) return key
    throw createError('PATH_INVALID', `The path is longer than the ${keyBytesMax} bytes of a key, prefix included.`)
  }
  const read = (path: string) => readWhole(bucket, keyOf(path))

  return {
    root: formatS3Address(options),
    folder: null,
    checkPath: checkRelativePath,
    safeFileName,
    async stat(relativePath) {
      return bucket.head(keyOf(checkRelativePath(relativePath)))
    },
    async read(relativePath) {
      return read(checkRelativePath(relativePath))
    },
    async open(relativePath, range) {
      return openPart(bucket, keyOf(checkRelativePath(relativePath)), range)
    },
    async write(relativePath, bytes, { overwrite }) {
      const key = keyOf(checkNewPath(relativePath))
      // Asked before as well: servers leave the condition of a write out, some of them for what was put there by other means than theirs.
      const isTaken = !overwrite && (await headOrNull(bucket, key)) !== null
      const isWritten = !isTaken && (await bucket.put(key, bytes, { overwrite }))
      if (!isWritten) throw createError('PATH_TAKEN', 'Another file lies at this path.')
    },
    async remove(relativePath) {
      await bucket.remove(keyOf(checkRelativePath(relativePath)))
    },
    async thumbnail(relativePath, contentSha256, size) {
      const path = checkRelativePath(relativePath)
      return thumbnails.get(contentSha256, size, () => read(path))
    },
    walk: (start = '', selection) => walkBucket(bucket, keyPrefix, { start, selection }),
  }
}

async function openPart(bucket: Bucket, key: string, range?: ByteRange): Promise<OpenedFile> {
  const { file, stream } = await bucket.get(key, range)
  const part = clampRange(file.sizeBytes, range)
  if (part) return { file, stream: expectBytes(stream, part) }
  stream.destroy()
  return { file, stream: emptyStream() }
}

/** The client repeats a request that is not answered; an answer that breaks off is asked for again here. */
async function readWhole(bucket: Bucket, key: string): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    const { file, stream } = await openPart(bucket, key)
    try {
      assertReadable(file.sizeBytes)
      return await collect(stream, file.sizeBytes)
    } catch (error) {
      stream.destroy()
      if (isLikenessError(error)) throw error
      if (attempt === attemptsMax) throw unavailable('The storage of the pictures breaks its answers off.', error)
    }
  }
}

/** In a buffer of their own, so that it can be handed to a worker. */
async function collect(stream: Readable, sizeBytes: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(sizeBytes)
  let offset = 0
  for await (const chunk of stream) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}
