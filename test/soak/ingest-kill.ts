// The long form of test/crash/ingest-kills.test.ts, into the embedded store and into Elasticsearch:
//   node test/soak/ingest-kill.ts --rounds 20 --seed 1 [--progress FILE]
// Each round is a kill of an ingest of 2,000 photos. Prints a summary and exits with 1 when an index differs from that of an
// uninterrupted run. With a progress file, a run that was cut off begins with the store that was not finished.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareIndexes, ingestToEnd, killIngest, makeLibraryFolder, readIndex } from '../crash/ingest-kills.ts'
import { startCluster } from '../elasticsearch/cluster.ts'
import { findEngine } from '../elasticsearch/engine.ts'
import { storeUrlOf } from '../store/elasticsearch/store-url.ts'
import { requireNeed } from '../support/needs.ts'
import { readProgress, readSoakArguments, writeProgress } from '../support/soak-progress.ts'

const filesCount = 2_000

const { rounds, seed, progress: progressFile } = readSoakArguments(20)
requireNeed('elasticsearch')

type Progress = { seed: number; done: { store: string; killed: number; faults: string[] }[] }
const progress = readProgress<Progress>(progressFile, { seed, done: [] })

const folder = mkdtempSync(join(tmpdir(), 'ingest-kill-'))
const imagesDir = join(folder, 'images')
try {
  await makeLibraryFolder(imagesDir, filesCount, seed)
  const whole = { imagesDir, dataDir: join(folder, 'whole'), storeUrl: `file:${join(folder, 'whole')}` }
  await ingestToEnd(whole)
  const expected = await readIndex(whole.storeUrl)
  console.log(`an uninterrupted run stored ${expected.size} of ${filesCount} photos`)

  await runOn('embedded', async () => ({ storeUrl: `file:${join(folder, 'killed')}`, stop: async () => {} }))
  await runOn('elasticsearch', async () => {
    const cluster = await startCluster({ engine: findEngine()!, folder: join(folder, 'cluster'), nodeCount: 1 })
    return { storeUrl: storeUrlOf(cluster.urls, 'kills'), stop: () => cluster.stop() }
  })

  async function runOn(store: string, open: () => Promise<{ storeUrl: string; stop(): Promise<void> }>) {
    if (progress.done.some((one) => one.store === store)) return
    const { storeUrl, stop } = await open()
    try {
      const place = { imagesDir, dataDir: join(folder, `data-${store}`), storeUrl }
      let killed = 0
      for (let kill = 0; kill < rounds; kill++) if (await killIngest(place, seed * 1009 + kill)) killed += 1
      const stored = (await ingestToEnd(place)).unchanged
      const faults = compareIndexes(await readIndex(storeUrl), expected)
      console.log(`${store}: ${killed} kills, ${stored} photos stored by then, ${faults.length} faults`)
      progress.done.push({ store, killed, faults })
      writeProgress(progressFile, progress)
    } finally {
      await stop()
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

const faults = progress.done.flatMap((one) => one.faults.map((fault) => `${one.store}: ${fault}`))
for (const fault of faults) console.log(fault)
const kills = progress.done.reduce((sum, { killed }) => sum + killed, 0)
console.log(`${kills} kills, ${faults.length} faults`)
process.exitCode = faults.length === 0 ? 0 : 1
