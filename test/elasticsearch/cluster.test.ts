// The tests' own Elasticsearch: that it starts, keeps what it was given, and survives what the tests of the store do to it.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { requireNeed } from '../support/needs.ts'
import { type Cluster, type ClusterOptions, startCluster } from './cluster.ts'
import { findJava, javaMin } from './find-java.ts'
import { findLightEngine } from './test-cluster.ts'

const { skip } = requireNeed('elasticsearch')

async function makeFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-elasticsearch-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function start(t: Test, options: Omit<ClusterOptions, 'engine'>): Promise<Cluster> {
  const cluster = await startCluster({ engine: findLightEngine(), ...options })
  t.teardown(() => cluster.stop())
  return cluster
}

async function call<Answer>(url: string, method: string, path: string, body?: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/${path}`, { method, headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

/** An index for four-number vectors on `replicas` copies, and three documents in it. */
async function fillIndex(url: string, replicas: number): Promise<void> {
  await call(url, 'PUT', 'pictures', {
    settings: { number_of_shards: 1, number_of_replicas: replicas },
    mappings: { properties: { v: { type: 'dense_vector', dims: 4, index_options: { type: 'int8_hnsw' } } } },
  })
  for (const [id, v] of Object.entries({ a: [1, 0, 0, 0], b: [0, 1, 0, 0], c: [0.8, 0.6, 0, 0] })) {
    await call(url, 'PUT', `pictures/_doc/${id}?refresh=true`, { v })
  }
}

type SearchAnswer = { hits: { hits: { _id: string }[] } }

async function nearest(url: string): Promise<string[]> {
  const knn = { field: 'v', query_vector: [1, 0, 0, 0], k: 2, num_candidates: 10 }
  const { hits } = await call<SearchAnswer>(url, 'POST', 'pictures/_search', { knn, size: 2 })
  return hits.hits.map(({ _id }) => _id)
}

t.test('one node searches vectors, and keeps what it acknowledged through a kill', { skip }, async (t) => {
  const folder = await makeFolder(t)
  const cluster = await start(t, { folder, nodeCount: 1 })
  const [node] = cluster.nodes
  await fillIndex(node!.url, 0)
  t.same(await nearest(node!.url), ['a', 'c'])
  await node!.kill()
  await t.rejects(call(node!.url, 'GET', '_cluster/health'))
  await node!.start()
  await cluster.waitFor('green')
  t.same(await nearest(node!.url), ['a', 'c'])
})

t.test('a cluster of two data nodes and a voter goes on when a data node is killed', { skip }, async (t) => {
  const cluster = await start(t, { folder: await makeFolder(t), nodeCount: 3 })
  t.same(
    cluster.nodes.map(({ holdsData }) => holdsData),
    [true, true, false],
  )
  const [first, second] = cluster.nodes
  await fillIndex(first!.url, 1)
  await cluster.waitFor('green')
  await first!.kill()
  await cluster.waitFor('yellow')
  t.same(await nearest(second!.url), ['a', 'c'])
  await call(second!.url, 'PUT', 'pictures/_doc/d?refresh=true', { v: [0.9, 0.1, 0.4, 0.1] })
  await first!.start()
  await cluster.waitFor('green')
  t.same(await nearest(first!.url), ['a', 'd'], 'and what was written meanwhile is there')
})

t.test('a port that is taken is told before anything is started', { skip }, async (t) => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  t.teardown(() => other.close())
  const { port } = other.address() as { port: number }
  await t.rejects(start(t, { folder: await makeFolder(t), nodeCount: 1, port }), {
    message: new RegExp(`^Port ${port} is taken: another program`),
  })
})

t.test('a node does not outlive the process that started it', { skip }, async (t) => {
  const script = `
    import { startCluster } from '${new URL('./cluster.ts', import.meta.url)}'
    import { findEngine } from '${new URL('./engine.ts', import.meta.url)}'
    const cluster = await startCluster({ engine: findEngine(), folder: process.argv[1], nodeCount: 1 })
    console.log(cluster.urls[0])`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, await makeFolder(t)])
  t.teardown(() => child.kill('SIGKILL'))
  const [line] = await child.stdout.take(1).toArray()
  const url = String(line).trim()
  t.ok((await fetch(`${url}/_cluster/health`)).ok)
  child.kill('SIGKILL')
  for (let tries = 0; tries < 300 && (await answers(url)); tries++) await sleep(100)
  t.notOk(await answers(url))
})

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/_cluster/health`).then(
    () => true,
    () => false,
  )
}

t.test('JAVA_HOME goes first where it is new enough, and is passed over where it is not', async (t) => {
  const folder = await makeFolder(t)
  const before = process.env.JAVA_HOME
  t.teardown(() => {
    if (before === undefined) delete process.env.JAVA_HOME
    else process.env.JAVA_HOME = before
  })
  for (const version of ['99.0.1', '17.0.15', '1.8.0']) {
    mkdirSync(join(folder, version))
    writeFileSync(join(folder, version, 'release'), `IMPLEMENTOR="X"\nJAVA_VERSION="${version}"\n`)
    process.env.JAVA_HOME = join(folder, version)
    const found = findJava()
    if (version.startsWith('99')) t.same(found, { path: join(folder, version, 'bin/java'), version: 99 })
    else t.ok(found === undefined || found.version >= javaMin)
  }
})
