// Opaque cursors of lists: where the next page starts, bound to the query that the first page was asked with.
import { createHash } from 'node:crypto'
import { createError } from '../errors.ts'
import { imageIdPattern } from './schemas/image.ts'

/** A cursor that goes on after `afterId` of the list that `query` describes. */
export function encodeCursor(afterId: string, query: unknown): string {
  return Buffer.from(JSON.stringify([1, afterId, hashQuery(query)])).toString('base64url')
}

/** Errors: CURSOR_INVALID for anything that `encodeCursor` did not make for the same query. */
export function decodeCursor(cursor: string, query: unknown): string {
  const [version, afterId, hash] = parse(cursor)
  if (version !== 1 || typeof afterId !== 'string' || !new RegExp(imageIdPattern).test(afterId)) {
    throw createError('CURSOR_INVALID', 'The cursor was not made by this service.')
  }
  if (hash !== hashQuery(query)) {
    throw createError('CURSOR_INVALID', 'The cursor belongs to a list with another filter.')
  }
  return afterId
}

function parse(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}

function hashQuery(query: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(query ?? null))
    .digest('base64url')
    .slice(0, 16)
}
