// `npm run elasticsearch`: a real Elasticsearch on loopback, for development, until Ctrl-C. Fetched on first use; its data stays
// for the next start. Options: `npm run elasticsearch -- --nodes 3 --port 9200`.
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startCluster } from '../test/elasticsearch/cluster.ts'
import { fetchEngine } from '../test/elasticsearch/engine.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1' },
    port: { type: 'string', default: '9200' },
    'heap-mb': { type: 'string', default: '1024' },
  },
})

const nodeCount = Number(values.nodes)
if (nodeCount !== 1 && nodeCount !== 2 && nodeCount !== 3) throw new Error('--nodes takes 1, 2 or 3')

/** Ignored by git; a cluster of another size has data of its own. */
const folder = fileURLToPath(new URL(`../.elasticsearch/data-${nodeCount}/`, import.meta.url))

try {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const engine = fetchEngine((line) => console.log(line))
  mkdirSync(folder, { recursive: true })
  console.log(`Starting ${nodeCount} ${nodeCount === 1 ? 'node' : 'nodes'}; the logs are in ${relative('.', folder)}`)
  const cluster = await startCluster({
    engine,
    folder,
    nodeCount,
    port: Number(values.port),
    heapMb: Number(values['heap-mb']),
  })
  console.log(`Green: ${cluster.urls.join(' ')}\nCtrl-C ends it; the data stays.`)
  if (!stop.signal.aborted) await once(stop.signal, 'abort')
  await cluster.stop()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
