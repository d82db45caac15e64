// Tries settings of the tuned peer with a small load and prints what each brings: README.md has the table its defaults come
// from. By hand: node bench/peer/try-settings.ts PACK [SECONDS]; keep the machine free of other work meanwhile.
import { globSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makePhotoVariants } from '../../test/support/photo-variants.ts'
import { quantile } from '../statistics.ts'
import { askForVector } from './ask-peer.ts'
import { type Peer, type PeerOptions, startPeer } from './start-peer.ts'

type Trial = { name: string; perSecond: number[]; cpuMs: number[]; loneMs: number[] } & Omit<PeerOptions, 'pack'>

const [pack, seconds = '3'] = process.argv.slice(2)
if (pack === undefined || !(Number(seconds) > 0)) throw new Error('Give the folder of a model pack and perhaps seconds')

/** Requests that are open at once: more than two runners of a full batch of 4 take, so that a batch of 8 can fill. */
const clients = 16
const rounds = 2

const settings: [threads: number, runners: number, batch: number, spin?: number][] = [
  [1, 2, 1],
  [1, 2, 4],
  [1, 2, 8],
  [2, 1, 1],
  [2, 1, 4],
  [2, 1, 8],
  [2, 1, 4, 1],
]

const trials: Trial[] = [
  { name: 'plain', kind: 'plain', perSecond: [], cpuMs: [], loneMs: [] },
  ...settings.map(([threads, runners, batch, spin = 0]): Trial => {
    const env = { PEER_THREADS: `${threads}`, PEER_RUNNERS: `${runners}`, PEER_BATCH: `${batch}`, PEER_SPIN: `${spin}` }
    return { name: JSON.stringify(env), kind: 'tuned', env, perSecond: [], cpuMs: [], loneMs: [] }
  }),
]

async function readPhotos(): Promise<Uint8Array<ArrayBuffer>[]> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-'))
  try {
    await makePhotoVariants(folder, 48, 3)
    const paths = globSync('**/*.jpg', { cwd: folder }).sort()
    return await Promise.all(paths.map(async (path) => new Uint8Array(await readFile(join(folder, path)))))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Answers a second with so many clients, each with one request open at a time, and the processor time that the peer takes for
 * each, in milliseconds: what other work on the machine changes least.
 */
async function measureLoad({ url, pid }: Peer, photos: Uint8Array<ArrayBuffer>[]) {
  const cpuMsBefore = await readCpuMs(pid)
  const start = performance.now()
  const end = start + Number(seconds) * 1000
  let sent = 0
  const client = async () => {
    while (performance.now() < end) await askForVector(url, photos[sent++ % photos.length]!)
  }
  await Promise.all(Array.from({ length: clients }, client))
  const perSecond = sent / ((performance.now() - start) / 1000)
  return { perSecond, cpuMs: ((await readCpuMs(pid)) - cpuMsBefore) / sent }
}

/** Of a process so far, on all threads; Linux counts it in hundredths of a second. */
async function readCpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // The name before may hold blanks; user and system time are the 14th and the 15th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Milliseconds of a request on its own, the median of twelve. */
async function measureLone(url: string, photos: Uint8Array<ArrayBuffer>[]): Promise<number> {
  const times: number[] = []
  for (const photo of photos.slice(0, 12)) {
    const start = performance.now()
    await askForVector(url, photo)
    times.push(performance.now() - start)
  }
  return quantile(times, 0.5)
}

const photos = await readPhotos()
for (let round = 1; round <= rounds; round++) {
  for (const trial of trials) {
    const peer = await startPeer({ ...trial, pack })
    try {
      await Promise.all(photos.slice(0, 8).map((photo) => askForVector(peer.url, photo)))
      trial.loneMs.push(await measureLone(peer.url, photos))
      const { perSecond, cpuMs } = await measureLoad(peer, photos)
      trial.perSecond.push(perSecond)
      trial.cpuMs.push(cpuMs)
    } finally {
      await peer.stop()
    }
  }
}
console.log(
  '| settings | pictures a second, 16 clients | processor time of each, ms | one alone, ms |\n|---|---|---|---|',
)
for (const { name, perSecond, cpuMs, loneMs } of trials) {
  const list = (values: number[]) => values.map((value) => value.toFixed(1)).join(', ')
  console.log(`| ${name} | ${list(perSecond)} | ${list(cpuMs)} | ${list(loneMs)} |`)
}
