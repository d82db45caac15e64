// The OpenAPI file as the generators of the clients are given it: the same contract, without what makes them write the same thing many times.
// docs/decisions/0026 has the reasons; generate-client.ts uses it.
import type { OpenAPIV3_1 } from 'openapi-types'
import { readContract } from '../../test/openapi/contract.ts'
import { operationsOf } from '../../test/support/openapi-document.ts'

const problemType = 'application/problem+json'

/** All failures of an operation are one default response, as each of them is a Problem. */
export async function readPreparedContract(): Promise<OpenAPIV3_1.Document> {
  const document = await readContract('openapi.yaml')
  for (const { responses = {} } of operationsOf(document)) {
    for (const [status, response] of Object.entries(responses) as [string, OpenAPIV3_1.ResponseObject][]) {
      if (response.content?.[problemType] === undefined) continue
      delete responses[status]
      responses.default ??= { ...response, description: 'A failure.' }
    }
  }
  return document
}
