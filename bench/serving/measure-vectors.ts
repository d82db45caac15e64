// A picture's bytes in, its vector out over HTTP: the service with exact and with fast decoding, the two peers, and beside them in each
// round what the machine could do. One participant at a time works; the others wait without taking processor time.
import { startPeer } from '../peer/start-peer.ts'
import { type Bench, inTurns } from './bench.ts'
import type { Measured } from './generate-load.ts'
import { costModel, type DecodeCost, type Limit, type LimitProbe, startLimitProbe } from './measure-limit.ts'
import { measureOtherWork } from './other-work.ts'
import type { Pack } from './packs.ts'
import type { PhotoSize } from './photos.ts'
import { type MeasuredService, startMeasuredService } from './start-service.ts'

export const wayNames = ['service', 'service, fast decoding', 'plain peer', 'tuned peer'] as const
export type WayName = (typeof wayNames)[number]
export const vectorSizes = ['1280x960', '4000x3000'] as const
export type VectorSize = (typeof vectorSizes)[number]

export type VectorsRound = {
  /** The largest share of the machine that others took between the turns. */
  otherWork: number
  limit: Limit
  decode: { decoding: 'exact' | 'fast'; size: VectorSize; cost: DecodeCost; model: number }[]
  turns: { way: WayName; size: VectorSize; concurrency: number; measured: Measured }[]
  /** Of the service with its default settings, while it is asked by as many at once as in any turn. Milliseconds. */
  loop: { delayMsP99: number; delayMsMax: number; busyMsMax: number } | null
}
export type VectorsResult = Pick<LimitProbe, 'settings' | 'best'> & { rounds: VectorsRound[] }

type Way = { name: WayName; url: string; service?: MeasuredService; stop(): Promise<void> }

const warmUpConcurrency = 4
const warmUpRequests = 16

export async function measureVectors(bench: Bench, pack: Pack, names: readonly WayName[]): Promise<VectorsResult> {
  bench.say(`${pack.name}: comparing settings of inference alone`)
  const probe = await startLimitProbe(bench, pack)
  const ways: Way[] = []
  try {
    for (const name of names) ways.push(await startWay(bench, pack, name))
    for (const way of ways) await warmUp(bench, way)
    const rounds: VectorsRound[] = []
    for (let round = 0; round < bench.rounds; round++) {
      bench.say(`${pack.name}: round ${round + 1} of ${bench.rounds}`)
      rounds.push(await measureRound(bench, probe, inTurns(ways, round), round))
    }
    return { settings: probe.settings, best: probe.best, rounds }
  } finally {
    await Promise.all([probe.stop(), ...ways.map((way) => way.stop())])
  }
}

async function startWay(bench: Bench, pack: Pack, name: WayName): Promise<Way> {
  bench.say(`${pack.name}: starting ${name}`)
  if (name === 'plain peer' || name === 'tuned peer') {
    const kind = name === 'plain peer' ? 'plain' : 'tuned'
    const { url, stop } = await startPeer({ kind, pack: pack.folder })
    return { name, url, stop }
  }
  const decoding: Record<string, string> = name === 'service' ? {} : { IMAGE_DECODING: 'fast' }
  const service = await startMeasuredService(bench.folder, { ...pack.env, ...decoding })
  return { name, url: service.url, service, stop: service.stop }
}

/** Takes the limit before, between and after: of a machine that gets slower meanwhile, its middle is what the others are held to. */
async function measureRound(bench: Bench, probe: LimitProbe, ways: readonly Way[], round: number) {
  const limits = [await probe.measure()]
  const result: Omit<VectorsRound, 'limit' | 'decode'> = { otherWork: 0, turns: [], loop: null }
  const costs: Omit<VectorsRound['decode'][number], 'model'>[] = []
  for (const size of inTurns(vectorSizes, round)) {
    for (const decoding of ['exact', 'fast'] as const) {
      costs.push({ decoding, size, cost: await probe.measureDecode(decoding, size) })
    }
    for (const concurrency of bench.concurrencies) {
      result.otherWork = Math.max(result.otherWork, await measureOtherWork(bench))
      for (const way of ways) {
        const measured = await measureTurn(bench, way, size, concurrency)
        result.turns.push({ way: way.name, size, concurrency, measured })
      }
    }
    limits.push(await probe.measure())
  }
  const service = ways.find(({ name }) => name === 'service')
  if (service !== undefined) {
    const { delayMsP99, delayMsMax, busyMsMax } = await service.service!.watch(() =>
      measureTurn(bench, service, '1280x960', Math.max(...bench.concurrencies)),
    )
    result.loop = { delayMsP99, delayMsMax, busyMsMax }
  }
  const limit = middleOf(limits)
  return { ...result, limit, decode: costs.map((one) => ({ ...one, model: costModel(bench.cores, limit, one.cost) })) }
}

function middleOf(limits: Limit[]): Limit {
  const middle = (pick: (limit: Limit) => number) => limits.map(pick).sort((a, b) => a - b)[limits.length >> 1]!
  return {
    perSecond: middle((limit) => limit.perSecond),
    coreMs: middle((limit) => limit.coreMs),
    singleMs: middle((limit) => limit.singleMs),
  }
}

async function warmUp(bench: Bench, way: Way): Promise<void> {
  for (const size of vectorSizes) await measureVectorize(bench, way.url, size, warmUpConcurrency, warmUpRequests)
}

function measureTurn(bench: Bench, { url, service }: Way, size: PhotoSize, concurrency: number): Promise<Measured> {
  const measure = () => measureVectorize(bench, url, size, concurrency)
  return service === undefined ? measure() : service.uncached(measure)
}

/** Pictures that nobody sent before, by so many at once, for the bench's window or for `requestsMax` of them. */
export function measureVectorize(
  { generator, photos, numbers, windowMs }: Bench,
  url: string,
  size: PhotoSize,
  concurrency: number,
  requestsMax?: number,
): Promise<Measured> {
  const sending = { url, kind: 'vectorize' as const, files: photos[size], firstNumber: numbers.take() }
  return generator.measureClosed({ sending, concurrency, windowMs, requestsMax })
}
