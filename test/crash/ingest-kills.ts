// `likeness ingest` of one folder, killed again and again, and what its index holds in the end. ingest-kills.test.ts and
// test/soak/ingest-kill.ts run it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { mkdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openIndexLife } from '../../src/store/open-store.ts'
import type { StoredImage } from '../../src/store/vector-store.ts'
import { readSource } from '../../src/transfer/read-source.ts'
import { dot } from '../../src/vector.ts'
import { makePhotoVariants } from '../support/photo-variants.ts'
import { createRandom } from '../support/seeded-random.ts'

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))

/** A store, and the folder of everything else that a process keeps. */
export type IngestPlace = { imagesDir: string; dataDir: string; storeUrl: string }

/** Photos that were last modified long before, so that an ingest trusts their times. */
export async function makeLibraryFolder(folder: string, count: number, seed: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  const variants = await makePhotoVariants(folder, count, seed)
  await Promise.all(variants.map(({ relativePath }, i) => utimes(join(folder, relativePath), 1e9 + i, 1e9 + i)))
}

/** A report is written from the first file on. */
async function waitForFirst(report: string, isRunning: () => boolean): Promise<void> {
  while (isRunning() && (statSync(report, { throwIfNoEntry: false })?.size ?? 0) === 0) await sleep(10)
}

function startIngest({ imagesDir, dataDir, storeUrl }: IngestPlace, report: string | null) {
  const settings = { IMAGES_DIR: imagesDir, DATA_DIR: dataDir, STORE_URL: storeUrl, WORKERS: '1' }
  return spawn(process.execPath, [cli, 'ingest', '--json', ...(report === null ? [] : ['--report', report])], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Runs the ingest to its end. Throws unless it succeeds. */
export async function ingestToEnd(place: IngestPlace): Promise<{ created: number; unchanged: number; failed: number }> {
  const child = startIngest(place, null)
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`The ingest ended with ${code}: ${stdout}`)
  return JSON.parse(stdout)
}

/** One kill in ten comes within the start, the others within this time of the first file that was done. */
const startMs = 1_000
const workMs = 1_200

/** Starts the ingest and kills it at a random moment. Resolves to whether it was killed, and had not come to its end before. */
export async function killIngest(place: IngestPlace, seed: number): Promise<boolean> {
  const report = join(place.dataDir, `report-${seed}.ndjson`)
  const child = startIngest(place, report)
  const closed = once(child, 'close').then(() => true)
  child.stdout.resume()
  const random = createRandom(seed)
  const isEarly = random() < 0.1
  const untilFirst = isEarly
    ? Promise.resolve()
    : waitForFirst(report, () => child.exitCode === null && child.signalCode === null)
  await Promise.race([untilFirst.then(() => sleep(random() * (isEarly ? startMs : workMs))), closed])
  if (child.exitCode === null) process.kill(child.pid!, 'SIGKILL')
  await closed
  return child.signalCode === 'SIGKILL'
}

/** Everything that the serving index holds, by id. */
export async function readIndex(storeUrl: string): Promise<Map<string, StoredImage>> {
  const life = await openIndexLife(storeUrl)
  try {
    const serving = (await life.versions()).find(({ isServing }) => isServing)
    const source = await life.openSource(serving!.name)
    const images = new Map<string, StoredImage>()
    for await (const page of readSource(source, new AbortController().signal)) {
      for (const image of page.images) images.set(image.record.imageId, image)
    }
    await source.close()
    return images
  } finally {
    await life.close()
  }
}

/** Runs are batched otherwise, which moves the last bits of a vector. */
const cosineMin = 1 - 1e-5

/** How the index differs from that of an uninterrupted run, document by document. When it was added is of each run. */
export function compareIndexes(actual: Map<string, StoredImage>, expected: Map<string, StoredImage>): string[] {
  const faults = [...actual.keys()].filter((id) => !expected.has(id)).map((id) => `${id} is too many`)
  for (const [id, { record, vector }] of expected) {
    const found = actual.get(id)
    if (!found) {
      faults.push(`${id} is missing`)
      continue
    }
    const times = { addedAt: null, updatedAt: null }
    const fields = [
      { ...found.record, ...times },
      { ...record, ...times },
    ].map((one) => JSON.stringify(one))
    if (fields[0] !== fields[1]) faults.push(`${id} differs: ${fields[0]} is not ${fields[1]}`)
    if (dot(found.vector, vector) < cosineMin) faults.push(`${id} has another vector`)
  }
  return faults
}
