// Refuses requests while the event loop lags, so that those already taken get done. app.ts registers it.
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { createError } from '../errors.ts'

/** Requests get a problem instead of an answer when the event loop lags this much behind. */
const eventLoopDelayMsMax = 1_000
/** At first not: the delay is measured over a second, and the start, which compiles every schema, lies within it. */
const startupMs = 3_000

export async function registerLoadShedding(app: FastifyInstance): Promise<void> {
  let listeningSinceMs = Number.POSITIVE_INFINITY
  app.addHook('onListen', async () => {
    listeningSinceMs = performance.now()
  })
  await app.register(underPressure, {
    maxEventLoopDelay: eventLoopDelayMsMax,
    pressureHandler: (request, _reply, _type, delayMs) => {
      // No sample in the interval counts as an infinite delay, which a busy machine shows at every start.
      if (request.url.startsWith('/health/') || !Number.isFinite(delayMs)) return
      if (performance.now() - listeningSinceMs < startupMs) return
      throw createError('OVERLOADED', 'The service has fallen behind.', { retryAfterS: 2 })
    },
  })
}
