// What is asked of an OpenAPI document wherever it is changed: its operations, and the schema that a reference names. openapi-shape.ts,
// openapi-examples.ts and playground.ts change it.
import type { OpenAPIV3_1 } from 'openapi-types'

const schemaPrefix = '#/components/schemas/'

export function operationsOf({ paths = {} }: OpenAPIV3_1.Document): OpenAPIV3_1.OperationObject[] {
  return Object.values(paths).flatMap((path) => Object.values(path ?? {}) as OpenAPIV3_1.OperationObject[])
}

/** The name of the schema that a reference leads to; empty for a schema that is no reference. */
export function nameOf(schema: { $ref?: string } | undefined): string {
  return schema?.$ref?.startsWith(schemaPrefix) ? schema.$ref.slice(schemaPrefix.length) : ''
}
