// The example requests of openapi/openapi.yaml, in an order in which each finds what it needs: what the Postman collection, the .http file and
// the curl lines of the README are made of, which scripts/requests.ts writes, and what a test sends as it stands.
import type { OpenAPIV3_1 } from 'openapi-types'
import { readContract } from '../../test/openapi/contract.ts'
import type { Operation } from '../../test/support/openapi-document.ts'

/** A field of a form; `file` and `path` are relative to the repository. */
export type FormField = { name: string; value: string; isJson: boolean } | { name: string; file: string }

export type RequestBody =
  | { kind: 'text'; type: string; text: string }
  | { kind: 'file'; type: string; path: string }
  | { kind: 'form'; fields: FormField[] }

export type ExampleRequest = {
  operationId: string
  tag: string
  /** The summary; with the kind of body where an operation takes several. */
  title: string
  method: string
  /** `{job_id}` stands for the job that was started before. */
  path: string
  query: [name: string, value: string][]
  body?: RequestBody
  /** The successes that the contract has. */
  statuses: number[]
}

/** The path in which a job's id stands that the service gives. */
export const jobVariable = '{job_id}'
/** The operation whose answer has it. */
export const jobStarter = 'startIngestJob'

export async function readExampleRequests(): Promise<ExampleRequest[]> {
  const { paths = {} } = await readContract('openapi.yaml')
  // In the order of the file, in which what adds stands before what lists.
  const requests = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item ?? {}).flatMap(([method, operation]) =>
      toRequests({ ...(operation as Operation), path, method: method.toUpperCase() }),
    ),
  )
  // What takes something away comes last.
  return requests.toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'))
}

/** The query with its question mark; empty where there is none. */
export function searchOf({ query }: Pick<ExampleRequest, 'query'>): string {
  const pairs = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

function toRequests(operation: Operation): ExampleRequest[] {
  const { operationId, path, method, summary = '', tags: [tag = ''] = [], responses = {} } = operation
  const statuses = Object.keys(responses)
    .map(Number)
    .filter((status) => status < 300)
  const { filled, query } = fillAddress(path, (operation.parameters ?? []) as OpenAPIV3_1.ParameterObject[])
  const request = { operationId, tag, title: summary, method, path: filled, query, statuses }
  const body = operation.requestBody as OpenAPIV3_1.RequestBodyObject | undefined
  if (body === undefined) return [request]
  // A patch in either of its types is the same.
  const kinds = Object.entries(body.content).filter(([type]) => !type.startsWith('application/merge-patch'))
  return kinds.map(([type, media]) => {
    const title = kinds.length > 1 ? `${summary}: ${kindNames[type] ?? type}` : summary
    return { ...request, title, body: toBody(type, media) }
  })
}

const kindNames: Record<string, string> = {
  'application/json': 'JSON',
  'multipart/form-data': 'a form',
  'application/octet-stream': 'a file as the whole body',
}

function fillAddress(path: string, parameters: OpenAPIV3_1.ParameterObject[]) {
  const query: [string, string][] = []
  let filled = path
  for (const { name, in: place, example, content } of parameters) {
    const json = content?.['application/json']?.example
    if (place === 'path' && `{${name}}` !== jobVariable) filled = filled.replace(`{${name}}`, String(example))
    if (place !== 'query') continue
    if (json !== undefined) query.push([name, JSON.stringify(json)])
    else if (example !== undefined) for (const value of [example].flat()) query.push([name, String(value)])
  }
  return { filled, query }
}

function toBody(type: string, media: OpenAPIV3_1.MediaTypeObject): RequestBody {
  const { example, encoding = {} } = media
  if (type === 'application/octet-stream') {
    return { kind: 'file', type, path: (media as unknown as { 'x-example-file': string })['x-example-file'] }
  }
  if (type === 'multipart/form-data') return { kind: 'form', fields: toFields(example, Object.keys(encoding)) }
  return { kind: 'text', type, text: typeof example === 'string' ? example : JSON.stringify(example, null, 2) }
}

function toFields(example: Record<string, unknown>, jsonNames: string[]): FormField[] {
  return Object.entries(example).flatMap(([name, value]): FormField[] => {
    if (jsonNames.includes(name)) return [{ name, value: JSON.stringify(value), isJson: true }]
    return [value].flat().map((one) => {
      const text = String(one)
      return text.startsWith('samples/') ? { name, file: text } : { name, value: text, isJson: false }
    })
  })
}
