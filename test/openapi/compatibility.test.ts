// openapi.yaml breaks no client that was made from openapi/released.yaml. `npm run openapi:release` takes a contract as the released one.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OpenAPIV3_1 } from 'openapi-types'
import t from 'tap'
import { requireNeed } from '../support/needs.ts'
import { readContract } from './contract.ts'
import { findBreaks } from './oasdiff.ts'

const { path: oasdiff, skip } = requireNeed('oasdiff')
const fileOf = (name: string) => fileURLToPath(new URL(`../../openapi/${name}`, import.meta.url))

t.test('the contract breaks no client of the released one', { skip }, async (t) => {
  const breaks = findBreaks(oasdiff, fileOf('released.yaml'), fileOf('openapi.yaml'))
  t.strictSame(breaks, [], 'what is meant to break waits for a new major version: docs/api.md')
})

t.test('the check', { skip }, async (t) => {
  const released = await readContract('released.yaml')
  type Schema = { properties: Record<string, object>; required: string[]; enum: string[] }
  type Change = (schemas: Record<string, Schema>, document: OpenAPIV3_1.Document) => void
  let changes = 0

  /** The ids of what is found after the change, each once. */
  async function breaksOf(change: Change): Promise<string[]> {
    const document = structuredClone(released)
    change(document.components!.schemas as unknown as Record<string, Schema>, document)
    const path = join(t.testdir(), `${++changes}.json`)
    await writeFile(path, JSON.stringify(document))
    return [...new Set(findBreaks(oasdiff, fileOf('released.yaml'), path).map(({ id }) => id))]
  }

  const breaking: Record<string, [Change, string]> = {
    'a property of an answer that is gone': [
      ({ Hit }) => {
        delete Hit!.properties.score
        Hit!.required = Hit!.required.filter((name) => name !== 'score')
      },
      'response-required-property-removed',
    ],
    'a property of an answer that is gone, though it was optional': [
      ({ Hit }) => delete Hit!.properties.camera,
      'response-optional-property-removed',
    ],
    'a required property of a request that is new': [
      ({ TextSearch }) => {
        TextSearch!.properties.language = { type: 'string' }
        TextSearch!.required.push('language')
      },
      'new-required-request-property',
    ],
    'a limit that is lower': [
      ({ TextSearch }) => Object.assign(TextSearch!.properties.k!, { maximum: 100 }),
      'request-property-max-decreased',
    ],
    'a default that is another': [
      ({ TextSearch }) => Object.assign(TextSearch!.properties.k!, { default: 20 }),
      'request-property-default-value-changed',
    ],
    'a value of an answer that is new': [
      ({ JobState }) => JobState!.enum.push('paused'),
      'response-property-enum-value-added',
    ],
    'an operation that is gone': [
      (_schemas, { paths }) => delete paths!['/stats'],
      'api-path-removed-without-deprecation',
    ],
    'an operation with another name, which generated clients call it by': [
      (_schemas, { paths }) => Object.assign(paths!['/stats']!.get!, { operationId: 'readStats' }),
      'api-operation-id-removed',
    ],
  }
  for (const [name, [change, id]] of Object.entries(breaking)) {
    t.strictSame(await breaksOf(change), [id], `finds ${name}`)
  }

  const additions: Change = ({ TextSearch, Hit, SearchMode }, { paths }) => {
    TextSearch!.properties.language = { type: 'string' }
    Hit!.properties.colours = { type: 'array', items: { type: 'string' } }
    Hit!.required.push('colours')
    SearchMode!.enum.push('fuzzy')
    paths!['/statistics'] = structuredClone({ get: { ...paths!['/stats']!.get!, operationId: 'getStatistics' } })
  }
  t.strictSame(await breaksOf(additions), [], 'lets additions pass')
})
