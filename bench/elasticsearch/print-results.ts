// The Elasticsearch benchmark's tables.
import { formatSpread, spread } from '../statistics.ts'
import type { BurstResult } from './measure-bursts.ts'
import type { EncodingRound } from './measure-encodings.ts'
import type { VariantResult } from './measure-variants.ts'

export function printVariants(variants: VariantResult[]): void {
  printTable(
    ['index', 'index time', 'on disk', 'segments', 'score error, rescored (max)', 'not rescored (max, mean)'],
    variants.map(({ name, indexMs, bytes, segments, scoreErrors: { rescored, quantised } }) => [
      name,
      `${(indexMs / 1000).toFixed(1)} s`,
      `${(bytes / 2 ** 20).toFixed(0)} MiB`,
      segments,
      rescored.max.toExponential(1),
      `${quantised.max.toExponential(1)}, ${quantised.mean.toExponential(1)}`,
    ]),
  )
  printTable(
    ['index', 'hits', 'kept', 'num_candidates', 'oversample', 'recall, near', 'recall, far', 'p50', 'p99'],
    variants.flatMap(({ name, breadths }) =>
      breadths.map(({ size, k, numCandidates, oversample, recall, p50Ms, p99Ms }) => [
        name,
        size,
        k,
        numCandidates,
        oversample || 'no rescoring',
        recall.near.toFixed(3),
        recall.far.toFixed(3),
        `${p50Ms.toFixed(1)} ms`,
        `${p99Ms.toFixed(1)} ms`,
      ]),
    ),
  )
}

export function printBursts(bursts: BurstResult[]): void {
  printTable(
    ['index', 'pictures in a burst', 'found by their own vector'],
    bursts.map(({ name, perBurst, found }) => [name, perBurst, `${(found * 100).toFixed(1)} %`]),
  )
}

export function printEncodings(rounds: EncodingRound[]): void {
  const works = { graphMs: 'bulk load, with a graph', flatMs: 'bulk load, no graph', searchMs: 'search' } as const
  printTable(
    ['work', 'numbers', 'base64', 'base64 is faster'],
    (Object.keys(works) as (keyof typeof works)[]).map((key) => [
      works[key],
      formatSpread(spread(rounds.map(({ numbers }) => numbers[key])), 'ms'),
      formatSpread(spread(rounds.map(({ base64 }) => base64[key])), 'ms'),
      formatSpread(spread(rounds.map(({ numbers, base64 }) => numbers[key] / base64[key])), '×'),
    ]),
  )
}

export function printTable(head: string[], rows: (string | number)[][]): void {
  console.log(`\n| ${head.join(' | ')} |\n|${head.map(() => '---|').join('')}`)
  for (const row of rows) console.log(`| ${row.join(' | ')} |`)
}
