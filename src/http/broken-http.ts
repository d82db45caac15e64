// Requests that are not even HTTP, or do not arrive in time: answered on the bare socket, before fastify sees them.

import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { createError, type ErrorCode } from '../errors.ts'
import { toProblem } from './problem.ts'

const codes: Record<string, [ErrorCode, string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['REQUEST_TIMEOUT', 'The request did not arrive within the time limit.'],
  HPE_HEADER_OVERFLOW: ['HEADERS_TOO_LARGE', 'The address and headers are larger than the service takes.'],
}

export function answerBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const [code, detail] = codes[error.code ?? ''] ?? ['BODY_INVALID', 'The request is not well-formed HTTP.']
  const requestId = randomUUID()
  const problem = toProblem(createError(code as ErrorCode, detail as string), requestId)
  const body = JSON.stringify(problem)
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${requestId}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}
