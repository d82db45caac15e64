// A span for every request, and one inside it for the work of its handler. tracing.ts starts what sends them; app.ts registers this
// where there is a collector, and only then is anything of OpenTelemetry loaded.
import type { FastifyInstance } from 'fastify'

/** Asked all the time, and of no interest. */
const untraced = ['/health/', '/metrics']

export async function registerRequestSpans(app: FastifyInstance): Promise<void> {
  const { FastifyOtelInstrumentation } = await import('@fastify/otel')
  const instrumentation = new FastifyOtelInstrumentation({
    // One span for each of the dozen hooks of a request would bury the two that tell something.
    instrumentHooks: false,
    recordExceptions: false,
    ignorePaths: ({ url }) => untraced.some((start) => url.startsWith(start)),
    requestHook(span, { id, method, url, routeOptions }) {
      span.updateName(routeOptions.url === undefined ? method : `${method} ${routeOptions.url}`)
      // The plugin takes the whole address, in which the words of a search stand.
      span.setAttribute('url.path', url.split('?')[0]!)
      span.setAttribute('likeness.request_id', id)
    },
    lifecycleHook: (span, { hookName }) => span.updateName(hookName),
  })
  await app.register(instrumentation.plugin())
}
