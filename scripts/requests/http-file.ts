// The example requests as an .http file, in the form of the REST Client of VS Code, which JetBrains' editors and httpyac read too.
// Paths of files are relative to openapi/, where it lies.
import {
  type ExampleRequest,
  type FormField,
  jobStarter,
  jobVariable,
  type RequestBody,
  searchOf,
} from './example-requests.ts'

const boundary = 'a-boundary-that-no-picture-holds'

export function toHttpFile(requests: ExampleRequest[]): string {
  const head = [
    '# One request for each operation and kind of body, made from openapi.yaml by npm run requests.',
    '@baseUrl = http://127.0.0.1:3000',
    '@apiKey = any',
  ]
  return `${[head.join('\n'), ...requests.map(toBlock)].join('\n\n')}\n`
}

function toBlock(request: ExampleRequest): string {
  const { operationId, title, method, path, body } = request
  const filled = path.replace(jobVariable, `{{${jobStarter}.response.body.$.job_id}}`)
  const lines = [
    `### ${title}`,
    ...(operationId === jobStarter ? [`# @name ${operationId}`] : []),
    `${method} {{baseUrl}}${filled}${searchOf(request)}`,
    'Authorization: Bearer {{apiKey}}',
    ...(body ? [`Content-Type: ${typeOf(body)}`, '', toText(body)] : []),
  ]
  return lines.join('\n')
}

function typeOf(body: RequestBody): string {
  return body.kind === 'form' ? `multipart/form-data; boundary=${boundary}` : body.type
}

function toText(body: RequestBody): string {
  if (body.kind === 'text') return body.text.trimEnd()
  if (body.kind === 'file') return `< ../${body.path}`
  return [...body.fields.map(toPart), `--${boundary}--`].join('\n')
}

function toPart(field: FormField): string {
  const isFile = 'file' in field
  const fileName = isFile ? `; filename="${field.file.slice(field.file.lastIndexOf('/') + 1)}"` : ''
  return [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${field.name}"${fileName}`,
    ...(isFile ? ['Content-Type: application/octet-stream'] : []),
    ...(!isFile && field.isJson ? ['Content-Type: application/json'] : []),
    '',
    isFile ? `< ../${field.file}` : field.value,
  ].join('\n')
}
