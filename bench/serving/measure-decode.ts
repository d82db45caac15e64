// Decoding of phone-sized photos on all cores: ours in both ways against sharp by itself, which each may work as many pictures at once
// as suits it best.
import { type Bench, inTurns } from './bench.ts'
import type { DecodeResult, Decoder } from './decode-alone.ts'
import { type Alone, startAlone } from './start-alone.ts'

export const decoders: readonly Decoder[] = ['exact', 'fast', 'sharp', 'sharp-less', 'sharp-whole']

export type DecodeSetting = { parallel: number; sharpThreads: number }
export type DecodeRound = Record<Decoder, DecodeResult>
export type DecodeSectionResult = { best: Record<Decoder, DecodeSetting>; rounds: DecodeRound[] }

/** CLIP's. */
const preprocess = { size: 224, resize: 'short-side', kernel: 'cubic', crop: 'center' } as const

export async function measureDecoders(bench: Bench): Promise<DecodeSectionResult> {
  const processes = {} as Record<Decoder, Alone>
  for (const decoder of decoders) processes[decoder] = await startAlone(isOurs(decoder) ? 'ours' : 'bare')
  const measure = (decoder: Decoder, setting: DecodeSetting) => {
    const windowMs = bench.windowMs / 2
    return processes[decoder].decode({ ...setting, decoder, preprocess, files: bench.photos['4000x3000'], windowMs })
  }
  try {
    bench.say('decoding: comparing settings')
    const best = {} as Record<Decoder, DecodeSetting>
    for (const decoder of decoders) {
      const tried: { setting: DecodeSetting; perSecond: number }[] = []
      for (const setting of settingsOf(decoder, bench)) {
        tried.push({ setting, perSecond: (await measure(decoder, setting)).perSecond })
      }
      best[decoder] = tried.reduce((a, b) => (b.perSecond > a.perSecond ? b : a)).setting
    }
    const rounds: DecodeRound[] = []
    for (let round = 0; round < bench.rounds; round++) {
      bench.say(`decoding: round ${round + 1} of ${bench.rounds}`)
      const results: Partial<DecodeRound> = {}
      for (const decoder of inTurns(decoders, round)) results[decoder] = await measure(decoder, best[decoder])
      rounds.push(results as DecodeRound)
    }
    return { best, rounds }
  } finally {
    await Promise.all(Object.values(processes).map((alone) => alone.stop()))
  }
}

/** Ours takes one thread a picture. */
function settingsOf(decoder: Decoder, { cores, isQuick }: Bench): DecodeSetting[] {
  const threads = isOurs(decoder) ? [1] : [...new Set([1, cores])]
  const parallels = isQuick ? [cores] : [cores, cores * 2]
  return parallels.flatMap((parallel) => threads.map((sharpThreads) => ({ parallel, sharpThreads })))
}

function isOurs(decoder: Decoder): boolean {
  return decoder === 'exact' || decoder === 'fast'
}
