// 405 for methods that an address does not take, with the `Allow` header that RFC 9110 asks for.
import type { FastifyInstance, HTTPMethods } from 'fastify'
import { createError } from '../errors.ts'

const methods: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY']

/** Watches the routes that are registered from here on; the function returned adds the missing methods to their addresses. */
export function watchMethods(app: FastifyInstance): () => void {
  const taken = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    // The reference's addresses are its plugin's own.
    if (url.includes('*') || url.startsWith('/docs')) return
    const known = taken.get(url) ?? new Set()
    for (const one of [method].flat()) known.add(one)
    taken.set(url, known)
  })

  return () => {
    for (const [url, known] of [...taken]) {
      const missing = methods.filter((method) => !known.has(method))
      const allow = [...known].join(', ')
      app.route({
        method: missing,
        url,
        schema: { hide: true },
        // Before a body is looked at, whose faults would be told instead.
        onRequest: async (request, reply) => {
          reply.header('allow', allow)
          throw createError('METHOD_NOT_ALLOWED', `This address takes ${allow}, not ${request.method}.`)
        },
        handler: () => undefined,
      })
    }
  }
}
