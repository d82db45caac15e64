// Answers with a file of the library, whatever kind of storage it lies in: whole, a part of it, or that the client has it already.
// conditions.ts reads the request; routes/image-files.ts serves originals with it.
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createError, isLikenessError } from '../errors.ts'
import type { ByteRange, LibraryFile, OpenedFile } from '../library/library.ts'
import { type ConditionHeaders, chooseRange, evaluateConditions, type Validators } from './conditions.ts'

export type Content = {
  stat(): Promise<LibraryFile>
  open(range?: ByteRange): Promise<OpenedFile>
}

/** How often a file may be replaced while an answer is begun. */
const attemptsMax = 3

/**
 * Errors: those of `content`; PRECONDITION_FAILED, RANGE_NOT_SATISFIABLE. A failure after the first bytes ends the connection, which
 * the client sees and fastify logs; a client that goes away ends the reading.
 */
export async function sendContent(
  request: FastifyRequest,
  reply: FastifyReply,
  content: Content,
): Promise<FastifyReply> {
  // What is sent in a list, and none of these is, Node gives as one text.
  const headers = request.headers as ConditionHeaders
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const file = await content.stat()
    const validators = validatorsOf(file)
    const verdict = evaluateConditions(headers, validators)
    if (verdict === 'failed') {
      throw createError('PRECONDITION_FAILED', 'The file changed, or never was the one that the request names.')
    }
    if (verdict === 'not modified') return reply.code(304).headers(validators).send()
    // Ranges are of GET alone (RFC 9110, section 14.2), and nothing is read for an answer without a body.
    if (request.method === 'HEAD') return sendHeaders(reply, file)
    const range = chooseRange(headers, validators, file.sizeBytes)
    if (range === 'none') throw outside(reply, file)
    const opened = await openSame(content, file, range)
    if (opened) return sendStream(reply, opened, range)
  }
  throw createError('LIBRARY_UNAVAILABLE', 'The file is being changed over and over.')
}

/** Weak, as the facts of a file tell only with likelihood that it is the same to the byte. */
function validatorsOf({ version, modifiedMs }: LibraryFile): Validators {
  return { etag: `W/"${version}"`, 'last-modified': new Date(modifiedMs).toUTCString() }
}

/** Null where it was replaced since: what the request says of it must be looked at once more. */
async function openSame(content: Content, file: LibraryFile, range: ByteRange | null): Promise<OpenedFile | null> {
  try {
    const opened = await content.open(range ?? undefined)
    if (opened.file.version === file.version) return opened
    opened.stream.destroy()
    return null
  } catch (error) {
    // The file that is there now is shorter.
    if (isLikenessError(error, 'RANGE_NOT_SATISFIABLE')) return null
    throw error
  }
}

function sendHeaders(reply: FastifyReply, file: LibraryFile): FastifyReply {
  reply.headers({ ...validatorsOf(file), 'accept-ranges': 'bytes', 'content-length': file.sizeBytes })
  // A stream keeps the length that is given; fastify would count the bytes of anything else.
  return reply.send(Readable.from([]))
}

function sendStream(reply: FastifyReply, { file, stream }: OpenedFile, range: ByteRange | null): FastifyReply {
  reply.headers({ ...validatorsOf(file), 'accept-ranges': 'bytes' })
  if (range === null) return reply.header('content-length', file.sizeBytes).send(stream)
  const { start, end } = range
  return reply
    .code(206)
    .headers({ 'content-range': `bytes ${start}-${end}/${file.sizeBytes}`, 'content-length': end - start + 1 })
    .send(stream)
}

function outside(reply: FastifyReply, { sizeBytes }: LibraryFile) {
  reply.header('content-range', `bytes */${sizeBytes}`)
  return createError('RANGE_NOT_SATISFIABLE', 'The range does not lie within the file.')
}
