// The contract: openapi/openapi.yaml is what the service serves, is complete, and its examples work as they stand.
import { randomUUID } from 'node:crypto'
import type { OpenAPIV3_1 } from 'openapi-types'
import { test } from 'tap'
import { readExampleRequests } from '../../scripts/requests/example-requests.ts'
import { readContract } from '../openapi/contract.ts'
import { sendExample } from '../openapi/send-example.ts'
import { ask, json } from '../support/client.ts'
import { createAnswerCheck, createSchemaCheck, operationsOf } from '../support/openapi-document.ts'
import { addSamplePhotos } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'

test('the contract', async (t) => {
  const { url } = await startService(t)
  const document = await readContract('openapi.yaml')
  const operations = operationsOf(document)
  await addSamplePhotos(url, ['animals/chelsea-cat.jpg', 'food/coffee-cup.jpg', 'animals/honey-bee.jpg'])

  await t.test('openapi/openapi.yaml is what a service with keys serves', async (t) => {
    const { url } = await startService(t, { env: { API_KEYS: 'a-key-for-the-tests' } })
    const served = await (await fetch(`${url}/openapi.json`)).json()
    t.strictSame(document, served, 'when they differ: npm run openapi writes the file, then read what changed')
  })

  await t.test('an open service serves the same without a word of keys', async (t) => {
    const served = await (await fetch(`${url}/openapi.json`)).json()
    const { security, components: { securitySchemes, ...components } = {}, ...others } = document
    t.strictSame(security, [{ apiKey: [] }])
    t.strictSame(Object.keys(securitySchemes ?? {}), ['apiKey'])
    t.strictSame(served, { ...others, components })
  })

  await t.test('each operation has a name of its own, a summary, a tag that is described, and problems', async (t) => {
    const names = operations.map(({ operationId }) => operationId)
    t.strictSame(names.toSorted(), [...new Set(names)].sort(), 'names are unique')
    const tags = document.tags?.map(({ name }) => name)
    for (const { operationId, summary, tags: own = [], responses = {} } of operations) {
      t.match(operationId, /^[a-z][A-Za-z]+$/)
      t.match(summary, /^[A-Z].{5,}[^.]$/, operationId)
      t.equal(own.length, 1, operationId)
      t.ok(
        own.every((tag) => tags?.includes(tag)),
        operationId,
      )
      for (const [status, response] of Object.entries(responses).filter(([status]) => status >= '400')) {
        const { content, description } = response as OpenAPIV3_1.ResponseObject
        t.strictSame(Object.keys(content ?? {}), ['application/problem+json'], `${operationId} ${status}`)
        t.match(description, /^`[A-Z_]+`: /, `${operationId} ${status} names its codes`)
      }
      for (const status of ['400', '401', '403', '500', '503'])
        t.ok(responses[status], `${operationId} has a ${status}`)
    }
  })

  await t.test('no operation takes a parameter in its address that it does not know', async (t) => {
    for (const request of await readExampleRequests()) {
      const query: typeof request.query = [...request.query, ['nonsense', '1']]
      const response = await sendExample(url, { ...request, query }, randomUUID())
      t.match(await response.json(), { status: 400, errors: [{ pointer: '/nonsense' }] }, request.title)
    }
  })

  await t.test('every example is answered with success, as the contract describes it', async (t) => {
    const faultOf = createAnswerCheck(document)
    const job = await ask<{ job_id: string }>(`${url}/jobs/ingest`, json({ path: 'food' }))
    const lineFaultOf = createSchemaCheck(document, 'ImportLine')
    const requests = await readExampleRequests()
    for (const { operationId } of operations) {
      t.ok(
        requests.some((request) => request.operationId === operationId),
        `${operationId} has an example`,
      )
    }
    for (const request of requests) {
      const { title } = request
      const operation = operations.find(({ operationId }) => operationId === request.operationId)!
      // Jobs get their ids from the service.
      const response = await sendExample(url, request, job.body.job_id)
      const bytes = Buffer.from(await response.arrayBuffer())
      t.ok(response.ok, `${title}: ${response.status} ${response.ok ? '' : bytes}`)
      t.ok(operation.responses?.[response.status], `${title}: ${response.status} is in the contract`)
      const [contentType = ''] = (response.headers.get('content-type') ?? '').split(';')
      if (contentType === 'application/x-ndjson') {
        for (const line of bytes.toString().trim().split('\n')) t.equal(lineFaultOf(JSON.parse(line)), null, title)
      } else if (contentType.endsWith('json')) {
        t.equal(faultOf(operation, response.status, contentType, JSON.parse(bytes.toString())), null, title)
      } else if (response.status !== 204) {
        t.match(contentType, /^(image\/|text\/plain$|text\/event-stream$)/, title)
      }
    }
  })

  await t.test('the check of answers sees what does not fit', async (t) => {
    const faultOf = createAnswerCheck(document)
    const operation = operations.find(({ operationId }) => operationId === 'searchByText')!
    const hit = { image_id: 'x', score: 2, links: {} }
    t.match(faultOf(operation, 200, 'application/json', { took_ms: 1, hits: [] }), /model/)
    const model = { name: 'm', revision: '1', dims: 1 }
    const answer = { took_ms: 1, model, next_cursor: null }
    t.match(faultOf(operation, 200, 'application/json', { ...answer, hits: [hit] }), /hits/)
    t.match(faultOf(operation, 418, 'application/json', {}), /no 418/)
    t.equal(faultOf(operation, 200, 'application/json', { ...answer, hits: [] }), null)
  })
})
