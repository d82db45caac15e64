// A real Elasticsearch cluster on loopback for tests and development: one node, two, or two with a third that only votes.
// engine.ts has what is run; scripts/elasticsearch.ts starts it for a person.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, cpSync, createWriteStream, mkdirSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from './engine.ts'

export type ClusterOptions = {
  engine: Engine
  /** Absolute; holds each node's data and its log, and is made where it is missing. Started again over it, the data is there. */
  folder: string
  /** Two nodes of three hold data; the third only votes, so that the loss of one leaves a majority. */
  nodeCount: 1 | 2 | 3
  /** The first node's HTTP port; the others follow. Free ports where it is left out. */
  port?: number
  /** Heap of each node, in megabytes. */
  heapMb?: number
}

export type ClusterNode = {
  readonly name: string
  readonly url: string
  readonly logFile: string
  readonly holdsData: boolean
  /** Ends it as a power cut does. Resolves when it is gone. */
  kill(): Promise<void>
  /** Starts it again over its data. Resolves when it answers. */
  start(): Promise<void>
}

export type Cluster = {
  /** Every node's address, data nodes first. */
  readonly urls: string[]
  readonly nodes: ClusterNode[]
  /** Resolves when the cluster has this health and all its nodes. */
  waitFor(health: 'green' | 'yellow'): Promise<void>
  stop(): Promise<void>
}

/** Longer than the slowest start seen, 25 s for three nodes on two busy cores. */
const startTimeoutMs = 120_000

/** Starts the nodes and resolves when the cluster is green. Throws an Error with the end of the log where one does not start. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { nodeCount, port } = options
  const ports = await findPorts(nodeCount * 2, port)
  const plans = Array.from({ length: nodeCount }, (_, i) => planNode(options, i, ports))
  const nodes = plans.map((plan) => createNode(options, plan))
  const cluster: Cluster = {
    urls: nodes.map(({ url }) => url),
    nodes,
    waitFor: (health) => waitForHealth(nodes, health, nodeCount),
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  }
  try {
    await Promise.all(nodes.map((node) => node.start()))
    await cluster.waitFor('green')
    return cluster
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

type NodePlan = { name: string; httpPort: number; holdsData: boolean; home: string; settings: string[] }

function planNode({ nodeCount, folder }: ClusterOptions, i: number, ports: number[]): NodePlan {
  const httpPorts = ports.slice(0, nodeCount)
  const transportPorts = ports.slice(nodeCount)
  const name = `node-${i + 1}`
  const holdsData = i < 2
  const seeds = transportPorts.map((port) => `127.0.0.1:${port}`).join(',')
  const names = Array.from({ length: nodeCount }, (_, j) => `node-${j + 1}`).join(',')
  const discovery =
    nodeCount === 1
      ? ['discovery.type=single-node']
      : [`discovery.seed_hosts=${seeds}`, `cluster.initial_master_nodes=${names}`]
  const settings = [
    'cluster.name=likeness-tests',
    `node.name=${name}`,
    `node.roles=${holdsData ? 'master,data,ingest' : 'master,voting_only'}`,
    'network.host=127.0.0.1',
    `http.port=${httpPorts[i]}`,
    `transport.port=${transportPorts[i]}`,
    // Tests run where the disk may be nearly full; those of watermarks set them. Doctor would warn of one that is over the engine's own.
    'cluster.routing.allocation.disk.threshold_enabled=false',
    'cluster.routing.allocation.disk.watermark.low=64mb',
    'cluster.routing.allocation.disk.watermark.high=32mb',
    'cluster.routing.allocation.disk.watermark.flood_stage=16mb',
    ...discovery,
  ]
  return { name, httpPort: httpPorts[i]!, holdsData, home: join(folder, name), settings }
}

function createNode({ engine, folder, heapMb = 512 }: ClusterOptions, plan: NodePlan) {
  const { name, httpPort, holdsData, home, settings } = plan
  const url = `http://127.0.0.1:${httpPort}`
  const logFile = join(folder, `${name}.log`)
  let child: ChildProcess | undefined

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child
    child = undefined
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return
    ending.kill(signal)
    await once(ending, 'exit')
  }

  return {
    name,
    url,
    logFile,
    holdsData,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async start() {
      mkdirSync(join(home, 'config'), { recursive: true })
      cpSync(join(engine.home, 'modules'), join(home, 'modules'), { recursive: true })
      copyFileSync(join(engine.home, 'config/log4j2.properties'), join(home, 'config/log4j2.properties'))
      const heap = [`-Xms${heapMb}m`, `-Xmx${heapMb}m`, `-Des.path.home=${home}`]
      const started = spawn(engine.java, [...heap, ...engine.javaOptions, 'Launcher', home, ...settings], {
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      child = started
      const log = createWriteStream(logFile, { flags: 'a' })
      let tail = ''
      for (const output of [started.stdout, started.stderr]) {
        output.on('data', (chunk: Buffer) => {
          log.write(chunk)
          tail = (tail + chunk).slice(-4000)
        })
      }
      started.once('exit', () => log.end())
      await waitUntil(`${name} answers`, async () => {
        if (started.exitCode !== null) throw new Error(`${name} ended at its start; ${logFile} ends with:\n${tail}`)
        return (await ask(`${url}/_cluster/health`)) !== null
      })
    },
  }
}

type Health = { status: string; number_of_nodes: number }

async function waitForHealth(nodes: ClusterNode[], wanted: 'green' | 'yellow', nodeCount: number): Promise<void> {
  const enough = wanted === 'green' ? ['green'] : ['green', 'yellow']
  await waitUntil(`the cluster is ${wanted}`, async () => {
    for (const { url } of nodes) {
      const health = (await ask(`${url}/_cluster/health`)) as Health | null
      if (health) return enough.includes(health.status) && (wanted !== 'green' || health.number_of_nodes === nodeCount)
    }
    return false
  })
}

/** The JSON at the address; null where nobody answers, or not with success. */
async function ask(address: string): Promise<unknown> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5_000) })
    return response.ok ? await response.json() : null
  } catch {
    return null
  }
}

async function waitUntil(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + startTimeoutMs
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`Waited ${startTimeoutMs / 1000} s and still not: ${what}`)
    await sleep(200)
  }
}

/** Ports that nobody listens on: from the first on, or any. Throws an Error that names one that is taken. */
async function findPorts(count: number, first: number | undefined): Promise<number[]> {
  const servers: Server[] = []
  try {
    for (let i = 0; i < count; i++) {
      const wanted = first === undefined ? 0 : first + i
      const server = createServer().listen({ port: wanted, host: '127.0.0.1', exclusive: true })
      await once(server, 'listening').catch((cause) => {
        throw new Error(`Port ${wanted} is taken: another program, perhaps another Elasticsearch, listens there`, {
          cause,
        })
      })
      servers.push(server)
    }
    return servers.map((server) => (server.address() as AddressInfo).port)
  } finally {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  }
}
