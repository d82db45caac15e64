// Counts every request by its route, whatever becomes of it. metrics/metrics.ts keeps the figures; app.ts registers this first.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Metrics } from '../metrics/metrics.ts'

type Observe = Metrics['observeRequest']

/** The answer was not sent whole before the connection ended; nginx's number for it, which no answer of ours carries. */
const clientClosed = 499
/** Addresses that lead nowhere share one series, or whoever calls could make any number of them. */
const noRoute = 'none'

export function registerRequestMetrics(app: FastifyInstance, observe: Observe): void {
  app.addHook('onRequest', async (request, reply) => watchRequest(request, reply, observe))
}

/** Counts the request when its answer ends. Fastify's onResponse does not come when the client goes away before that. */
export function watchRequest(request: FastifyRequest, reply: FastifyReply, observe: Observe): void {
  const startMs = performance.now()
  const { method } = request
  const route = request.is404 ? noRoute : (request.routeOptions.url ?? noRoute)
  const { raw } = reply
  // Where a file is sent, the other hooks and the streams take all ten listeners that Node finds usual.
  raw.setMaxListeners(raw.getMaxListeners() + 1)
  raw.once('close', () => {
    const status = raw.writableFinished ? raw.statusCode : clientClosed
    observe({ method, route, status, ms: performance.now() - startMs })
  })
}
