// `npm run bench:elasticsearch`: how a real Elasticsearch answers, by kind of index and breadth of search, on this machine. What the
// store's settings are chosen by, and what the service adds to the engine. Options: `npm run bench:elasticsearch -- --vectors 50000
// --seed 1 --rounds 5 --load 200000 --sections variants,bursts,encodings,defaults,service,load,memory`.
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Client } from '@elastic/elasticsearch'
import { startCluster } from '../test/elasticsearch/cluster.ts'
import { fetchEngine } from '../test/elasticsearch/engine.ts'
import { fillStore } from './elasticsearch/fill-store.ts'
import { measureBursts } from './elasticsearch/measure-bursts.ts'
import { measureDefaults } from './elasticsearch/measure-defaults.ts'
import { measureEncodings } from './elasticsearch/measure-encodings.ts'
import { measureLoad, measureMemory } from './elasticsearch/measure-load.ts'
import { measureService } from './elasticsearch/measure-service.ts'
import { measureVariants } from './elasticsearch/measure-variants.ts'
import { printBursts, printEncodings, printVariants } from './elasticsearch/print-results.ts'
import { printDefaults, printLoads, printMemory, printService } from './elasticsearch/print-store-results.ts'
import { makeWorkload } from './elasticsearch/workload.ts'

const { values } = parseArgs({
  options: {
    vectors: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    load: { type: 'string', default: '200000' },
    sections: { type: 'string', default: 'variants,bursts,encodings,defaults,service,load,memory' },
  },
})
const vectorCount = Number(values.vectors)
const seed = Number(values.seed)
const rounds = Number(values.rounds)

const say = (line: string) => console.error(`${Math.round(performance.now() / 1000)} s: ${line}`)
const results = fileURLToPath(new URL('./results/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'likeness-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
process.once('SIGINT', () => process.exit(130))

say('starting Elasticsearch')
const cluster = await startCluster({ engine: fetchEngine(say), folder, nodeCount: 1, heapMb: 1536 })
// The node ends with this process, whatever happens here.
const client = new Client({ node: cluster.urls[0]!, requestTimeout: 600_000 })

say(`making ${vectorCount} vectors, and the exact answers to the queries`)
const workload = makeWorkload(vectorCount, seed)
const sections = values.sections.split(',')
/** Undefined for what was not asked for. */
async function section<T>(name: string, measure: () => Promise<T>): Promise<T | undefined> {
  if (!sections.includes(name)) return undefined
  say(name)
  return measure()
}
const nodeUrl = cluster.urls[0]!
const variants = await section('variants', () => measureVariants(client, workload, say))
const bursts = await section('bursts', () => measureBursts(client, seed))
const encodings = await section('encodings', () => measureEncodings(client, workload, rounds))
const needsFill = sections.includes('defaults') || sections.includes('service')
if (needsFill) say('filling a store')
const fill = needsFill ? await fillStore(nodeUrl, 'bench-store', workload.vectors) : undefined
const defaults = await section('defaults', () => measureDefaults(fill!.storeUrl, workload))
const service = await section('service', () => measureService(client, fill!, rounds))
const loads = await section('load', () => measureLoad(client, nodeUrl, workload.vectors, rounds))
const memory = await section('memory', () => measureMemory(client, nodeUrl, workload.vectors, Number(values.load), say))
await client.close()
await cluster.stop()
say('done')

console.log(`\n${vectorCount} vectors, seed ${seed}, ${rounds} rounds, ${availableParallelism()} × ${cpus()[0]?.model}`)
if (variants) printVariants(variants)
if (bursts) printBursts(bursts)
if (encodings) printEncodings(encodings)
if (defaults) printDefaults(defaults)
if (service) printService(service)
if (loads) printLoads(loads)
if (memory) printMemory(memory)
await mkdir(results, { recursive: true })
const report = { vectorCount, seed, rounds, variants, bursts, encodings, defaults, service, loads, memory }
await writeFile(join(results, 'elasticsearch.json'), JSON.stringify(report, null, 2))
