// Ten times as many pictures as the service can take, for a minute, sent whether it answers or not: who is admitted must still be served
// in time, who is not must hear so at once, nobody may go without an answer, and memory must stay bounded.
import { setTimeout as wait } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { type Latencies, latenciesOf, type Measured } from './generate-load.ts'
import type { LoadReport } from './load-job.ts'
import { measureVectorize } from './measure-vectors.ts'
import type { Pack } from './packs.ts'
import { type MeasuredService, startMeasuredService } from './start-service.ts'
import { watchRss } from './watch-rss.ts'

export type OverloadRound = {
  /** In a closed loop of 64. */
  capacity: Measured
  sentPerSecond: number
  sent: number
  /** Answers by status; 0 for a request that broke without one. */
  statuses: Record<number, number>
  admitted: Latencies | null
  refused: Latencies | null
  refusedSilently: number
  /** Of the generator: how long after its due time a request went out. */
  late: Latencies
  /** Bytes: before, the most meanwhile, and some seconds later. */
  rss: { before: number; most: number; after: number }
}

const concurrency = 64
const times = 10
const warmUpRequests = 2 * concurrency
const restMs = 3_000
/** Three minutes' worth of a full run. */
const roundsMax = 3

export async function measureOverload(bench: Bench, pack: Pack): Promise<OverloadRound[]> {
  const service = await startMeasuredService(bench.folder, pack.env)
  try {
    await measureVectorize(bench, service.url, '1280x960', concurrency, warmUpRequests)
    const rounds: OverloadRound[] = []
    for (let round = 0; round < Math.min(bench.rounds, roundsMax); round++) {
      bench.say(`${pack.name}: overload, round ${round + 1}`)
      rounds.push(await service.uncached(() => measureRound(bench, service)))
    }
    return rounds
  } finally {
    await service.stop()
  }
}

async function measureRound(bench: Bench, service: MeasuredService): Promise<OverloadRound> {
  const { generator, photos, numbers, isQuick } = bench
  // Long enough for the slowest of a hundred.
  const longer = { ...bench, windowMs: bench.windowMs * 3 }
  const capacity = await measureVectorize(longer, service.url, '1280x960', concurrency)
  const before = await service.rssBytes()
  const sending = {
    url: service.url,
    kind: 'vectorize' as const,
    files: photos['1280x960'],
    firstNumber: numbers.take(),
  }
  const perSecond = capacity.perSecond * times
  const [report, most] = await watchRss(
    service,
    generator.runOpen({ sending, perSecond, durationMs: isQuick ? 8_000 : 60_000 }),
  )
  await wait(restMs)
  return {
    ...readReport(report),
    capacity,
    sentPerSecond: perSecond,
    rss: { before, most, after: await service.rssBytes() },
  }
}

function readReport({ status, tookMs, lateMs, sent, refusedSilently }: LoadReport) {
  const statuses: Record<number, number> = {}
  for (const one of status) statuses[one] = (statuses[one] ?? 0) + 1
  const of = (wanted: number) => {
    const took = tookMs.filter((_, i) => status[i] === wanted)
    return took.length > 0 ? latenciesOf(took) : null
  }
  return { sent, statuses, admitted: of(200), refused: of(503), refusedSilently, late: latenciesOf(lateMs) }
}
