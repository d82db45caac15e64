// Objects of one bucket by their keys: what the library asks of S3, with its failures in the library's words.
// s3-library.ts and walk-bucket.ts work on it; s3-client.ts has the bounds, storage-answer.ts reads the answers.
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { LikenessError } from '../../errors.ts'
import type { ByteRange, LibraryFile } from '../library.ts'
import { putObject } from './put-object.ts'
import type { S3Address } from './s3-address.ts'
import { createS3Client, type S3ClientOptions } from './s3-client.ts'
import { readFault, type StorageFault, toLibraryError, toStartError, unavailable } from './s3-failure.ts'
import { describeObject, describePart, type ListedObject, readPage } from './storage-answer.ts'

export type BucketOptions = S3Address & S3ClientOptions

export type Bucket = {
  /** A first look, as a start takes it. Errors: CONFIG_INVALID for what settings must mend; LIBRARY_UNAVAILABLE. */
  check(): Promise<void>
  /** Errors: FILE_NOT_FOUND; of all that follow LIBRARY_UNAVAILABLE. */
  head(key: string): Promise<LibraryFile>
  /** The bytes of the object that lie in the range. Errors: FILE_NOT_FOUND, RANGE_NOT_SATISFIABLE. */
  get(key: string, range?: ByteRange): Promise<{ file: LibraryFile; stream: Readable }>
  /**
   * Resolves to whether it was written: unless `overwrite`, not where something lies there already. Errors: PATH_INVALID; INTERNAL where the
   * storage cannot keep that promise.
   */
  put(key: string, bytes: Uint8Array, options: { overwrite: boolean }): Promise<boolean>
  /** No error where nothing lies. */
  remove(key: string): Promise<void>
  /** Every object whose key begins so, in the order of keys, a request for each 1,000. */
  list(keyPrefix: string): AsyncIterable<ListedObject>
}

/** How long a bucket that was there is taken to be there still. */
const seenForMs = 10_000

export function openBucket({ bucket: Bucket, keyPrefix, ...options }: BucketOptions): Bucket {
  const client = createS3Client(options)
  let seenAtMs = Number.NEGATIVE_INFINITY

  async function ask<T>(request: () => Promise<T>, toError: (fault: StorageFault) => LikenessError): Promise<T> {
    try {
      return await request()
    } catch (error) {
      throw toError(readFault(error))
    }
  }

  async function look(toError: (fault: StorageFault) => LikenessError): Promise<void> {
    // Not HeadBucket: its answer gives no reason, and those who may list their own prefix alone are refused it.
    await ask(() => client.send(new ListObjectsV2Command({ Bucket, Prefix: keyPrefix, MaxKeys: 1 })), toError)
    seenAtMs = performance.now()
  }

  async function get(Key: string, range?: ByteRange) {
    const Range = range && `bytes=${range.start}-${range.end}`
    const answer = await ask(() => client.send(new GetObjectCommand({ Bucket, Key, Range })), toLibraryError)
    const stream = answer.Body as Readable
    const file = describePart(answer, range !== undefined)
    if (file) return { file, stream }
    stream.destroy()
    throw unavailable('The storage of the pictures sends whole files where parts are asked for.')
  }

  async function holds(key: string, bytes: Uint8Array): Promise<boolean> {
    const { file, stream } = await get(key)
    if (file.sizeBytes === bytes.length) return (await buffer(stream)).equals(bytes)
    stream.destroy()
    return false
  }

  return {
    check: () => look((fault) => toStartError(fault, Bucket)),
    async head(Key) {
      try {
        return describeObject(await client.send(new HeadObjectCommand({ Bucket, Key })))
      } catch (error) {
        const failure = toLibraryError(readFault(error))
        // HEAD gets the same answer where the whole bucket is gone, which must not look like pictures that were removed.
        if (failure.code === 'FILE_NOT_FOUND' && performance.now() - seenAtMs > seenForMs) await look(toLibraryError)
        throw failure
      }
    },
    get,
    put(Key, bytes, { overwrite }) {
      const { answerTimeoutMs } = options
      return putObject(client, { Bucket, Key, bytes, overwrite, answerTimeoutMs, holdsBytes: () => holds(Key, bytes) })
    },
    async remove(Key) {
      await ask(() => client.send(new DeleteObjectCommand({ Bucket, Key })), toLibraryError)
    },
    async *list(Prefix) {
      let ContinuationToken: string | undefined
      do {
        // Encoded, as keys may hold what XML cannot.
        const request = { Bucket, Prefix, ContinuationToken, EncodingType: 'url' } as const
        const page = await ask(() => client.send(new ListObjectsV2Command(request)), toLibraryError)
        yield* readPage(page)
        if (!page.IsTruncated) return
        ContinuationToken = page.NextContinuationToken
      } while (ContinuationToken !== undefined)
      throw unavailable('The storage of the pictures lists only a part of them.')
    },
  }
}
