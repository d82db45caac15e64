// What the machine could do: inference alone at its best setting, decoding alone, and from both the cost model, which is what a service
// that wastes nothing would reach. measure-vectors.ts measures it in each round beside the services.
import type { Bench } from './bench.ts'
import type { InferResult, InferSetting } from './infer-alone.ts'
import type { Pack } from './packs.ts'
import type { PhotoSize } from './photos.ts'
import { startAlone } from './start-alone.ts'

export type InferFigures = Exclude<InferResult, { takesNoBatches: true }>
export type Limit = {
  /** Pictures a second at the best setting, and the processors' milliseconds of one picture there. */
  perSecond: number
  coreMs: number
  /** Milliseconds of a run with one picture, at the quickest setting. */
  singleMs: number
}
export type DecodeCost = { coreMs: number; msP50: number }

export type LimitProbe = {
  /** What each setting gave when they were compared. */
  settings: { setting: InferSetting; figures: InferFigures }[]
  best: InferSetting
  measure(): Promise<Limit>
  measureDecode(decoding: 'exact' | 'fast', size: PhotoSize): Promise<DecodeCost>
  stop(): Promise<void>
}

const batches = [1, 4, 8]
const photosDecoded = 12

/** Compares the settings first: workers × threads = cores. */
export async function startLimitProbe(bench: Bench, pack: Pack): Promise<LimitProbe> {
  const { windowMs, cores, photos } = bench
  const inferring = await startAlone('bare')
  const decoders = { exact: await startAlone('ours'), fast: await startAlone('ours') }
  const infer = (setting: InferSetting) => inferring.infer({ pack, setting, windowMs: windowMs / 2 })
  const settings: LimitProbe['settings'] = []
  for (const setting of fillingSettings(cores)) {
    const figures = await infer(setting)
    if ('perSecond' in figures) settings.push({ setting, figures })
  }
  const best = settings.reduce((a, b) => (b.figures.perSecond > a.figures.perSecond ? b : a)).setting
  const lone = [...new Set([1, cores])].map((threads) => ({ workers: 1, threads, batch: 1 }))
  return {
    settings,
    best,
    async measure() {
      const { perSecond, coreMs } = (await infer(best)) as InferFigures
      const singles: number[] = []
      for (const setting of lone) singles.push(((await infer(setting)) as InferFigures).runMsP50)
      await inferring.rest()
      return { perSecond, coreMs, singleMs: Math.min(...singles) }
    },
    async measureDecode(decoding, size) {
      const files = photos[size].slice(0, photosDecoded)
      const { preprocess } = pack.image
      const decode = (parallel: number) =>
        decoders[decoding].decode({ decoder: decoding, preprocess, files, parallel, windowMs: windowMs / 3 })
      const { coreMs } = await decode(cores)
      const { msP50 } = await decode(1)
      return { coreMs, msP50 }
    },
    async stop() {
      await Promise.all([inferring, decoders.exact, decoders.fast].map((alone) => alone.stop()))
    },
  }
}

/** Workers × threads = cores, and each with several batches. */
function fillingSettings(cores: number): InferSetting[] {
  const threads = Array.from({ length: cores }, (_, i) => i + 1).filter((count) => cores % count === 0)
  return threads.flatMap((count) => batches.map((batch) => ({ workers: cores / count, threads: count, batch })))
}

/** Pictures a second if the processors did nothing but decode and infer, at what each takes alone. */
export function costModel(cores: number, limit: Pick<Limit, 'coreMs'>, decode: Pick<DecodeCost, 'coreMs'>): number {
  return (cores * 1000) / (limit.coreMs + decode.coreMs)
}
