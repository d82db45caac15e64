// Redocly's linter finds nothing in openapi.yaml, warnings included, by the rules of openapi/redocly.yaml; and every type has a name.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lint, loadConfig } from '@redocly/openapi-core'
import type { OpenAPIV3_1 } from 'openapi-types'
import t from 'tap'
import { operationsOf } from '../support/openapi-document.ts'
import { readContract } from './contract.ts'

const folder = fileURLToPath(new URL('../../openapi/', import.meta.url))
const config = await loadConfig({ configPath: join(folder, 'redocly.yaml') })

/** What is found, as `rule: message at place`. */
async function findFaults(path: string): Promise<string[]> {
  const problems = await lint({ ref: path, config })
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer}`)
}

t.test('the linter finds nothing in the contract', async (t) => {
  t.strictSame(await findFaults(join(folder, 'openapi.yaml')), [])
})

t.test('the linter finds what the rules forbid', async (t) => {
  const document = await readContract('openapi.yaml')
  const { get } = document.paths!['/stats']!
  get!.responses!['400'] = { description: 'No.', content: { 'application/json': { schema: { type: 'object' } } } }
  get!.responses!['503'] = { description: 'No.', content: {} }
  get!.operationId = 'getImage'
  document.paths!['/search/text']!.post!.requestBody = {
    content: {
      'application/json': { schema: { $ref: '#/components/schemas/TextSearch' }, example: { query: 'a cup', k: 0 } },
    },
  }
  const path = join(t.testdir(), 'openapi.json')
  await writeFile(path, JSON.stringify(document))
  const rules = new Set((await findFaults(path)).map((fault) => fault.split(':')[0]))
  t.strictSame(
    [...rules].sort(),
    [
      'no-invalid-media-type-examples',
      'operation-4xx-problem-details-rfc7807',
      'operation-operationId-unique',
      'response-contains-header',
    ],
    'an answer that is no problem, a 503 without Retry-After, a name that two have, an example that does not fit',
  )
})

t.test('every object, enumeration and union has a name, so that generators make up none', async (t) => {
  const document = await readContract('openapi.yaml')
  t.strictSame(findUnnamed(document), [])
  document.paths!['/stats']!.get!.responses!['200'] = {
    description: 'Yes.',
    content: { 'application/json': { schema: { type: 'object', properties: { mood: { enum: ['good'] } } } } },
  }
  t.strictSame(findUnnamed(document), [
    '/paths/~1stats/get/responses/200/content/application~1json/schema',
    '/paths/~1stats/get/responses/200/content/application~1json/schema/properties/mood',
  ])
})

type Schema = { [keyword: string]: unknown; properties?: object; enum?: unknown[]; oneOf?: Schema[]; type?: unknown }

/** The places of schemas below another that generators would have to name. */
function findUnnamed(document: OpenAPIV3_1.Document): string[] {
  const found: string[] = []
  const look = (value: unknown, at: string, isNamed: boolean): void => {
    if (typeof value !== 'object' || value === null) return
    if (!isNamed && needsName(value as Schema)) found.push(at)
    for (const [key, inner] of Object.entries(value)) {
      if (key.startsWith('example') || key === 'default') continue
      const place = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
      look(inner, place, at === '/components/schemas')
    }
  }
  look(document, '', false)
  return found
}

function needsName(schema: Schema): boolean {
  const isObject = schema.type === 'object' && schema.properties !== undefined
  // A reference or null is no type of its own.
  const isUnion = Array.isArray(schema.oneOf) && !schema.oneOf.some(({ type }) => type === 'null')
  return isObject || isUnion || Array.isArray(schema.enum)
}

t.test('every tag that is described is used, and every tag that is used is described', async (t) => {
  const document = await readContract('openapi.yaml')
  const operations = operationsOf(document)
  t.ok(operations.length >= 33)
  const used = new Set(operations.flatMap(({ tags = [] }) => tags))
  t.strictSame(document.tags!.map(({ name }) => name).sort(), [...used].sort())
})
