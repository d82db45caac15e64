// A model hub for tests: an HTTP server on loopback that serves files by range and entity tag as the hub does, and can be
// told to misbehave. The hub itself is never asked.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/** How the next requests are answered, one each, before the server goes back to order. */
export type Misdeed =
  /** Ends the connection after so many bytes of the answer. */
  | { kind: 'drop'; afterBytes: number }
  /** Sends so many bytes, then nothing more. */
  | { kind: 'stall'; afterBytes: number }
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  /** Serves the whole file whatever range was asked for. */
  | { kind: 'ignore-range' }
  /** Serves other bytes of the same length. */
  | { kind: 'wrong-bytes' }
  /** Answers a range that starts elsewhere. */
  | { kind: 'other-range' }
  | { kind: 'redirect'; to: string }
  /** Leaves out the entity tag. */
  | { kind: 'no-etag' }

export type HubDouble = {
  url: string
  /** Puts a file at `/<repo>/resolve/<revision>/<path>`; replacing it changes its entity tag. */
  put(path: string, bytes: Buffer): void
  misbehave(...misdeeds: Misdeed[]): void
  /** What was asked so far, oldest first. */
  requests: { path: string; range: string | undefined; authorization: string | undefined }[]
  close(): Promise<void>
}

type HubContent = { bytes: Buffer; etag: string }

export async function startHubDouble(t: Test): Promise<HubDouble> {
  const files = new Map<string, HubContent>()
  const misdeeds: Misdeed[] = []
  const requests: HubDouble['requests'] = []
  let version = 0

  const server = createServer((request, response) => {
    const path = request.url!
    requests.push({ path, range: request.headers.range, authorization: request.headers.authorization })
    const misdeed = misdeeds.shift()
    if (misdeed?.kind === 'status') return response.writeHead(misdeed.status, misdeed.headers).end()
    if (misdeed?.kind === 'redirect') return response.writeHead(302, { location: misdeed.to + path }).end()
    const content = files.get(path)
    if (content === undefined) return response.writeHead(404).end()
    serve(request, response, content, misdeed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  t.teardown(close)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    put(path, bytes) {
      version += 1
      files.set(path, { bytes, etag: `"v${version}"` })
    },
    misbehave: (...more) => void misdeeds.push(...more),
    requests,
    close,
  }
}

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { bytes, etag }: HubContent,
  misdeed: Misdeed | undefined,
): void {
  const total = bytes.length
  const ifRange = request.headers['if-range']
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]
  const isRanged =
    asked !== undefined && misdeed?.kind !== 'ignore-range' && (ifRange === undefined || ifRange === etag)
  const start = isRanged ? Number(asked) : 0
  if (isRanged && start >= total) {
    response.writeHead(416, { 'content-range': `bytes */${total}` }).end()
    return
  }
  const shownStart = misdeed?.kind === 'other-range' ? start + 1 : start
  const body = misdeed?.kind === 'wrong-bytes' ? Buffer.alloc(total - start, 'x') : bytes.subarray(start)
  response.writeHead(isRanged ? 206 : 200, {
    'content-length': body.length,
    ...(misdeed?.kind === 'no-etag' ? {} : { etag }),
    ...(isRanged ? { 'content-range': `bytes ${shownStart}-${total - 1}/${total}` } : {}),
  })
  if (misdeed?.kind === 'drop' || misdeed?.kind === 'stall') {
    response.write(body.subarray(0, misdeed.afterBytes))
    // Not at once: a client may throw away what it has not read yet when the connection ends.
    if (misdeed.kind === 'drop') setTimeout(() => response.destroy(), 50)
    return
  }
  response.end(body)
}
