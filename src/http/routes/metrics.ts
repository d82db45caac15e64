// GET /metrics: what Prometheus scrapes. metrics/metrics.ts says what is in it, docs/operations.md what it means.
import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../../metrics/metrics.ts'
import { problems } from '../schemas/problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Read by @fastify/under-pressure: what happens to this route's requests while the event loop lags, in place of a refusal. */
    pressureHandler?: () => undefined
  }
}

export async function metricsRoutes(app: FastifyInstance, { metrics }: { metrics: Metrics }): Promise<void> {
  app.route({
    method: 'GET',
    url: '/metrics',
    // Wanted most when the event loop lags; load-shedding.ts would refuse it then.
    config: { pressureHandler: () => undefined },
    schema: {
      operationId: 'getMetrics',
      tags: ['health'],
      summary: 'What the service counts of itself, for Prometheus',
      description:
        'In the text format of Prometheus, 0.0.4. It tells of usage, so it wants a key where the service has keys.',
      response: {
        200: {
          description: 'The metrics as they are now.',
          content: {
            'text/plain': {
              schema: { type: 'string' },
              example: 'likeness_cache_requests_total{cache="text",outcome="hit"} 12\n',
            },
          },
        },
        ...problems(),
      },
    },
    handler: async (_request, reply) => reply.type(metrics.contentType).send(await metrics.render()),
  })
}
