// How fast new pictures are taken in from disk, beside what inference alone and the cost model allow in the same round.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, inTurns } from '../serving/bench.ts'
import { distinctJpeg } from '../serving/distinct-jpeg.ts'
import { costModel, startLimitProbe } from '../serving/measure-limit.ts'
import type { Pack } from '../serving/packs.ts'
import { serviceEnv } from '../serving/start-service.ts'
import { reportIn, runIngest } from './run-ingest.ts'

/** Pictures a second. */
export type RateRound = { limit: number; costModel: number; exact: number; fast: number }

const decodings = ['exact', 'fast'] as const

/** `count` files of 1280×960, all different, into a fresh embedded store. */
export async function measureRate(bench: Bench, pack: Pack, count: number): Promise<RateRound[]> {
  const { folder, photos, rounds, cores, say } = bench
  const images = join(mkdtempSync(join(folder, 'rate-')), 'images')
  mkdirSync(images)
  const originals = photos['1280x960'].map((path) => readFileSync(path))
  const first = bench.numbers.take(count)
  for (let i = 0; i < count; i++) {
    writeFileSync(join(images, `${i}.jpg`), Buffer.concat(distinctJpeg(originals[i % originals.length]!, first + i)))
  }
  const probe = await startLimitProbe(bench, pack)
  const found: RateRound[] = []
  for (let round = 0; round < rounds; round++) {
    const rates = { exact: 0, fast: 0 }
    for (const decoding of inTurns(decodings, round)) {
      say(`${pack.name}: round ${round + 1} of ${rounds}, ingest with ${decoding} decoding`)
      const env = serviceEnv(folder, { ...pack.env, IMAGES_DIR: images, IMAGE_DECODING: decoding })
      const run = await runIngest(env, reportIn(mkdtempSync(join(folder, 'report-'))))
      if (run.counts.created !== count) throw new Error(`${run.counts.created} of ${count} files were taken`)
      rates[decoding] = run.perSecond
      rmSync(env.DATA_DIR!, { recursive: true, force: true })
    }
    const limit = await probe.measure()
    const decode = await probe.measureDecode('exact', '1280x960')
    found.push({ limit: limit.perSecond, costModel: costModel(cores, limit, decode), ...rates })
  }
  await probe.stop()
  rmSync(images, { recursive: true, force: true })
  return found
}
