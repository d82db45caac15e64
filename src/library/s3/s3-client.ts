// The S3 client with its bounds: how long a request may take, how often it is sent, how many run at once. bucket.ts works with it.
import { S3Client } from '@aws-sdk/client-s3'

export type S3ClientOptions = {
  region: string
  /** Of an S3-compatible server; null for Amazon's own. */
  endpoint: string | null
  /** Milliseconds from a request to the beginning of its answer, for each attempt. */
  answerTimeoutMs: number
}

/** Requests of this kind are repeated where no answer came, or one of a storage that is at its limit. */
export const attemptsMax = 3

const connectTimeoutMs = 3_000
/** Of a body in either direction; an original that a client reads slowly holds its connection for as long. */
const silenceMsMax = 60_000
/** A connection is held by every original that is being sent. */
const connectionsMax = 256
/** The slowest upload that is waited for: 256 KB/s. */
const uploadBytesPerMs = 256

/** Credentials come from the client's own chain: the environment, profiles, roles. */
export function createS3Client({ region, endpoint, answerTimeoutMs }: S3ClientOptions): S3Client {
  return new S3Client({
    region,
    // Amazon has a host for each bucket; other servers are asked by path.
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    maxAttempts: attemptsMax,
    // The signature covers the bytes; older servers stumble over checksums beside it.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: Math.min(connectTimeoutMs, answerTimeoutMs),
      requestTimeout: answerTimeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: silenceMsMax,
      httpAgent: { maxSockets: connectionsMax },
      httpsAgent: { maxSockets: connectionsMax },
    },
  })
}

/** The time for an upload of that many bytes, for each attempt. */
export function uploadTimeoutMs(answerTimeoutMs: number, sizeBytes: number): number {
  return answerTimeoutMs + Math.ceil(sizeBytes / uploadBytesPerMs)
}
