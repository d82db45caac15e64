// Opaque cursors: where the next page starts, bound to the query that the first page was asked with, and signed, so that only what
// a service with the same secret made is taken.
import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { createError } from '../errors.ts'
import type { HitPosition, ListRequest } from '../store/vector-store.ts'

export type ListPosition = Required<Pick<ListRequest, 'afterId'>> & Pick<ListRequest, 'afterValue'>

/** `query` is what the page was asked for, in any form that JSON has; the order of its names does not matter. */
export type Cursors = {
  encode(position: ListPosition | HitPosition, query: unknown): string
  /** Errors: CURSOR_INVALID for anything that `encode` did not make for the same query. */
  decode<Position extends ListPosition | HitPosition>(cursor: string, query: unknown): Position
}

const signatureBytes = 16

/** Instances with the same keys understand each other's cursors; without keys, cursors live as long as the process. */
export function cursorSecretOf(apiKeys: readonly string[]): string {
  return apiKeys.length === 0 ? randomUUID() : `cursors of ${apiKeys.join()}`
}

export function createCursors(secret: string): Cursors {
  const sign = (content: Buffer) => createHmac('sha256', secret).update(content).digest().subarray(0, signatureBytes)

  return {
    encode(position, query) {
      const content = Buffer.from(JSON.stringify([position, hashQuery(query)]))
      return Buffer.concat([sign(content), content]).toString('base64url')
    },
    decode<Position>(cursor: string, query: unknown) {
      const bytes = Buffer.from(cursor, 'base64url')
      const content = bytes.subarray(signatureBytes)
      const isOurs = bytes.length > signatureBytes && timingSafeEqual(sign(content), bytes.subarray(0, signatureBytes))
      if (!isOurs) throw createError('CURSOR_INVALID', 'The cursor was not made by this service as it runs now.')
      const [position, hash] = JSON.parse(content.toString()) as [Position, string]
      if (hash === hashQuery(query)) return position
      throw createError('CURSOR_INVALID', 'The cursor belongs to another query, filter or order.')
    },
  }
}

function hashQuery(query: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(query ?? null, sortNames))
    .digest('base64url')
    .slice(0, 16)
}

function sortNames(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
