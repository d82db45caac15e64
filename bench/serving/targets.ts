// The promises that the benchmark is there to check, each with what was measured: it holds, it is missed, or it was not measured.
import { spread } from '../statistics.ts'
import type { Decoder } from './decode-alone.ts'
import { showSpread } from './print-table.ts'
import { addedMs, ofLimit, ofModel, ofOther } from './read-vectors.ts'
import type { Found } from './run-sections.ts'

export type Judgement = { target: string; value: string; verdict: 'holds' | 'missed' | 'not measured' }

/** Of each round one value; their median is held against the bound. */
type Target = {
  target: string
  unit: string
  holds: (value: number) => boolean
  values: (found: Found) => number[]
}

const atLeast = (bound: number) => (value: number) => value >= bound
const atMost = (bound: number) => (value: number) => value <= bound
const above = (bound: number) => (value: number) => value > bound

/** What many at once means; the target is for all of these. */
const crowds = [4, 16, 64] as const
/** At which the peers are compared. */
const crowd = 16

const targets: Target[] = [
  ...crowds.map(
    (concurrency): Target => ({
      target: `clip, 1280x960, ${concurrency} at once: ≥ 0.95 of the cost model`,
      unit: '×',
      holds: atLeast(0.95),
      values: ({ vectors }) =>
        vectors?.clip ? ofModel(vectors.clip, { way: 'service', size: '1280x960', concurrency }) : [],
    }),
  ),
  ...crowds.map(
    (concurrency): Target => ({
      target: `clip, 1280x960, ${concurrency} at once: ≥ 0.90 of the limit`,
      unit: '×',
      holds: atLeast(0.9),
      values: ({ vectors }) =>
        vectors?.clip ? ofLimit(vectors.clip, { way: 'service', size: '1280x960', concurrency }) : [],
    }),
  ),
  ...toPeer('plain peer', '1280x960', 'service', '≥ 1.4', atLeast(1.4)),
  ...toPeer('plain peer', '4000x3000', 'service', '≥ 2.2', atLeast(2.2)),
  ...toPeer('plain peer', '4000x3000', 'service, fast decoding', '≥ 2.2', atLeast(2.2)),
  ...toPeer('tuned peer', '1280x960', 'service', '> 1.0', above(1)),
  ...toPeer('tuned peer', '4000x3000', 'service', '> 1.0', above(1)),
  ...toPeer('tuned peer', '4000x3000', 'service, fast decoding', '> 1.0', above(1)),
  {
    target: 'clip, 1280x960, one at a time: ≤ 2 ms beyond inference and decoding alone',
    unit: 'ms',
    holds: atMost(2),
    values: ({ vectors }) => (vectors?.clip ? addedMs(vectors.clip, { way: 'service', size: '1280x960' }) : []),
  },
  ...(['clip', 'builtin'] as const).map(
    (pack): Target => ({
      target: `${pack}: event loop late under full load, p99 ≤ 10 ms`,
      unit: 'ms',
      holds: atMost(10),
      values: ({ vectors }) => vectors?.[pack]?.rounds.flatMap(({ loop }) => loop?.delayMsP99 ?? []) ?? [],
    }),
  ),
  {
    target: 'the same words again: ≤ 1.5 ms beyond the store’s own search, p50',
    unit: 'ms',
    holds: atMost(1.5),
    values: ({ search = [] }) => search.map(({ latencies, storeMsP50 }) => latencies['same words'].p50 - storeMsP50),
  },
  ...(['clip', 'builtin'] as const).flatMap(targetsOfLoad),
  {
    target: 'memory: the most in the last part of the pictures ≤ 5 % above the first part’s',
    unit: '%',
    holds: atMost(5),
    values: ({ memory }) => (memory ? [(memory.mostBytes.at(-1)! / memory.mostBytes[0]! - 1) * 100] : []),
  },
  { target: 'ready in ≤ 2 s', unit: 'ms', holds: atMost(2_000), values: ({ startMs = [] }) => startMs },
  toSharp('exact', 'sharp-less', 'with fastShrinkOnLoad: false'),
  toSharp('exact', 'sharp-whole', 'of every pixel'),
  toSharp('fast', 'sharp', 'by default'),
]

function toPeer(
  peer: 'plain peer' | 'tuned peer',
  size: '1280x960' | '4000x3000',
  way: 'service' | 'service, fast decoding',
  bound: string,
  holds: Target['holds'],
): Target[] {
  return [
    {
      target: `clip, ${size}, ${crowd} at once: ${way} ${bound} × ${peer}`,
      unit: '×',
      holds,
      values: ({ vectors }) => {
        return vectors?.clip ? ofOther(vectors.clip, { way, size, concurrency: crowd }, peer) : []
      },
    },
  ]
}

function toSharp(decoder: Decoder, peer: Decoder, how: string): Target {
  return {
    target: `${decoder} decoding of 4000x3000: ≥ 0.9 of sharp’s best ${how}`,
    unit: '×',
    holds: atLeast(0.9),
    values: ({ decode }) => decode?.rounds.map((round) => round[decoder].perSecond / round[peer].perSecond) ?? [],
  }
}

/** Of searches beside uploads, and of overload. */
function targetsOfLoad(pack: 'clip' | 'builtin'): Target[] {
  const overloads = ({ overload }: Found) => overload?.[pack] ?? []
  return [
    {
      target: `${pack}: searches by words beside uploads, p99 ≤ 2 × unloaded`,
      unit: '×',
      holds: atMost(2),
      values: ({ mixed }) => mixed?.[pack]?.map(({ alone, beside }) => beside.p99 / alone.p99) ?? [],
    },
    {
      target: `${pack}: overload, admitted p99 ≤ 2 × p99 at capacity`,
      unit: '×',
      holds: atMost(2),
      values: (found) =>
        overloads(found).map(({ admitted, capacity }) => (admitted?.p99 ?? Infinity) / capacity.latencies.p99),
    },
    {
      target: `${pack}: overload, refused within 50 ms, p99`,
      unit: 'ms',
      holds: atMost(50),
      values: (found) => overloads(found).flatMap(({ refused }) => refused?.p99 ?? []),
    },
    {
      target: `${pack}: overload, every request answered with a vector, or refused with a time to come again`,
      unit: 'lost',
      holds: atMost(0),
      values: (found) =>
        overloads(found).map(({ sent, statuses, refusedSilently }) => {
          return sent - (statuses[200] ?? 0) - (statuses[503] ?? 0) + refusedSilently
        }),
    },
  ]
}

export function judgeTargets(found: Found): Judgement[] {
  return targets.map(({ target, unit, holds, values }) => {
    const measured = values(found)
    if (measured.length === 0) return { target, value: '–', verdict: 'not measured' }
    // Nothing may be lost in any round.
    const judged = unit === 'lost' ? Math.max(...measured) : spread(measured).median
    return { target, value: showSpread(measured, unit), verdict: holds(judged) ? 'holds' : 'missed' }
  })
}
