// Parameters in the address of an operation that knows none there are refused, as unknown ones are of every other operation.
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'

const noParameters = Type.Object({}, { additionalProperties: false })

/** For the routes that are registered from here on. The page, the reference and other addresses beside the contract are left as they are. */
export function closeAddresses(app: FastifyInstance): void {
  app.addHook('onRoute', ({ schema }) => {
    if (schema?.operationId !== undefined) schema.querystring ??= noParameters
  })
}
