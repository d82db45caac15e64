// Reads an OpenAPI document as a client does: its operations, the requests its examples describe, its response schemas.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { OpenAPIV3_1 } from 'openapi-types'

export type Operation = OpenAPIV3_1.OperationObject & { operationId: string; path: string; method: string }

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
const repository = new URL('../../', import.meta.url)

/** The operations with where they lie; what is changed of their fields’ own content is changed in the document. */
export function operationsOf(document: OpenAPIV3_1.Document): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => (item?.[method] ? [{ ...item[method], path, method } as Operation] : [])),
  )
}

export type ExampleRequest = { name: string; address: string; init: RequestInit }

/** One request for each example of a body, or one without a body: as they stand, with the examples of the parameters. */
export async function exampleRequests(operation: Operation): Promise<ExampleRequest[]> {
  const address = exampleAddress(operation)
  const method = operation.method.toUpperCase()
  const body = operation.requestBody as OpenAPIV3_1.RequestBodyObject | undefined
  if (body === undefined) return [{ name: operation.operationId, address, init: { method } }]
  const bodies = await Promise.all(Object.entries(body.content).map(([type, media]) => exampleBody(type, media)))
  return bodies
    .filter((one) => one !== null)
    .map(({ type, ...init }) => ({ name: `${operation.operationId} (${type})`, address, init: { method, ...init } }))
}

async function exampleBody(type: string, media: OpenAPIV3_1.MediaTypeObject) {
  const { example } = media
  // The boundary is in the type that fetch gives the form.
  if (type === 'multipart/form-data') return example === undefined ? null : { type, body: await exampleForm(example) }
  if (example !== undefined) {
    return {
      type,
      headers: { 'content-type': type },
      body: typeof example === 'string' ? example : JSON.stringify(example),
    }
  }
  const file = (media as { 'x-example-file'?: string })['x-example-file']
  return file === undefined ? null : { type, headers: { 'content-type': type }, body: await readSample(file) }
}

/** The form of an example: its files are named by where the samples lie, and what is no text is JSON. */
async function exampleForm(example: Record<string, unknown>): Promise<FormData> {
  const form = new FormData()
  for (const [name, value] of Object.entries(example)) {
    for (const one of [value].flat()) {
      if (name === 'image') form.append(name, new Blob([await readSample(one as string)]), basename(one as string))
      else form.append(name, typeof one === 'string' ? one : JSON.stringify(one))
    }
  }
  return form
}

async function readSample(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(path, repository)))
}

function exampleAddress({ path, parameters = [] }: Operation): string {
  const query = new URLSearchParams()
  let filled = path
  for (const parameter of parameters as OpenAPIV3_1.ParameterObject[]) {
    const asJson = parameter.content?.['application/json']
    const example = asJson ? asJson.example : parameter.example
    if (example === undefined) {
      if (parameter.required) throw new Error(`${path} has no example for ${parameter.name}, which it needs`)
      continue
    }
    if (parameter.in === 'path') filled = filled.replace(`{${parameter.name}}`, encodeURIComponent(String(example)))
    else if (asJson) query.append(parameter.name, JSON.stringify(example))
    else for (const value of [example].flat()) query.append(parameter.name, String(value))
  }
  return query.size > 0 ? `${filled}?${query}` : filled
}

/** Tells what is wrong with a value, by a named schema of the document; null for one that fits. */
export function createSchemaCheck(document: OpenAPIV3_1.Document, name: string) {
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  ajv.addSchema(document, 'openapi')
  const validate = ajv.getSchema(`openapi#/components/schemas/${name}`)!
  return (value: unknown): string | null => (validate(value) ? null : ajv.errorsText(validate.errors))
}

/** Tells what is wrong with JSON answers, by the schemas of the document; null for an answer that fits. */
export function createAnswerCheck(document: OpenAPIV3_1.Document) {
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  ajv.addSchema(document, 'openapi')
  return (operation: Operation, status: number, contentType: string, body: unknown): string | null => {
    const keys = ['paths', operation.path, operation.method, 'responses', String(status), 'content', contentType]
    const pointer = [...keys, 'schema'].map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')
    const validate = ajv.getSchema(`openapi#/${encodeURI(pointer)}`)
    if (!validate) return `the contract has no ${status} of ${contentType}`
    return validate(body) ? null : ajv.errorsText(validate.errors)
  }
}
