// A double of Elasticsearch's HTTP layer, for what cannot be done to a real cluster: security, which the engine of the tests
// lacks, answers of the moment, and counts of requests. Its answers are those that Elastic documents:
// https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk
// https://www.elastic.co/docs/reference/elasticsearch/rest-apis/common-options (errors)
import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import type { Test } from 'tap'

export type EngineRequest = {
  method: string
  path: string
  query: URLSearchParams
  authorization: string | undefined
  accept: string | undefined
  body: string
}

export type Reply =
  | { status?: number; body: unknown; headers?: Record<string, string> }
  /** Takes the request and never answers. */
  | 'stall'
  /** Closes the connection instead of answering. */
  | 'drop'

export type EngineDouble = {
  /** Such as `https://127.0.0.1:40001`. */
  readonly url: string
  /** How it answers the next requests, one each, before `answer` counts. */
  next: Reply[]
  answer: (request: EngineRequest) => Reply
  /** Each request as it came. */
  readonly requests: EngineRequest[]
  /** Requests whose connection was closed before they were answered. */
  readonly givenUp: number
  /** Most requests open at once. */
  readonly openMost: number
  /** Answers wait from `hold` to `release`. */
  hold(): void
  release(): void
  /** Resolves when it is so; asks again whenever a request comes or goes. */
  until(isSo: () => boolean): Promise<void>
}

/** A certificate of test/fixtures/tls; the authority's own is sent along. */
export type CertificateName = 'server' | 'other-host' | 'expired' | 'forged'

export function readTlsFile(name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url))
}

/** Listens on a free port of 127.0.0.1 until the test ends. */
export async function startEngineDouble(
  t: Test,
  answer: EngineDouble['answer'],
  { certificate, sendsAuthority = true }: { certificate?: CertificateName; sendsAuthority?: boolean } = {},
): Promise<EngineDouble> {
  const events = new EventEmitter()
  const requests: EngineRequest[] = []
  let [open, openMost, givenUp] = [0, 0, 0]
  let gate = Promise.resolve()
  let openGate = () => {}

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    openMost = Math.max(openMost, ++open)
    response.once('close', () => {
      open -= 1
      if (!response.writableEnded) givenUp += 1
      events.emit('change')
    })
    const body = await readText(request)
    const { pathname, searchParams } = new URL(request.url!, 'http://double')
    const { authorization, accept } = request.headers
    const came = { method: request.method!, path: pathname, query: searchParams, authorization, accept, body }
    requests.push(came)
    // Taken before the gate: the order in which requests come decides, not the one in which they are let through.
    const reply = double.next.shift() ?? double.answer(came)
    events.emit('change')
    await gate
    if (!response.destroyed) send(response, reply)
  }

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    // A client that gives up within its request is no fault here.
    take(request, response).catch(() => response.destroy())
  }
  const server = certificate
    ? createTlsServer(tlsOptions(certificate, sendsAuthority), onRequest)
    : createServer(onRequest)
  server.on('tlsClientError', () => events.emit('change'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(async () => {
    openGate()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })

  const double: EngineDouble = {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: [],
    answer,
    requests,
    get givenUp() {
      return givenUp
    },
    get openMost() {
      return openMost
    },
    hold() {
      gate = new Promise((resolve) => {
        openGate = resolve
      })
    },
    release: () => openGate(),
    async until(isSo) {
      while (!isSo()) await once(events, 'change')
    },
  }
  return double
}

function tlsOptions(certificate: CertificateName, sendsAuthority: boolean) {
  const chain = [`${certificate}.pem`, ...(sendsAuthority ? ['authority.pem'] : [])].map(readTlsFile)
  return { key: readTlsFile('server.key'), cert: Buffer.concat(chain) }
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'stall') return
  if (reply === 'drop') {
    response.destroy()
    return
  }
  const { status = 200, body, headers } = reply
  response.writeHead(status, {
    'x-elastic-product': 'Elasticsearch',
    'content-type': 'application/vnd.elasticsearch+json;compatible-with=9',
    ...headers,
  })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

/** An error as the engine words it. */
export function engineError(status: number, type: string, reason: string): Reply {
  return { status, body: { error: { root_cause: [{ type, reason }], type, reason }, status } }
}

/** One operation of a bulk request, as it came. */
export type BulkLine = { kind: string; id: string; document: Record<string, unknown> | undefined }

export function readBulk({ body }: Pick<EngineRequest, 'body'>): BulkLine[] {
  const lines = body.trimEnd().split('\n')
  const operations: BulkLine[] = []
  for (let i = 0; i < lines.length; i++) {
    const [kind, { _id }] = Object.entries(JSON.parse(lines[i]!))[0] as [string, { _id: string }]
    operations.push({ kind, id: _id, document: kind === 'delete' ? undefined : JSON.parse(lines[++i]!) })
  }
  return operations
}

/** A bulk request's answer: each item is written unless `refuse` gives an error for it. */
export function bulkAnswer(
  request: EngineRequest,
  refuse: (operation: BulkLine) => { status: number; type: string; reason: string } | null = () => null,
): Reply {
  const items = readBulk(request).map((operation) => {
    const refusal = refuse(operation)
    const { status, ...error } = refusal ?? { status: 201 }
    return { [operation.kind]: { _index: 'pictures-v1', _id: operation.id, status, ...(refusal ? { error } : {}) } }
  })
  return { body: { took: 1, errors: items.some((item) => 'error' in Object.values(item)[0]!), items } }
}
