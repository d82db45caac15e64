// What compose.yaml starts, without containers: two instances as processes of their own on one real Elasticsearch and one library, behind
// HAProxy with the file of the repository. Only names and ports are this machine's.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Hit } from '../../src/http/schemas/image.ts'
import type { SearchResult } from '../../src/http/schemas/search-result.ts'
import { type Running, start } from '../cli/run-command.ts'
import { useCluster, skip as withoutCluster } from '../elasticsearch/test-cluster.ts'
import { createIndexPlace } from '../store/elasticsearch/index-place.ts'
import { type Answer, ask, json, pathsOf } from '../support/client.ts'
import { findFreePort } from '../support/free-port.ts'
import { requireNeed } from '../support/needs.ts'
import { addSamplePhotos } from '../support/sample-photos.ts'
import { secrets } from './deployment-files.ts'
import { findDeploymentTools } from './tools.ts'

const skip = withoutCluster || requireNeed('deployment').skip
const urls = skip ? [] : await useCluster(1)

const key = secrets.API_KEYS.split(',')[0]!
const headers = { authorization: `Bearer ${key}` }
const photos = [
  'animals/chelsea-cat.jpg',
  'animals/honey-bee.jpg',
  'city/colosseum.jpg',
  'food/coffee-cup.jpg',
  'nature/dahlia.jpg',
  'nature/dandelions.jpg',
  'space/rocket-launch.jpg',
]

type Instance = Running & { url: string }

/** Resolves when the address says that it is ready. */
async function untilReady(url: string): Promise<void> {
  while ((await fetch(`${url}/health/ready`).catch(() => null))?.status !== 200) await sleep(100)
}

async function startInstances(t: Test): Promise<[Instance, Instance]> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-proxy-'))
  const { storeUrl } = createIndexPlace(t, urls)
  const startOne = async (name: string): Promise<Instance> => {
    const port = await findFreePort()
    const env = {
      API_KEYS: secrets.API_KEYS,
      CURSOR_SECRET: secrets.CURSOR_SECRET,
      STORE_URL: storeUrl,
      IMAGES_DIR: join(folder, 'images'),
      DATA_DIR: join(folder, name),
      PORT: String(port),
      WORKERS: '1',
      LOG_LEVEL: 'silent',
      STORE_TIMEOUT_MS: '50000',
    }
    return { ...start(t, [process.execPath, 'src/server.ts'], { env }), url: `http://127.0.0.1:${port}` }
  }
  const instances: [Instance, Instance] = [await startOne('data-1'), await startOne('data-2')]
  t.teardown(async () => {
    for (const { child, exit } of instances) {
      child.kill()
      await exit
    }
    await rm(folder, { recursive: true, force: true })
  })
  await Promise.all(instances.map(({ url }) => untilReady(url)))
  return instances
}

async function startProxy(t: Test, instances: Instance[]): Promise<string> {
  const address = `127.0.0.1:${await findFreePort()}`
  const [first, second] = instances.map(({ url }) => new URL(url).host)
  const env = { LISTEN: address, INSTANCE_1: first!, INSTANCE_2: second! }
  // In the foreground, as in its container.
  start(t, [findDeploymentTools()!.haproxy, '-W', '-db', '-f', 'deploy/haproxy.cfg'], { env })
  await untilReady(`http://${address}`)
  return `http://${address}`
}

