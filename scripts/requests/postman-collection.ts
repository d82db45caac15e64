// The example requests as a Postman collection (v2.1): a folder for each tag, a test in each request, and the key and the id of a job as variables.
// https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html
import { type ExampleRequest, jobStarter, jobVariable, type RequestBody, searchOf } from './example-requests.ts'

export function toPostmanCollection(requests: ExampleRequest[]): object {
  const folders = Map.groupBy(requests, ({ tag }) => tag)
  return {
    info: {
      name: 'Likeness',
      description:
        'One request for each operation and kind of body, made from openapi/openapi.yaml by npm run requests.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{apiKey}}', type: 'string' }] },
    variable: [
      { key: 'baseUrl', value: 'http://127.0.0.1:3000' },
      { key: 'apiKey', value: '' },
      { key: 'job_id', value: '' },
    ],
    item: [...folders].map(([name, some]) => ({ name, item: some.map(toItem) })),
  }
}

function toItem(request: ExampleRequest): object {
  const { operationId, title, method, path, body, statuses } = request
  const filled = path.replace(jobVariable, '{{job_id}}')
  const query = request.query.map(([key, value]) => ({ key, value: encodeURIComponent(value) }))
  const script = [
    `pm.test('answers as the contract says', () => pm.expect([${statuses.join(', ')}]).to.include(pm.response.code))`,
    ...(operationId === jobStarter ? [`pm.collectionVariables.set('job_id', pm.response.json().job_id)`] : []),
  ]
  return {
    name: title,
    event: [{ listen: 'test', script: { type: 'text/javascript', exec: script } }],
    request: {
      method,
      header: body && body.kind !== 'form' ? [{ key: 'Content-Type', value: body.type }] : [],
      ...(body ? { body: toBody(body) } : {}),
      url: {
        raw: `{{baseUrl}}${filled}${searchOf(request)}`,
        host: ['{{baseUrl}}'],
        path: filled.slice(1).split('/'),
        ...(query.length > 0 ? { query } : {}),
      },
    },
  }
}

function toBody(body: RequestBody): object {
  switch (body.kind) {
    case 'text':
      return {
        mode: 'raw',
        raw: body.text,
        options: { raw: { language: body.type.endsWith('json') ? 'json' : 'text' } },
      }
    case 'file':
      return { mode: 'file', file: { src: body.path } }
    case 'form':
      return {
        mode: 'formdata',
        formdata: body.fields.map((field) =>
          'file' in field
            ? { key: field.name, type: 'file', src: field.file }
            : { key: field.name, type: 'text', value: field.value },
        ),
      }
  }
}
