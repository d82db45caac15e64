// Requests as they stand, for tests of bad input: fetch mends addresses, forbids headers and closes forms properly.
// exchange sends through node:http, exchangeRaw writes bytes on a socket; multipart.ts makes forms.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'

export type Exchange = {
  method?: string
  /** Sent as it is: nothing is escaped or resolved. */
  path: string
  headers?: Record<string, string | string[]>
  body?: string | Uint8Array
}

export type Answer = { status: number; headers: IncomingHttpHeaders; bytes: Buffer }

/** Sends the request to the service at `url` and reads the whole answer. GET unless there is a body. */
export function exchange(url: string, { method, path, headers = {}, body }: Exchange): Promise<Answer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const options = {
      hostname,
      port,
      path,
      headers,
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      agent: false,
    }
    let answered = false
    const request = httpRequest(options, (response) => {
      answered = true
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, bytes: Buffer.concat(chunks) }),
      )
    })
    // The service may answer and close before it has read a body that it refuses.
    request.on('error', (error) => {
      if (!answered) reject(error)
    })
    request.end(body)
  })
}

/** Writes `bytes` on a socket, closes this side, as a client does that has nothing more to say, and reads to the end. */
export function exchangeRaw(url: string, bytes: string | Uint8Array): Promise<Answer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(Number(port), hostname, () => socket.end(bytes))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    // What came before the connection broke counts; nothing at all is no answer.
    socket.on('error', () => {})
    socket.on('close', () => {
      try {
        resolve(parseAnswer(Buffer.concat(chunks)))
      } catch (error) {
        reject(error)
      }
    })
  })
}

/** The first answer in what came; its length must be declared. */
export function parseAnswer(bytes: Buffer): Answer {
  const headEnd = bytes.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = bytes.subarray(0, Math.max(0, headEnd)).toString('latin1').split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1])
  if (!status) throw new Error(`no answer in ${JSON.stringify(bytes.toString('latin1').slice(0, 200))}`)
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const bodyStart = headEnd + 4
  return { status, headers, bytes: bytes.subarray(bodyStart, bodyStart + Number(headers['content-length'])) }
}
