// Which part of a file a request wants, and whether it wants it at all: conditions and ranges of RFC 9110, pure.
// send-content.ts answers with it. Weak tags are taken for equal everywhere, as the only ones that the service gives.
import fresh from 'fresh'
import { combineRanges, parse } from 'range-parser'
import type { ByteRange } from '../library/library.ts'

/** What a client knows of the file from an earlier answer. */
export type Validators = { etag: string; 'last-modified': string }

/** As Node has them; a field that was sent twice is one text. */
export type ConditionHeaders = Partial<
  Record<'if-match' | 'if-unmodified-since' | 'if-none-match' | 'if-modified-since' | 'if-range' | 'range', string>
>

/** What the conditions come to, in the order of RFC 9110, section 13.2.2: the file is to be sent, or not. */
export function evaluateConditions(
  headers: ConditionHeaders,
  validators: Validators,
): 'send' | 'not modified' | 'failed' {
  if (!fulfilsPreconditions(headers, validators)) return 'failed'
  const { 'if-none-match': match, 'if-modified-since': since } = headers
  // Without Cache-Control, which is for caches, and which fetch adds to every request that has a condition.
  const conditions = { ...(match && { 'if-none-match': match }), ...(since && { 'if-modified-since': since }) }
  return fresh(conditions, validators) ? 'not modified' : 'send'
}

function fulfilsPreconditions(headers: ConditionHeaders, validators: Validators): boolean {
  const match = headers['if-match']
  if (match !== undefined)
    return match.trim() === '*' || match.split(',').some((tag) => isSameTag(tag, validators.etag))
  const sinceMs = Date.parse(headers['if-unmodified-since'] ?? '')
  // A date that cannot be read is no condition.
  return Number.isNaN(sinceMs) || Date.parse(validators['last-modified']) <= sinceMs
}

/**
 * The part of a file of that size that `Range` names; null for the whole file: without a range, with several that are not one part
 * together, and where `If-Range` names another file. `none` for a range outside of the file, or one that cannot be read.
 */
export function chooseRange(
  headers: ConditionHeaders,
  validators: Validators,
  sizeBytes: number,
): ByteRange | null | 'none' {
  if (headers.range === undefined || !isRangeWanted(headers['if-range'], validators)) return null
  const { type, ranges, code } = parse(sizeBytes, headers.range.trim())
  if (type !== 'bytes') return null
  const [first, ...others] = combineRanges(ranges)
  // Code 0 without a range: the last bytes of an empty file.
  if (first === undefined) return code === 0 ? null : 'none'
  return others.length === 0 ? { start: first.start, end: first.end } : null
}

function isRangeWanted(ifRange: string | undefined, validators: Validators): boolean {
  if (ifRange === undefined) return true
  if (ifRange.includes('"')) return isSameTag(ifRange, validators.etag)
  return Date.parse(validators['last-modified']) <= Date.parse(ifRange)
}

function isSameTag(tag: string, etag: string): boolean {
  return tag.trim().replace(/^W\//, '') === etag.replace(/^W\//, '')
}
