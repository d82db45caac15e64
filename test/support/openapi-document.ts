// Reads an OpenAPI document as a client does: its operations, and the schemas of what is answered.
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { OpenAPIV3_1 } from 'openapi-types'

export type Operation = OpenAPIV3_1.OperationObject & { operationId: string; path: string; method: string }

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** The operations with where they lie; what is changed of their fields’ own content is changed in the document. */
export function operationsOf(document: OpenAPIV3_1.Document): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => (item?.[method] ? [{ ...item[method], path, method } as Operation] : [])),
  )
}

/** Tells what is wrong with a value, by a named schema of the document; null for one that fits. */
export function createSchemaCheck(document: OpenAPIV3_1.Document, name: string) {
  const ajv = createAjv(document)
  const validate = ajv.getSchema(`openapi#/components/schemas/${name}`)!
  return (value: unknown): string | null => (validate(value) ? null : ajv.errorsText(validate.errors))
}

/** Tells what is wrong with JSON answers, by the schemas of the document; null for an answer that fits. */
export function createAnswerCheck(document: OpenAPIV3_1.Document) {
  const ajv = createAjv(document)
  return (operation: Operation, status: number, contentType: string, body: unknown): string | null => {
    const keys = ['paths', operation.path, operation.method, 'responses', String(status), 'content', contentType]
    const pointer = [...keys, 'schema'].map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')
    const validate = ajv.getSchema(`openapi#/${encodeURI(pointer)}`)
    if (!validate) return `the contract has no ${status} of ${contentType}`
    return validate(body) ? null : ajv.errorsText(validate.errors)
  }
}

function createAjv(document: OpenAPIV3_1.Document): Ajv2020 {
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  return ajv.addSchema(document, 'openapi')
}
