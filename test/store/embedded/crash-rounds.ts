// Kills a writing process at seeded random moments and checks that the store kept what it had acknowledged. The short
// form is crash.test.ts; test/soak/store-crash.ts runs many rounds.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { createEmbeddedStore } from '../../../src/store/embedded/embedded-store.ts'
import type { ImageRecord, VectorStore } from '../../../src/store/vector-store.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { type BatchName, crashImage, crashSpace } from './crash-images.ts'
import { findDamage } from './find-damage.ts'

/** The newest acknowledged version of each image in a folder, by id. */
export type Acknowledged = Map<string, number>

export type CrashRound = {
  round: number
  acknowledgedCount: number
  /** Everything found wrong, in words; empty when the store held its promise. */
  faults: string[]
}

/** One in five processes is killed while it starts, the others while they write. */
const killAtStartShare = 0.2
const startMsMax = 400
const writeMsMax = 150

/** Lets a process write into the folder, kills it, and checks the store. `acknowledged` carries over from round to round. */
export async function runCrashRound(
  folder: string,
  seed: number,
  round: number,
  acknowledged: Acknowledged,
): Promise<CrashRound> {
  const fresh = await writeUntilKilled(folder, seed, round)
  for (const [id, version] of fresh) acknowledged.set(id, version)
  const store = await createEmbeddedStore({ folder, space: crashSpace, workers: 1 })
  const faults: string[] = []
  try {
    faults.push(...(await findLost(store, acknowledged)))
    faults.push(...(await findUnsearchable(store, [...fresh.keys()])))
    faults.push(...(await findTornBatches(store)))
  } finally {
    await store.close()
  }
  faults.push(...findDamage(folder))
  return { round, acknowledgedCount: fresh.size, faults }
}

async function writeUntilKilled(folder: string, seed: number, round: number): Promise<Acknowledged> {
  const random = createRandom(seed * 104_729 + round)
  const script = new URL('./crash-writer.ts', import.meta.url).pathname
  const writer = spawn(process.execPath, [script, folder, String(seed), String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(writer, 'close')
  let output = ''
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  if (random() < killAtStartShare) {
    await setTimeout(random() * startMsMax)
  } else {
    await Promise.race([once(writer.stdout, 'data'), ended])
    await setTimeout(random() * writeMsMax)
  }
  if (writer.exitCode !== null) throw new Error(`The writer ended by itself with code ${writer.exitCode}.`)
  process.kill(writer.pid!, 'SIGKILL')
  await ended
  // What follows the last line break is a line that the kill cut short.
  const lines = output.split('\n').slice(0, -1)
  return new Map(lines.map((line) => line.split(' ')).map(([id, version]) => [id!, Number(version)]))
}

/** Acknowledged images that are missing, older than acknowledged, or with another vector than their version's. */
async function findLost(store: VectorStore, acknowledged: Acknowledged): Promise<string[]> {
  const ids = [...acknowledged.keys()]
  const records = await store.get(ids)
  const vectors = await store.getVectors(ids)
  const faults: string[] = []
  for (const [i, id] of ids.entries()) {
    const record = records[i]
    const version = Number(record?.imageName ?? 0)
    if (!record) faults.push(`${id} is lost`)
    else if (version < acknowledged.get(id)!) faults.push(`${id} fell back to version ${version}`)
    else if (!sameNumbers(vectors[i]!, expectedVector(record))) faults.push(`${id} has another vector`)
  }
  return faults
}

async function findUnsearchable(store: VectorStore, ids: string[]): Promise<string[]> {
  const faults: string[] = []
  for (const record of await store.get(ids)) {
    if (!record) continue
    const [hit] = await store.search({ vector: expectedVector(record), k: 1 })
    const found = hit?.record.imageId === record.imageId && Math.abs(hit.score - 1) < 1e-5
    if (!found) faults.push(`${record.imageId} is not found by its vector`)
  }
  return faults
}

/** Batches of which a part is there. */
async function findTornBatches(store: VectorStore): Promise<string[]> {
  const sizes = new Map<string, number>()
  for (let afterId = ''; ; ) {
    const page = await store.list({ limit: 1000, afterId })
    for (const { tags } of page) sizes.set(tags[0]!, (sizes.get(tags[0]!) ?? 0) + 1)
    if (page.length < 1000) break
    afterId = page.at(-1)!.imageId
  }
  const torn = [...sizes].filter(([batch, size]) => Number(batch.split('-of-')[1]) !== size)
  return torn.map(([batch, size]) => `of ${batch} there are ${size}`)
}

function expectedVector({ imageId, imageName, tags }: ImageRecord): Float32Array {
  const [round, number] = imageId.slice(1).split('-').map(Number) as [number, number]
  return crashImage(round, number, Number(imageName), tags[0] as BatchName).vector
}

function sameNumbers(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i])
}
