// Stopping gracefully: what is in flight is answered, what comes meanwhile is refused, and then nobody is waited for.
// app.ts registers it; server.ts bounds the time it may take.
import type { FastifyInstance, RouteHandlerMethod } from 'fastify'
import { createError } from '../errors.ts'

/** How long answers are waited for: a client that stops sending must not keep the service from closing its store. */
const drainMsMax = 8_000

/**
 * Closing the app first waits, for a while, for the answers it owes, and for what handlers still do whose client has gone: they
 * write files and records. The function returned tells whether that has begun.
 *
 * It goes before every route, and with `forceCloseConnections: true`, which ends the connections that are left then: Node waits
 * for those that never sent a request, as browsers open them in advance, and for those kept alive.
 */
export function registerShutdown(app: FastifyInstance): () => boolean {
  let stopping = false
  const inFlight = createTally()

  app.addHook('onRequest', async (request, reply) => {
    if (stopping && !request.url.startsWith('/health/')) {
      throw createError('SHUTTING_DOWN', 'The service is stopping.', { retryAfterS: 5 })
    }
    reply.raw.once('close', inFlight.begin())
  })
  app.addHook('onRoute', (route) => {
    route.handler = tallied(route.handler, inFlight)
  })
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close')
  })
  app.addHook('preClose', async () => {
    stopping = true
    await inFlight.settled(drainMsMax)
  })
  return () => stopping
}

type Tally = {
  /** Counts one more; the function returned says that it is over. */
  begin(): () => void
  /** Resolves when all are over, or after so many milliseconds. */
  settled(msMax: number): Promise<void>
}

function createTally(): Tally {
  let count = 0
  let allOver = () => {}
  return {
    begin() {
      count++
      return () => {
        count--
        if (count === 0) allOver()
      }
    },
    async settled(msMax) {
      if (count === 0) return
      const over = new Promise<void>((resolve) => {
        allOver = resolve
      })
      const giveUp = setTimeout(allOver, msMax)
      await over
      clearTimeout(giveUp)
    },
  }
}

/** The same handler, counted until its promise is settled. */
function tallied(handler: RouteHandlerMethod, tally: Tally): RouteHandlerMethod {
  return function (request, reply) {
    const result = handler.call(this, request, reply)
    if (result instanceof Promise) {
      const end = tally.begin()
      result.then(end, end)
    }
    return result
  }
}
