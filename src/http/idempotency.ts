// A request with an Idempotency-Key that is sent again is answered as it was the first time, and not done again. The routes of uploads and
// imports use it; the store keeps the answers, so that any instance has them.
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { createError } from '../errors.ts'
import type { AnswerStore } from '../store/answer-store.ts'

const keyHeader = 'idempotency-key'

/** For a route's schema. */
export const IdempotencyHeaders = Type.Object({
  [keyHeader]: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      pattern: '^[\\x21-\\x7e]+$',
      description:
        'A text of the client’s own, new for each request. The same request under the same key is answered as it was the first time, within a day.',
    }),
  ),
})

const keptMs = 24 * 3_600_000
/** An instance that died meanwhile has left the key without an answer. */
const staleMs = 300_000

export type Once = {
  answers: AnswerStore
  /** Of what the request asks for. */
  fingerprint: () => string
}

export function hasKey(request: FastifyRequest): boolean {
  return typeof request.headers[keyHeader] === 'string'
}

/**
 * Does the work, or answers as it was answered before. A failure is not kept: the request may be sent again.
 * Errors: IDEMPOTENCY_KEY_REUSED for another request under the key; IDEMPOTENCY_KEY_IN_USE while the first one is being worked on; those of
 * the work.
 */
export async function answerOnce(
  request: FastifyRequest,
  reply: FastifyReply,
  { answers, fingerprint }: Once,
  work: () => Promise<object>,
): Promise<object> {
  const given = request.headers[keyHeader]
  if (typeof given !== 'string') return work()
  // Clients with keys of their own do not meet in one that both chose.
  const key = hash(`${request.headers.authorization ?? ''}\n${given}`)
  const now = Date.now()
  const at = (ms: number) => new Date(ms).toISOString()
  const taken = { fingerprint: fingerprint(), answer: null, at: at(now) }
  const limits = { staleBefore: at(now - staleMs), forgottenBefore: at(now - keptMs) }
  const before = await answers.take(key, taken, limits)
  if (before === null) {
    try {
      const answer = await work()
      const body = JSON.stringify(answer)
      await answers.put(key, { ...taken, answer: { status: reply.statusCode, body } })
      return answer
    } catch (error) {
      await answers.drop(key)
      throw error
    }
  }
  if (before.fingerprint !== taken.fingerprint) {
    throw createError('IDEMPOTENCY_KEY_REUSED', 'Another request was sent under this Idempotency-Key.')
  }
  if (before.answer === null) {
    throw createError('IDEMPOTENCY_KEY_IN_USE', 'The request is being worked on.', { retryAfterS: 1 })
  }
  const { status, body } = before.answer
  reply.code(status).header('idempotency-replayed', 'true')
  return JSON.parse(body)
}

/** SHA-256 in hex. */
export function hash(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
