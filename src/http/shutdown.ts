// Stopping gracefully: what is in flight is answered, what comes meanwhile is refused, and then nobody is waited for.
// app.ts registers it; server.ts bounds the time it may take.
import type { FastifyInstance } from 'fastify'
import { createError } from '../errors.ts'

/** How long answers are waited for: a client that stops sending must not keep the service from closing its store. */
const drainMsMax = 8_000

/**
 * Closing the app first waits, for a while, for the answers it owes. The function returned tells whether that has begun.
 *
 * It goes with `forceCloseConnections: true`, which ends the connections that are left then: Node waits for those that
 * never sent a request, as browsers open them in advance, and for those kept alive.
 */
export function registerShutdown(app: FastifyInstance): () => boolean {
  let stopping = false
  let inFlight = 0
  let allAnswered = () => {}

  app.addHook('onRequest', async (request, reply) => {
    if (stopping && !request.url.startsWith('/health/')) {
      throw createError('SHUTTING_DOWN', 'The service is stopping.', { retryAfterS: 5 })
    }
    inFlight++
    reply.raw.once('close', () => {
      inFlight--
      if (inFlight === 0) allAnswered()
    })
  })
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close')
  })
  app.addHook('preClose', async () => {
    stopping = true
    const answered = new Promise<void>((resolve) => {
      allAnswered = resolve
    })
    const giveUp = setTimeout(allAnswered, drainMsMax)
    if (inFlight > 0) await answered
    clearTimeout(giveUp)
  })
  return () => stopping
}
