// Writes the generated part of the TypeScript client: the contract's types by openapi-typescript, and a table of the operations beside them.
// openapi-typescript works with TypeScript's own API, which the project's compiler does not have: both are the client's, in its node_modules.
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { OpenAPIV3_1 } from 'openapi-types'
import { nameOf } from '../../src/http/openapi-operations.ts'
import { type Operation, operationsOf } from '../../test/support/openapi-document.ts'

const clientRequire = createRequire(new URL('../../clients/typescript/package.json', import.meta.url))

const header = '// Generated from openapi/openapi.yaml by `npm run clients`.\n'

export async function generateTypescript(contract: OpenAPIV3_1.Document, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'contract.ts'), header + (await formatTypes(contract)))
  await writeFile(join(folder, 'operation-table.ts'), header + formatTable(contract))
}

async function formatTypes(contract: OpenAPIV3_1.Document): Promise<string> {
  const { default: openapiTS, astToString } = clientRequire('openapi-typescript')
  const ts = clientRequire('typescript')
  const blob = ts.factory.createTypeReferenceNode('Blob')
  const types = await openapiTS(withPlainParameters(contract), {
    // What has a default may be left out of a request.
    defaultNonNullable: false,
    transform: (schema: OpenAPIV3_1.SchemaObject) => (schema.format === 'binary' ? blob : undefined),
  })
  return astToString(types)
}

/** openapi-typescript takes a parameter that holds JSON for a text; the client takes the value, and writes the JSON itself. */
function withPlainParameters(contract: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const copy = structuredClone(contract)
  for (const { parameters = [] } of operationsOf(copy)) {
    for (const parameter of parameters as OpenAPIV3_1.ParameterObject[]) {
      const schema = parameter.content?.['application/json']?.schema
      if (!schema) continue
      delete parameter.content
      parameter.schema = schema
    }
  }
  return copy
}

function formatTable(contract: OpenAPIV3_1.Document): string {
  const operations = operationsOf(contract)
  const methods = operations.map(
    (operation) => `${formatComment(operation)}  ${operation.operationId}: Call<'${operation.operationId}'>\n`,
  )
  const entries = operations.map(
    (operation) => `  ${operation.operationId}: ${JSON.stringify(toEntry(operation, contract))},\n`,
  )
  return `import type { Call } from '../operation-types.ts'

export interface Operations {
${methods.join('\n')}}

export const operationTable = {
${entries.join('')}}
`
}

function toEntry(operation: Operation, contract: OpenAPIV3_1.Document) {
  const { method, path, parameters = [] } = operation
  const headers = (parameters as OpenAPIV3_1.ParameterObject[]).filter((parameter) => parameter.in === 'header')
  return {
    method: method.toUpperCase(),
    path,
    headers: headers.map(({ name }) => name),
    ...toBodyShape(operation, contract),
  }
}

/** With the fields that the form alone has, where JSON is taken too: an object with one of them is a form, even without a file. */
function toBodyShape({ requestBody }: Operation, contract: OpenAPIV3_1.Document) {
  const { content = {} } = (requestBody as OpenAPIV3_1.RequestBodyObject | undefined) ?? {}
  const [json, form] = ['application/json', 'multipart/form-data'].map((type) => {
    const schema = contract.components?.schemas?.[nameOf(content[type]?.schema as { $ref?: string })]
    return schema && Object.keys(schema.properties ?? {})
  })
  const formFields = json && form ? form.filter((name) => !json.includes(name)) : []
  return { body: Object.keys(content), ...(formFields.length > 0 && { formFields }) }
}

/** For editors, which show it beside the method. */
function formatComment({ method, path, summary = '', description }: Operation): string {
  const lines = [
    `${summary}: \`${method.toUpperCase()} ${path}\`.`,
    ...(description ? ['', ...description.split('\n')] : []),
  ]
  return ['/**', ...lines.map((line) => ` * ${line.replaceAll('*/', '*\\/')}`.trimEnd()), ' */']
    .map((line) => `  ${line}\n`)
    .join('')
}
