// Reshapes the generated OpenAPI document into what code generators read best, without changing what it says. Called by openapi.ts.
import type { OpenAPIV3_1 } from 'openapi-types'
import { jsonFields, type jsonParameters } from './form.ts'
import { nameOf, operationsOf } from './openapi-operations.ts'

type Schema = OpenAPIV3_1.SchemaObject & {
  $ref?: string
  anyOf?: Schema[]
  oneOf?: Schema[]
  contentEncoding?: string
  contentSchema?: Schema
}

/** What is said of the parameters that hold one JSON value. */
const jsonDescriptions: Partial<Record<string, string>> = {
  filter: 'The filter as one JSON value.',
  attributes: 'Values of attributes as one JSON value.',
} satisfies Record<(typeof jsonParameters)[number], string>

/** Changes the document in place and returns it. */
export function shapeForGenerators(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>
  for (const operation of operationsOf(document)) {
    for (const parameter of (operation.parameters ?? []) as OpenAPIV3_1.ParameterObject[]) {
      describeParameter(parameter, schemas)
    }
    const body = operation.requestBody as OpenAPIV3_1.RequestBodyObject | undefined
    describeForm(body, schemas)
    // Generators know no patterns of types; bytes are sent as bytes.
    delete body?.content['image/*']
  }
  visitSchemas([document.paths, schemas], reshape)
  openAnswers(document, schemas)
  return document
}

/** A parameter whose schema has a name is described by it, a list is given once for each entry, and some are one JSON value. */
function describeParameter(parameter: OpenAPIV3_1.ParameterObject, schemas: Record<string, Schema>): void {
  const named = schemas[nameOf(parameter.schema as Schema)]
  if (named?.description && !parameter.description) parameter.description = named.description
  if ((named ?? (parameter.schema as Schema)).type === 'array')
    Object.assign(parameter, { style: 'form', explode: true })
  const { [parameter.name]: description } = jsonDescriptions
  if (description === undefined) return
  parameter.description = description
  parameter.content = { 'application/json': { schema: parameter.schema } }
  delete parameter.schema
}

/** Says which fields of a form are JSON. */
function describeForm(body: OpenAPIV3_1.RequestBodyObject | undefined, schemas: Record<string, Schema>): void {
  const form = body?.content['multipart/form-data']
  const fields = Object.keys(schemas[nameOf(form?.schema as Schema)]?.properties ?? {})
  const json = fields.filter((name) => jsonFields.includes(name))
  if (form && json.length > 0) {
    form.encoding = Object.fromEntries(json.map((name) => [name, { contentType: 'application/json' }]))
  }
}

/** One form for what may be null, for what is one of several, and for bytes in text. */
function reshape(schema: Schema): void {
  if (schema.format === 'byte') {
    // @fastify/swagger writes it as OpenAPI 3.0 did.
    delete schema.format
    schema.contentEncoding = 'base64'
  }
  if (!schema.anyOf) return
  const [first, second] = schema.anyOf
  const isNullable = schema.anyOf.length === 2 && second?.type === 'null'
  if (isNullable && typeof first?.type === 'string') {
    delete schema.anyOf
    Object.assign(schema, { ...first, ...schema, type: [first.type, 'null'] })
  } else if (schema.anyOf.every((member) => Object.keys(member).join() === 'required')) {
    // Which fields of a form go together is said in words: generators make empty types of it.
    delete schema.anyOf
  } else {
    // The members of our unions exclude each other.
    schema.oneOf = schema.anyOf
    delete schema.anyOf
  }
}

/**
 * Objects that only answers hold may get further properties later, so that clients must not refuse what they do not know;
 * those of requests are closed, as the service refuses what it does not know.
 */
function openAnswers(document: OpenAPIV3_1.Document, schemas: Record<string, Schema>): void {
  const asked = new Set<string>()
  const collect = (schema: Schema) => {
    const name = nameOf(schema)
    if (name === '' || asked.has(name)) return
    asked.add(name)
    visitSchemas(schemas[name], collect)
  }
  for (const { parameters, requestBody } of operationsOf(document)) visitSchemas([parameters, requestBody], collect)
  for (const [name, schema] of Object.entries(schemas)) {
    if (!asked.has(name) && schema.additionalProperties === false) delete schema.additionalProperties
  }
}

/** Hands on every object below `value`, schemas among them, those within before those around them. */
function visitSchemas(value: unknown, visit: (schema: Schema) => void): void {
  if (typeof value !== 'object' || value === null) return
  for (const inner of Object.values(value)) visitSchemas(inner, visit)
  if (!Array.isArray(value)) visit(value as Schema)
}
