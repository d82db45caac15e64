// A collector for tests: a real HTTP server that takes OTLP in JSON, as a collector does on port 4318, and keeps the spans.
// https://opentelemetry.io/docs/specs/otlp/#otlphttp
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'

export type ReceivedSpan = {
  name: string
  scope: string
  service: string
  traceId: string
  spanId: string
  parentSpanId: string | undefined
  /** 2 is the request of a client, 3 a request of ours. */
  kind: number
  /** 2 is a failure. */
  status: number
  attributes: Record<string, string | number>
}

export type OtlpReceiver = {
  url: string
  spans: ReceivedSpan[]
  /** Every body as it came. */
  bodies: string[]
  /** Resolves to the first span that fits; rejects when none comes within some seconds. */
  waitFor(isWanted: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan>
}

type Value = { stringValue?: string; intValue?: number; doubleValue?: number; boolValue?: boolean }
type Attribute = { key: string; value: Value }
type WireSpan = Omit<ReceivedSpan, 'attributes' | 'status'> & { attributes: Attribute[]; status: { code?: number } }
type Body = {
  resourceSpans: {
    resource: { attributes: Attribute[] }
    scopeSpans: { scope: { name: string }; spans: WireSpan[] }[]
  }[]
}

/** Ends with the test. `port` 0 is any free one; `isSilent` takes requests and never answers one. */
export async function startOtlpReceiver(t: Test, { port = 0, isSilent = false } = {}): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = []
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    const body = (await request.setEncoding('utf8').toArray()).join('')
    bodies.push(body)
    if (isSilent) return
    const isTraces = request.method === 'POST' && request.url === '/v1/traces'
    if (isTraces) spans.push(...readSpans(JSON.parse(body)))
    response.writeHead(isTraces ? 200 : 404, { 'content-type': 'application/json' }).end('{}')
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    async waitFor(isWanted) {
      for (let tries = 0; tries < 200; tries++) {
        const found = spans.find(isWanted)
        if (found) return found
        await sleep(25)
      }
      throw new Error(`No such span came; there are ${spans.map(({ name }) => name).join(', ')}`)
    },
  }
}

function readSpans({ resourceSpans }: Body): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(readAttributes(resource.attributes)['service.name'])
    return scopeSpans.flatMap(({ scope, spans }) =>
      spans.map(({ name, traceId, spanId, parentSpanId, kind, status, attributes }) => ({
        ...{ name, traceId, spanId, parentSpanId, kind, service },
        scope: scope.name,
        status: status.code ?? 0,
        attributes: readAttributes(attributes),
      })),
    )
  })
}

function readAttributes(attributes: Attribute[]): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? JSON.stringify(value)]),
  )
}
