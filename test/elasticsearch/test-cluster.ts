// The cluster that a test file works on: one of its own on loopback, started for the file, or that of ELASTICSEARCH_URL.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { requireNeed } from '../support/needs.ts'
import { startCluster } from './cluster.ts'
import { type Engine, findEngine } from './engine.ts'

/** A reason to skip, for people who opted out; false otherwise. */
export const skip = process.env.ELASTICSEARCH_URL ? false : requireNeed('elasticsearch').skip

/** The engine for nodes of minutes: compiled lightly, they take half the processor's time. Throws where it was not fetched. */
export function findLightEngine(): Engine {
  const engine = findEngine()
  if (engine === undefined) throw new Error('There is no Elasticsearch: npm run pretest fetches it')
  return { ...engine, javaOptions: [...engine.javaOptions, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'] }
}

/** The nodes' addresses. The cluster ends with the test file; one that ELASTICSEARCH_URL names is left as it is. */
export async function useCluster(nodeCount: 1 | 2 | 3): Promise<string[]> {
  const given = process.env.ELASTICSEARCH_URL
  if (given) return given.split(',')
  if (skip) return []
  const folder = await mkdtemp(join(tmpdir(), 'likeness-elasticsearch-'))
  const cluster = await startCluster({ engine: findLightEngine(), folder, nodeCount })
  t.teardown(async () => {
    await cluster.stop()
    await rm(folder, { recursive: true, force: true })
  })
  return cluster.urls
}

/** Asks the engine itself, past the store. Throws an Error with its answer when it refuses. */
export async function ask<Answer>(url: string, method: string, path: string, body?: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/${path}`, { method, headers, body: body && JSON.stringify(body) })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json() as Promise<Answer>
}