t.test('two instances behind the proxy', { skip, timeout: 240_000 }, async (t) => {
  const instances = await startInstances(t)
  const [first, second] = instances
  const proxy = await startProxy(t, instances)
  /** Like a client that comes again where it is refused: a busy machine makes an event loop lag, which is OVERLOADED. */
  async function searchAt(url: string, body: object) {
    for (;;) {
      const request = { ...json(body), headers: { ...headers, 'content-type': 'application/json' } }
      const answer = await ask<SearchResult | null>(`${url}/search/text`, request)
      if (answer.status !== 503 || answer.body?.code !== 'OVERLOADED') return answer as Answer<SearchResult>
      await sleep(1000)
    }
  }

  await t.test('what is added through it is found by both, and read from the one library', async (t) => {
    await addSamplePhotos(proxy, photos, { key })
    for (const { url } of instances) {
      const { body } = await searchAt(url, { query: 'a cat', k: 1 })
      t.strictSame(pathsOf(body.hits), ['animals/chelsea-cat.jpg'])
      const content = await fetch(url + body.hits[0]!.links.content, { headers })
      t.equal(content.status, 200)
      t.equal(content.headers.get('content-type'), 'image/jpeg')
      await content.body?.cancel()
    }
  })

  await t.test('both take part of the searches, and tell what is scaled on', async (t) => {
    const metricsOf = async ({ url }: Instance) => (await fetch(`${url}/metrics`, { headers })).text()
    const searchesOf = async (instance: Instance) => {
      const count = /^http_request_duration_seconds_count\{.*route="\/search\/text",status="200"\} (\d+)$/m
      return Number(count.exec(await metricsOf(instance))?.[1] ?? 0)
    }
    const before = await Promise.all(instances.map(searchesOf))
    await Promise.all(Array.from({ length: 40 }, (_, i) => searchAt(proxy, { query: `picture number ${i}`, k: 1 })))
    const after = await Promise.all(instances.map(searchesOf))
    t.ok(
      after.every((count, i) => count > before[i]!),
      `${before} and then ${after}`,
    )
    t.match(await metricsOf(first), /^likeness_embed_wait_seconds_sum\{[^}]*priority="interactive"[^}]*\} /m)
  })

  await t.test(
    'a cursor that one gave is good for the other, and pages through the proxy hold each hit once',
    async (t) => {
      const query = { query: 'a photo', k: 2 }
      const page = await searchAt(first.url, query)
      const next = await searchAt(second.url, { ...query, cursor: page.body.next_cursor })
      t.equal(next.status, 200)
      t.equal(next.body.hits.length, 2)

      const hits: Hit[] = []
      let cursor: string | null = null
      do {
        const { status, body }: { status: number; body: SearchResult } = await searchAt(proxy, {
          ...query,
          ...(cursor === null ? {} : { cursor }),
        })
        if (status !== 200) return t.fail(JSON.stringify(body))
        hits.push(...body.hits)
        cursor = body.next_cursor
      } while (cursor !== null)
      t.strictSame(pathsOf(hits).sort(), photos)
    },
  )

  await t.test('problems, request ids and events come through as they are', async (t) => {
    const refused = await ask(`${proxy}/images`)
    t.equal(refused.headers.get('content-type'), 'application/problem+json')
    t.match(refused, { status: 401, body: { code: 'UNAUTHORIZED' } })
    t.equal(refused.body.instance, `urn:uuid:${refused.headers.get('x-request-id')}`)
    const job = await ask<{ job_id: string }>(`${proxy}/jobs/ingest`, {
      ...json({}),
      headers: { ...headers, 'content-type': 'application/json' },
    })
    t.equal(job.status, 202)
    const events = await fetch(`${proxy}/jobs/${job.body.job_id}/events`, { headers })
    t.match(events.headers.get('content-type'), 'text/event-stream')
    t.match(await events.text(), /succeeded/, 'to the last one')
  })

  await t.test('one of them stops, and no client notices', async (t) => {
    const statusOf = async (address: string) => (await fetch(proxy + address)).status
    t.equal(await statusOf('/proxy/health'), 200)
    const statuses: number[] = []
    let left = 60
    const searching = Promise.all(
      Array.from({ length: 3 }, async () => {
        for (; left > 0; left--) {
          const { status } = await searchAt(proxy, { query: `another picture ${left % 5}`, k: 1 })
          statuses.push(status)
          await sleep(20)
          if (left === 40) first.child.kill()
        }
      }),
    )
    t.equal(await first.exit, 0)
    await searching
    t.ok(statuses.length >= 60)
    t.strictSame([...new Set(statuses)], [200])

    second.child.kill()
    while ((await statusOf('/proxy/health')) === 200) await sleep(50)
    t.equal(await statusOf('/health/ready'), 503, 'with none left it says so')
  })
})
