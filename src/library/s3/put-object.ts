// Writing one object so that nothing is overwritten unseen. bucket.ts calls it.
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { createError, type LikenessError } from '../../errors.ts'
import { attemptsMax, uploadTimeoutMs } from './s3-client.ts'
import { readFault, type StorageFault, toLibraryError } from './s3-failure.ts'

export type PutRequest = {
  Bucket: string
  Key: string
  bytes: Uint8Array
  overwrite: boolean
  answerTimeoutMs: number
  /** Whether the object holds these very bytes. */
  holdsBytes(): Promise<boolean>
}

/** Another write to the same key came between, and this one is to be sent again. */
const conflicts = ['ConditionalRequestConflict', 'OperationAborted']

/**
 * Resolves to whether it was written: unless `overwrite`, not where something lies there already. Errors: PATH_INVALID,
 * LIBRARY_UNAVAILABLE; INTERNAL where the storage cannot keep that promise.
 */
export async function putObject(client: S3Client, request: PutRequest): Promise<boolean> {
  const { Bucket, Key, bytes, overwrite } = request
  const IfNoneMatch = overwrite ? undefined : '*'
  const requestTimeout = uploadTimeoutMs(request.answerTimeoutMs, bytes.length)
  for (let attempt = 1; ; attempt++) {
    try {
      const command = new PutObjectCommand({ Bucket, Key, Body: bytes, ContentLength: bytes.length, IfNoneMatch })
      await client.send(command, { requestTimeout })
      return true
    } catch (error) {
      const fault = readFault(error)
      if (conflicts.includes(fault.name) && attempt < attemptsMax) continue
      // The write may have come to its end although only its repetition was answered.
      if (fault.status === 412 && fault.attempts > 1) return request.holdsBytes()
      // 409: some servers keep objects in folders, where a file may lie in a folder's place.
      if (fault.status === 412 || (fault.status === 409 && !conflicts.includes(fault.name))) return false
      throw fault.status === 501 && !overwrite ? withoutConditions(fault) : toLibraryError(fault)
    }
  }
}

function withoutConditions({ cause }: StorageFault): LikenessError {
  const detail =
    'The storage of the pictures does not know conditional writes (If-None-Match), without which one picture could replace another unseen. Nothing was written.'
  return createError('INTERNAL', detail, { cause })
}
