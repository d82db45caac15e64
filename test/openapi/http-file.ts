// Reads an .http file as an editor does and sends its requests: variables at its head, files that are named by `<`, answers that later requests name.
import { readFile } from 'node:fs/promises'

export type Sent = { title: string; status: number; body: string }

/** Sends the requests one after the other; `variables` stand in for those of the file. */
export async function runHttpFile(file: URL, variables: Record<string, string>): Promise<Sent[]> {
  const [head = '', ...blocks] = (await readFile(file, 'utf8')).split(/^### /m)
  const own = [...head.matchAll(/^@(\w+) = (.*)$/gm)].map(([, name, value]) => [name, value])
  const values: Record<string, string> = { ...Object.fromEntries(own), ...variables }
  const sent: Sent[] = []
  for (const block of blocks) {
    const { title, name, method, address, headers, body } = readBlock(fill(block, values))
    const init = body === '' ? {} : { body: await readBody(body, headers['Content-Type'] ?? '', file) }
    const response = await fetch(address, { method, headers, ...init })
    const text = await response.text()
    if (name !== undefined) Object.assign(values, answerValues(name, text))
    sent.push({ title, status: response.status, body: text })
  }
  return sent
}

function fill(text: string, values: Record<string, string>): string {
  return text.replaceAll(/\{\{([^}]+)\}\}/g, (_all, name: string) => {
    if (values[name] === undefined) throw new Error(`nothing gives ${name} a value`)
    return values[name]
  })
}

function readBlock(block: string) {
  const [top = '', ...rest] = block.split('\n\n')
  const [title = '', ...lines] = top.split('\n')
  const name = lines.map((line) => /^# @name (\w+)$/.exec(line)?.[1]).find((one) => one !== undefined)
  const [request = '', ...fields] = lines.filter((line) => line !== '' && !line.startsWith('#'))
  const [method = '', address = ''] = request.split(' ')
  const headers = Object.fromEntries(fields.map((field) => field.split(/: (.*)/s).slice(0, 2)))
  return { title, name, method, address, headers, body: rest.join('\n\n').trimEnd() }
}

/** Lines of a form end as forms want it, and a line with a file is its bytes. */
async function readBody(body: string, type: string, file: URL): Promise<Uint8Array<ArrayBuffer>> {
  const end = type.startsWith('multipart/') ? '\r\n' : '\n'
  const lines = body.split('\n').map(async (line) => {
    const path = /^< (.+)$/.exec(line)?.[1]
    return path === undefined ? Buffer.from(line) : readFile(new URL(path, file))
  })
  const parts = (await Promise.all(lines)).flatMap((line, i) => (i === 0 ? [line] : [Buffer.from(end), line]))
  return new Uint8Array(Buffer.concat(parts))
}

/** The top of a JSON answer, by the names that the REST Client of VS Code gives it. */
function answerValues(name: string, text: string): Record<string, string> {
  const entries = Object.entries(JSON.parse(text)).filter(([, value]) => typeof value === 'string')
  return Object.fromEntries(entries.map(([key, value]) => [`${name}.response.body.$.${key}`, value as string]))
}
