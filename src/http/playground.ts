// The contract as the reference at /docs shows it: every form and address filled with the example that works.
// Swagger UI fills fields without an example with made-up values, and sends them. openapi.ts serves it.
import type { OpenAPIV3_1 } from 'openapi-types'
import { nameOf, operationsOf } from './openapi-operations.ts'

type Schema = OpenAPIV3_1.SchemaObject & { $ref?: string; type?: string; items?: Schema }
type Schemas = Record<string, Schema>

const formType = 'multipart/form-data'

/** Changes the document in place and returns it. */
export function toPlayground(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const schemas = (document.components?.schemas ?? {}) as Schemas
  for (const operation of operationsOf(document)) {
    for (const parameter of (operation.parameters ?? []) as OpenAPIV3_1.ParameterObject[]) fillParameter(parameter)
    const form = (operation.requestBody as OpenAPIV3_1.RequestBodyObject | undefined)?.content[formType]
    if (form) fillForm(form, schemas)
  }
  return document
}

/** JSON is one line of text, and a schema's own examples are for readers. */
function fillParameter(parameter: OpenAPIV3_1.ParameterObject): void {
  const asJson = parameter.content?.['application/json']
  if (asJson) {
    const { example } = asJson
    parameter.schema = { type: 'string' }
    if (example !== undefined) parameter.example = JSON.stringify(example)
    delete parameter.content
  } else if (parameter.example === undefined) {
    delete (parameter.schema as Schema).examples
  }
}

/** Fields without an example cannot be left empty there, and are left out: cursors. */
function fillForm(media: OpenAPIV3_1.MediaTypeObject, schemas: Schemas): void {
  const { schema, example = {}, encoding = {} } = media
  const { properties = {}, ...form } = resolve(schema as Schema, schemas)
  const named = Object.entries(properties as Schemas).filter(([name]) => example[name] !== undefined)
  const filled = named.map(([name, property]) => [name, fillField(resolve(property, schemas), example[name])])
  media.schema = { ...form, properties: Object.fromEntries(filled) }
  // It joins the entries of a list by commas otherwise.
  const lists = named.filter(([name, { type }]) => type === 'array' && encoding[name] === undefined)
  media.encoding = {
    ...encoding,
    ...Object.fromEntries(lists.map(([name]) => [name, { style: 'form', explode: true }])),
  }
}

function fillField(field: Schema, value: unknown): Schema {
  const isFile = field.format === 'binary' || field.items?.format === 'binary'
  return isFile ? field : { ...field, examples: [value] }
}

function resolve(schema: Schema, schemas: Schemas): Schema {
  const { $ref: _name, ...own } = schema
  return { ...schemas[nameOf(schema)], ...own }
}
