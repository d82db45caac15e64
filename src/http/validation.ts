// Validation of requests against the wire schemas, and the faults it finds in words a client can use.
import { Ajv, type ErrorObject } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import type { Fault } from '../errors.ts'

/** Faults listed in one problem; a client mends the first ones first. */
const faultsMax = 8

/**
 * Two validators: what arrives as text (addresses, forms) is converted to the type the schema names, JSON is taken as it
 * is, so that `"10"` is no number there.
 */
export function createValidatorCompiler(shared: readonly TSchema[]): FastifySchemaCompiler<TSchema> {
  const strict = createAjv(shared, false)
  const converting = createAjv(shared, 'array')
  return ({ schema, httpPart, contentType }) => {
    const isText = httpPart !== 'body' || contentType === 'multipart/form-data'
    return (isText ? converting : strict).compile(withoutFiles(schema) as TSchema)
  }
}

function createAjv(shared: readonly TSchema[], coerceTypes: false | 'array'): Ajv {
  const ajv = new Ajv({ coerceTypes, strictTypes: false })
  addFormats.default(ajv)
  for (const schema of shared) ajv.addSchema(withoutFiles(schema) as TSchema)
  return ajv
}

/** Files are strings in the contract but bytes by the time they are validated: the decoder checks them, not the schema. */
function withoutFiles(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutFiles)
  if (typeof schema !== 'object' || schema === null) return schema
  if ('format' in schema && schema.format === 'binary') return {}
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withoutFiles(value)]))
}

/** Ajv's errors as faults: the JSON pointer of the place, and what is expected there; never the value that was sent. */
export function describeFaults(errors: readonly Partial<ErrorObject>[]): Fault[] {
  return errors.slice(0, faultsMax).map(({ instancePath = '', keyword, params = {}, message = 'is not valid' }) => {
    if (keyword === 'required') {
      return { pointer: `${instancePath}/${escapePointer(params.missingProperty)}`, detail: 'is missing' }
    }
    if (keyword === 'additionalProperties') {
      return { pointer: `${instancePath}/${escapePointer(params.additionalProperty)}`, detail: 'is not known here' }
    }
    if (keyword === 'enum') {
      return { pointer: instancePath, detail: `must be one of ${params.allowedValues.join(', ')}` }
    }
    return { pointer: instancePath, detail: message }
  })
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
