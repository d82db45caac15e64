// Catalogued errors: made from the table in error-catalogue.ts. Knows no HTTP framework; src/http/problem.ts turns them into
// RFC 9457 problems.
import { type CatalogueEntry, catalogue } from './error-catalogue.ts'

export type ErrorCode = keyof typeof catalogue
export const errorCatalogue: Record<ErrorCode, CatalogueEntry> = catalogue

/** One fault found while validating: where (RFC 6901 JSON pointer into the request) and what is expected there. */
export type Fault = { pointer: string; detail: string }

/** A catalogued failure. `message` is safe to show a client; `cause` is for the log only. */
export class LikenessError extends Error {
  readonly code: ErrorCode
  readonly faults: Fault[]
  /** Seconds after which trying again makes sense, for OVERLOADED and its kin. */
  readonly retryAfterS: number | undefined

  constructor(
    code: ErrorCode,
    detail: string,
    options: ErrorOptions & { faults?: Fault[]; retryAfterS?: number } = {},
  ) {
    super(detail, options)
    this.name = 'LikenessError'
    this.code = code
    this.faults = options.faults ?? []
    this.retryAfterS = options.retryAfterS
  }
}

/** Makes a catalogued error. `detail` says what happened to which thing and holds nothing internal. */
export function createError(
  code: ErrorCode,
  detail: string,
  options: ErrorOptions & { faults?: Fault[]; retryAfterS?: number } = {},
): LikenessError {
  return new LikenessError(code, detail, options)
}

/** VALIDATION_FAILED for one place of the request; `detail` says what is expected there. */
export function faultAt(pointer: string, detail: string, options: ErrorOptions = {}): LikenessError {
  return createError('VALIDATION_FAILED', `${pointer} ${detail}.`, { ...options, faults: [{ pointer, detail }] })
}

/** The failure with the place of the request that it is about; as it is where it names one, or where the request is not at fault. */
export function placeAt(error: unknown, pointer: string): unknown {
  if (!isLikenessError(error) || error.faults.length > 0 || errorCatalogue[error.code].status >= 500) return error
  const { code, message, cause } = error
  return createError(code, message, { cause, faults: [{ pointer, detail: message }] })
}

/** Whether `error` is catalogued, with this code when one is given. */
export function isLikenessError(error: unknown, code?: ErrorCode): error is LikenessError {
  return error instanceof LikenessError && (code === undefined || error.code === code)
}
