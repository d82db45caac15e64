// An import under an Idempotency-Key: the whole body is read before it is done, as a key is bound to what it asks for, and the answer is kept
// as a whole. routes/import-images.ts uses it.
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createError } from '../errors.ts'
import type { AnswerStore } from '../store/answer-store.ts'
import { answerOnce, hash } from './idempotency.ts'

/** Their answers are kept in one document of the store. */
const linesMax = 5_000

export type ImportOnce = {
  request: FastifyRequest
  reply: FastifyReply
  body: AsyncIterable<Uint8Array>
  answers: AnswerStore
}

/**
 * Resolves to the lines of the answer. One that ended early is not kept: the import may be sent again under its key.
 * Errors: VALIDATION_FAILED for more lines than are kept; those of `answerOnce` and of `begin`.
 */
export async function importOnce(
  { request, reply, body, answers }: ImportOnce,
  begin: (body: AsyncIterable<Uint8Array>) => Promise<AsyncIterable<string>>,
): Promise<string> {
  const bytes = await readWhole(body)
  const fingerprint = () => hash(JSON.stringify([hash(bytes), request.query]))
  try {
    const answer = await answerOnce(request, reply, { answers, fingerprint }, async () => {
      const lines: string[] = []
      for await (const line of await begin(Readable.from([bytes]))) lines.push(line)
      if (lines.at(-1)?.startsWith('{"problem":')) throw new EndedEarly(lines.join(''))
      return { lines: lines.join('') }
    })
    return (answer as { lines: string }).lines
  } catch (error) {
    if (error instanceof EndedEarly) return error.lines
    throw error
  }
}

class EndedEarly extends Error {
  readonly lines: string

  constructor(lines: string) {
    super('The import ended early.')
    this.lines = lines
  }
}

async function readWhole(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let lines = 0
  // To its end in any case: to stop would break the connection before the answer.
  for await (const chunk of body) {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1
    if (lines <= linesMax) chunks.push(chunk)
  }
  if (lines <= linesMax) return Buffer.concat(chunks)
  throw createError('VALIDATION_FAILED', `An import under an Idempotency-Key has at most ${linesMax} lines.`)
}
