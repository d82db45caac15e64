// The OpenAPI file as the generators of the clients are given it: the same contract, without what makes them write the same thing many times.
// docs/decisions/0026 has the reasons; scripts/clients.ts uses it.
import { readFile } from 'node:fs/promises'
import type { OpenAPIV3_1 } from 'openapi-types'
import { parse } from 'yaml'

const file = new URL('../../openapi/openapi.yaml', import.meta.url)
const problemType = 'application/problem+json'

/**
 * All failures of an operation are one default response, as each of them is a Problem. No example lies in a file of its own, and no schema has
 * alternatives that only say what is required, of which generators make types of anything.
 */
export async function readPreparedContract(): Promise<OpenAPIV3_1.Document> {
  const document = parse(await readFile(file, 'utf8')) as OpenAPIV3_1.Document
  for (const item of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(item ?? {}) as OpenAPIV3_1.OperationObject[]) {
      if (operation.responses) operation.responses = withOneFailure(operation.responses)
    }
  }
  return simplify(document) as OpenAPIV3_1.Document
}

function withOneFailure(responses: OpenAPIV3_1.ResponsesObject): OpenAPIV3_1.ResponsesObject {
  const isFailure = (response: OpenAPIV3_1.ResponseObject) => response.content?.[problemType] !== undefined
  const entries = Object.entries(responses) as [string, OpenAPIV3_1.ResponseObject][]
  const [, failure] = entries.find(([, response]) => isFailure(response)) ?? []
  const others = entries.filter(([, response]) => !isFailure(response))
  if (!failure) return responses
  return { ...Object.fromEntries(others), default: { ...failure, description: 'A failure.' } }
}

function simplify(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(simplify)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([name, field]) => name !== 'externalValue' && !onlyRequires(name, field))
  return Object.fromEntries(fields.map(([name, field]) => [name, simplify(field)]))
}

function onlyRequires(name: string, field: unknown): boolean {
  const isAlternative = (one: object) => Object.keys(one).join() === 'required'
  return name === 'anyOf' && Array.isArray(field) && field.every(isAlternative)
}
