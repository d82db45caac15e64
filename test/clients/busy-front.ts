// Stands before a service as a proxy does, and answers the first requests itself as a full service would: with 503 and when to come again.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

export type BusyFront = {
  url: string
  /** How many requests have come, those that were passed on among them. */
  requests(): number
}

/** `refusals` are the headers of the answers before requests are passed on to `target`. */
export async function startBusyFront(t: Test, target: string, refusals: Record<string, string>[]): Promise<BusyFront> {
  let requests = 0
  const server = createServer(async (request, response) => {
    const refusal = refusals[requests++]
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (refusal) {
      const problem = {
        type: '/problems/OVERLOADED',
        title: 'Full',
        status: 503,
        detail: 'Full.',
        instance: '1',
        code: 'OVERLOADED',
      }
      response.writeHead(503, { 'content-type': 'application/problem+json', ...refusal }).end(JSON.stringify(problem))
      return
    }
    const { authorization = '', 'content-type': type = '' } = request.headers
    const answer = await fetch(new URL(request.url!, target), {
      method: request.method!,
      headers: { authorization, ...(type && { 'content-type': type }) },
      body: chunks.length > 0 ? Buffer.concat(chunks) : null,
    })
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
    response.end(Buffer.from(await answer.arrayBuffer()))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests: () => requests }
}
