// `npm run bench`: how the service answers over a library of 10,000 pictures, on this machine.
// Everything is repeated in rounds and printed with its spread; ratios are against onnxruntime alone in the same rounds.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { makePhotoVariants } from '../test/support/photo-variants.ts'
import { measureBareTowers } from './bare-towers.ts'
import type { HostReport } from './host.ts'
import { queryWords } from './query-words.ts'
import { formatSpread, quantile, spread } from './statistics.ts'

const { values } = parseArgs({
  options: { images: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '5' } },
})
const imageCount = Number(values.images)
const roundCount = Number(values.rounds)
const searchesPerRound = 100
/** `[CLS] a photo of a … [SEP]`: what most of the queries below come to. */
const queryTokens = 7

const results = fileURLToPath(new URL('./results/', import.meta.url))
const folder = join(results, `library-${imageCount}`)
const env = {
  ...process.env,
  PORT: '0',
  LOG_LEVEL: 'silent',
  DATA_DIR: join(folder, 'data'),
  IMAGES_DIR: join(folder, 'images'),
}

type Host = { process: ChildProcess; url: string; readyMs: number }

async function startHost(): Promise<Host> {
  const start = performance.now()
  const child = fork(new URL('./host.ts', import.meta.url), { env })
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  return { process: child, url, readyMs: performance.now() - start }
}

async function stopHost(host: Host): Promise<void> {
  host.process.kill('SIGTERM')
  await once(host.process, 'exit')
}

async function askHost(host: Host): Promise<HostReport> {
  host.process.send('report')
  const [report] = (await once(host.process, 'message')) as [HostReport]
  return report
}

/** Makes and ingests the library once; later runs use it again. */
async function prepareLibrary(): Promise<void> {
  if (existsSync(join(folder, 'complete'))) return
  await rm(folder, { recursive: true, force: true })
  console.log(`making ${imageCount} photos and ingesting them, once …`)
  await mkdir(env.IMAGES_DIR, { recursive: true })
  await makePhotoVariants(env.IMAGES_DIR, imageCount, 1)
  const cli = fork(new URL('../src/cli.ts', import.meta.url), ['ingest'], { env, stdio: 'inherit' })
  const [code] = await once(cli, 'exit')
  if (code !== 0) throw new Error('the ingest failed')
  await writeFile(join(folder, 'complete'), '')
}

/** Pictures that are not in the library, as bytes. */
async function readQueryPictures(): Promise<Buffer[]> {
  const queries = join(results, 'queries')
  if (!existsSync(queries)) await makePhotoVariants(queries, searchesPerRound, 2)
  const paths = globSync('**/*.jpg', { cwd: queries }).sort().slice(0, searchesPerRound)
  return Promise.all(paths.map((path) => readFile(join(queries, path))))
}

async function timeEach(count: number, request: (i: number) => Promise<Response>): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    const start = performance.now()
    const response = await request(i)
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`${response.status} from ${response.url}`)
    times.push(performance.now() - start)
  }
  return times
}

/** Every picture once, with so many searches open at a time; 8 keep all workers busy. */
async function saturate(url: string, pictures: Buffer[], concurrency: number): Promise<void> {
  const waiting = [...pictures]
  const client = async () => {
    for (let body = waiting.pop(); body; body = waiting.pop()) await (await searchByPicture(url, body)).arrayBuffer()
  }
  await Promise.all(Array.from({ length: concurrency }, client))
}

function searchByPicture(url: string, body: Buffer): Promise<Response> {
  const headers = { 'content-type': 'image/jpeg' }
  return fetch(`${url}/search/image?k=10`, { method: 'POST', headers, body: new Uint8Array(body) })
}

const searchByWords = (url: string, words: string) => fetch(`${url}/search/text?k=10&q=${encodeURIComponent(words)}`)

async function measureRound(pictures: Buffer[]) {
  const bare = await measureBareTowers(40, queryTokens)
  const host = await startHost()
  const words = queryWords(searchesPerRound)
  await timeEach(10, (i) => searchByWords(host.url, `warm up ${i}`))
  const text = await timeEach(searchesPerRound, (i) => searchByWords(host.url, words[i]!))
  const picture = await timeEach(pictures.length, (i) => searchByPicture(host.url, pictures[i]!))
  await askHost(host)
  await saturate(host.url, pictures, 8)
  const { delayMsP99, delayMsMax, busyMsMax } = await askHost(host)
  await saturate(host.url, pictures, pictures.length)
  const { delayMsMax: burstDelayMsMax, rssBytes } = await askHost(host)
  await stopHost(host)
  return {
    readyMs: host.readyMs,
    textMs: quantile(text, 0.5),
    textMsP95: quantile(text, 0.95),
    pictureMs: quantile(picture, 0.5),
    pictureMsP95: quantile(picture, 0.95),
    textRatio: quantile(text, 0.5) / bare.textMs,
    pictureRatio: quantile(picture, 0.5) / bare.imageMs,
    bareTextMs: bare.textMs,
    bareImageMs: bare.imageMs,
    delayMsP99,
    delayMsMax,
    busyMsMax,
    burstDelayMsMax,
    rssMib: rssBytes / 2 ** 20,
  }
}
type Round = Awaited<ReturnType<typeof measureRound>>

await prepareLibrary()
const pictures = await readQueryPictures()
const rounds: Round[] = []
for (let round = 1; round <= roundCount; round++) {
  rounds.push(await measureRound(pictures))
  console.log(`round ${round} of ${roundCount}`)
}

const rows: [name: string, pick: (round: Round) => number, unit: string, target: string][] = [
  ['ready after start', (r) => r.readyMs, 'ms', '≤ 3000'],
  ['search by words, p50', (r) => r.textMs, 'ms', '≤ 25'],
  ['search by words, p95', (r) => r.textMsP95, 'ms', ''],
  ['… against the bare text tower', (r) => r.textRatio, '×', ''],
  ['search by picture, p50', (r) => r.pictureMs, 'ms', '≤ 60'],
  ['search by picture, p95', (r) => r.pictureMsP95, 'ms', ''],
  ['… against the bare image tower', (r) => r.pictureRatio, '×', ''],
  ['event loop blocked under inference, most', (r) => r.busyMsMax, 'ms', '≤ 20'],
  ['event loop late under inference, p99', (r) => r.delayMsP99, 'ms', ''],
  ['event loop late under inference, most', (r) => r.delayMsMax, 'ms', ''],
  ['… when 100 pictures arrive at once, most', (r) => r.burstDelayMsMax, 'ms', ''],
  ['memory (RSS)', (r) => r.rssMib, 'MiB', '≤ 700'],
  ['bare text tower', (r) => r.bareTextMs, 'ms', ''],
  ['bare image tower', (r) => r.bareImageMs, 'ms', ''],
]
console.log(`\n${imageCount} images, ${roundCount} rounds, ${availableParallelism()} × ${cpus()[0]?.model}`)
console.log('| figure | median (least–greatest) | target |\n|---|---|---|')
for (const [name, pick, unit, target] of rows) {
  console.log(`| ${name} | ${formatSpread(spread(rounds.map(pick)), unit)} | ${target} |`)
}
await writeFile(join(results, 'serving.json'), JSON.stringify({ imageCount, rounds }, null, 2))
