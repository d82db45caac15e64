// Each request's signal to give up: its client went away, or its time is over. Handlers pass it to the use cases.
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborts when nobody waits for the answer any more, or with a TimeoutError at the time limit. */
    workSignal: AbortSignal
  }
}

/**
 * Fastify's own `request.signal` and `handlerTimeout` take the end of a request's body for the end of its client, as Node
 * closes the incoming message then; the outgoing response's `close` tells the two apart.
 */
export function registerWorkSignal(app: FastifyInstance, timeoutMs: number): void {
  app.decorateRequest('workSignal')

  app.addHook('onRequest', async (request, reply) => {
    const controller = new AbortController()
    request.workSignal = controller.signal
    const timer = setTimeout(() => controller.abort(new DOMException('time limit', 'TimeoutError')), timeoutMs)
    timer.unref()
    reply.raw.once('close', () => {
      clearTimeout(timer)
      if (!reply.raw.writableFinished) controller.abort()
    })
  })
}
