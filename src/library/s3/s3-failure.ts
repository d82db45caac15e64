// What a failure of object storage means for the library. bucket.ts turns every failure of the client into one of these.
import { createError, type LikenessError } from '../../errors.ts'

/** What is told of the storage's answer; anything else in the client's error may hold keys, signatures or session tokens. */
export type StorageFault = {
  /** The storage's own name for it, such as NoSuchKey, or the system's, such as ECONNREFUSED. */
  name: string
  /** Null where there was no answer. */
  status: number | null
  /** How often the request was sent. */
  attempts: number
  /** For the log; holds no secret. */
  cause: Error
}

export function readFault(error: unknown): StorageFault {
  const { name, code, message, $metadata } = (error ?? {}) as Partial<Record<'name' | 'code' | 'message', string>> & {
    $metadata?: { httpStatusCode?: number; requestId?: string; attempts?: number }
  }
  const { httpStatusCode: status = null, requestId, attempts = 1 } = $metadata ?? {}
  const words = [status !== null && `status ${status}`, requestId !== undefined && `request ${requestId}`].filter(
    Boolean,
  )
  const known = (name === 'Error' ? code : name) ?? code ?? 'unknown'
  const told = `${known}${words.length > 0 ? ` (${words.join(', ')})` : ''}: ${message ?? ''}`
  return { name: known, status, attempts, cause: new Error(told) }
}

/** Names of refusals that another setting mends, and nothing else. */
const refusedCredentials =
  'AccessDenied InvalidAccessKeyId SignatureDoesNotMatch ExpiredToken InvalidToken Forbidden AllAccessDisabled'.split(
    ' ',
  )
const otherRegion = ['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException']

/** The library's error for a request that failed. */
export function toLibraryError(fault: StorageFault): LikenessError {
  const { name, status, cause } = fault
  if (isNotFound(fault)) return createError('FILE_NOT_FOUND', 'No file lies at this path.', { cause })
  if (name === 'KeyTooLongError') return createError('PATH_INVALID', 'The path is too long for the storage.', { cause })
  if (status === 416)
    return createError('RANGE_NOT_SATISFIABLE', 'The range begins beyond the end of the file.', { cause })
  return unavailable(describeFault(fault), cause)
}

/** Whether nothing lies at the key. An answer without a body, as to HEAD, gives no reason: there it may be the bucket, too. */
function isNotFound({ name, status }: StorageFault): boolean {
  return status === 404 && (name === 'NoSuchKey' || name === 'NotFound')
}

function describeFault({ name, status }: StorageFault): string {
  if (name === 'NoSuchBucket') return 'The bucket of the pictures is not there.'
  if (status === 403 || refusedCredentials.includes(name)) return 'The storage of the pictures refuses access.'
  if (isPassing({ name, status })) {
    return 'The storage of the pictures takes no more requests just now.'
  }
  if (status === null) return 'The storage of the pictures cannot be reached.'
  return 'The storage of the pictures does not serve.'
}

/** Of answers that refuse, those that another try may change. */
function isPassing({ name, status }: Pick<StorageFault, 'name' | 'status'>): boolean {
  return status === 408 || status === 429 || name === 'SlowDown' || name === 'RequestTimeTooSkewed'
}

export function unavailable(detail: string, cause?: unknown): LikenessError {
  return createError('LIBRARY_UNAVAILABLE', detail, { cause, retryAfterS: 5 })
}

/** The error of a first look at the bucket: CONFIG_INVALID for what settings must mend, LIBRARY_UNAVAILABLE for what may pass. */
export function toStartError(fault: StorageFault, bucket: string): LikenessError {
  const { name, status, cause } = fault
  const told = status === null ? name : `${name}, status ${status}`
  const wrong = (detail: string) => createError('CONFIG_INVALID', detail, { cause })
  if (name === 'NoSuchBucket') {
    return wrong(`LIBRARY_URL names a bucket that is not there: ${bucket}`)
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return wrong(
      'LIBRARY_URL needs credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a profile or a role.',
    )
  }
  if (otherRegion.includes(name) || status === 301) {
    return wrong(`The bucket ${bucket} lies in another region than AWS_REGION names (${told}).`)
  }
  if (status !== null && status >= 400 && status < 500 && !isPassing(fault)) {
    return wrong(
      `The storage refuses the credentials for the bucket ${bucket}, or they lack the right to list it (${told}).`,
    )
  }
  return toLibraryError(fault)
}
