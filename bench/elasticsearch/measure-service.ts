// What the service adds to a search: pictures like a stored one, asked of the service over HTTP, against the same two requests (the
// stored vector, then its neighbours) by the bare client in this process. Both in turns within each round.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import type { Client, estypes } from '@elastic/elasticsearch'
import { encodeVector } from '../../src/store/elasticsearch/document.ts'
import { chooseCandidates, chooseKept } from '../../src/store/elasticsearch/nearest-search.ts'
import { quantile } from '../statistics.ts'
import type { StoreFill } from './fill-store.ts'

const requestsPerTurn = 1_000
/** Each way before the first round; both go on getting quicker until about there. */
const warmUpRequests = 3_000
const k = 10
/** The same search as the store's. */
const candidates = chooseCandidates(k)

export const concurrencies = [1, 16] as const

export type ServiceRound = {
  concurrency: (typeof concurrencies)[number]
  /** Milliseconds. */
  raw: { p50: number; p99: number }
  service: { p50: number; p99: number }
}

export async function measureService(client: Client, fill: StoreFill, rounds: number): Promise<ServiceRound[]> {
  const host = await startHost(fill.storeUrl)
  try {
    const ways = [
      { name: 'raw' as const, ask: (id: string) => askEngine(client, fill.index, id) },
      { name: 'service' as const, ask: (id: string) => askService(host.url, id) },
    ]
    for (const { ask } of ways) await timeAll(fill.ids, warmUpRequests, 16, ask)
    const results: ServiceRound[] = []
    for (let round = 0; round < rounds; round++) {
      for (const concurrency of concurrencies) {
        const times = { raw: { p50: 0, p99: 0 }, service: { p50: 0, p99: 0 } }
        for (const { name, ask } of round % 2 === 0 ? ways : ways.toReversed()) {
          const taken = await timeAll(fill.ids, requestsPerTurn, concurrency, ask)
          times[name] = { p50: quantile(taken, 0.5), p99: quantile(taken, 0.99) }
        }
        results.push({ concurrency, ...times })
      }
    }
    return results
  } finally {
    host.process.kill('SIGTERM')
    await once(host.process, 'exit')
  }
}

async function timeAll(
  ids: string[],
  count: number,
  concurrency: number,
  ask: (id: string) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = []
  let next = 0
  const lane = async () => {
    while (next < count) {
      const id = ids[(next++ * 37) % ids.length]!
      const start = performance.now()
      await ask(id)
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  return times
}

/** Not by `fetch`, which takes longer than the whole way through the service's HTTP layer. */
const agent = new Agent({ keepAlive: true })

async function askService(url: string, id: string): Promise<void> {
  const asking = request(`${url}/images/${id}/similar?k=${k}`, { agent })
  asking.end()
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  response.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(response, 'end')
  const { hits } = JSON.parse(Buffer.concat(chunks).toString()) as { hits: unknown[] }
  if (hits.length !== k) throw new Error(`the service answered ${response.statusCode} with ${hits.length} hits`)
}

const fields = ['image_id', 'image_name', 'relative_path', 'tags', 'taken_at', 'location', 'added_at', 'updated_at']
const moreFields = ['width', 'height', 'format', 'size_bytes', 'content_sha256', 'origin']

async function askEngine(client: Client, index: string, id: string): Promise<void> {
  const found = await client.transport.request<estypes.GetResponse<{ image_embedding: number[] }>>({
    method: 'GET',
    path: `/${index}/_doc/${id}`,
    querystring: { _source_includes: 'image_embedding', _source_exclude_vectors: 'false' },
  })
  const { hits } = await client.search({
    index,
    size: k,
    _source: false,
    fields: [...fields, ...moreFields],
    track_total_hits: false,
    knn: {
      field: 'image_embedding',
      query_vector: encodeVector(Float32Array.from(found._source!.image_embedding)) as unknown as number[],
      k: chooseKept(k, candidates),
      num_candidates: candidates,
      rescore_vector: { oversample: 1 },
      filter: { bool: { must_not: [{ terms: { image_id: [id] } }] } },
    },
    sort: [{ _score: { order: 'desc' } }, { image_id: { order: 'asc' } }],
  })
  if (hits.hits.length !== k) throw new Error(`the engine answered with ${hits.hits.length} hits`)
}

async function startHost(storeUrl: string): Promise<{ process: ChildProcess; url: string }> {
  const env = { ...process.env, PORT: '0', LOG_LEVEL: 'silent', WORKERS: '1', STORE_URL: storeUrl }
  const child = fork(new URL('../host.ts', import.meta.url), { env })
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  return { process: child, url }
}
