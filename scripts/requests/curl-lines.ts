// The example requests as lines of curl, one for each operation: the section of the README between its marks.
import { type ExampleRequest, type FormField, jobStarter, jobVariable, searchOf } from './example-requests.ts'

const service = 'http://127.0.0.1:3000'
const begin = '<!-- curl lines, made by npm run requests -->\n'
const end = '<!-- end of the curl lines -->\n'
/** Longer bodies come from this file, which scripts/requests.ts writes too. */
export const documentsFile = 'samples/documents.ndjson'
const shownCharsMax = 400

/** The README with the lines renewed. Throws for one without the marks. */
export function withCurlLines(readme: string, requests: ExampleRequest[]): string {
  const [before, rest] = readme.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error('README.md lacks the marks of the curl lines')
  return `${before}${begin}\n\`\`\`sh\n${toCurlLines(requests)}\n\`\`\`\n\n${end}${after}`
}

function toCurlLines(requests: ExampleRequest[]): string {
  const firsts = requests.filter(
    ({ operationId }, i) => requests.findIndex((one) => one.operationId === operationId) === i,
  )
  return firsts.map((request) => `# ${request.title.split(':')[0]}\n${toCurl(request)}`).join('\n')
}

function toCurl(request: ExampleRequest): string {
  const { operationId, method, path, body, tag } = request
  const address = `${service}${path.replace(jobVariable, '$job_id')}`
  const search = searchOf(request)
  const parts = [`curl ${search === '' ? address : `'${address}${search}'`}`]
  if (body?.kind === 'form') parts.push(...body.fields.map(toFormArgument))
  else if (body?.kind === 'text') parts.push(`-H 'content-type: ${body.type}'`, toData(body.text))
  else if (body?.kind === 'file') parts.push(`-H 'content-type: ${body.type}' --data-binary @${body.path}`)
  if (!(method === 'GET' || (method === 'POST' && body))) parts.push(`-X ${method}`)
  if (tag === 'images' && /\/(content|thumbnail)$/.test(path)) parts.push('-o picture')
  const line = parts.join(' ')
  return operationId === jobStarter ? `job_id=$(${line} | sed 's/.*"job_id":"\\([^"]*\\)".*/\\1/')` : line
}

function toFormArgument(field: FormField): string {
  return 'file' in field ? `-F ${field.name}=@${field.file}` : `-F ${quote(`${field.name}=${field.value}`)}`
}

function toData(text: string): string {
  const compact = text.startsWith('{\n') ? JSON.stringify(JSON.parse(text)) : text
  return compact.length > shownCharsMax ? `--data-binary @${documentsFile}` : `-d ${quote(compact)}`
}

function quote(text: string): string {
  return /^[\w=.,/:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
