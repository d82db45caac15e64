// Everything that was found as tables, and at the end the targets with what holds and what does not.
import type { Decoder } from './decode-alone.ts'
import { decoders } from './measure-decode.ts'
import type { MixedRound } from './measure-mixed.ts'
import type { OverloadRound } from './measure-overload.ts'
import { type SearchRound, searchTurns } from './measure-search.ts'
import type { VectorsRound } from './measure-vectors.ts'
import type { PackName } from './packs.ts'
import { printTable, showSpread } from './print-table.ts'
import { printVectors } from './print-vectors.ts'
import type { Found } from './run-sections.ts'
import { judgeTargets } from './targets.ts'

export function printResults(found: Found): void {
  for (const [pack, result] of entriesOf(found.vectors)) printVectors(pack, result)
  if (found.decode) printDecode(found.decode)
  if (found.search) printSearch(found.search, found.libraryImages)
  for (const [pack, rounds] of entriesOf(found.mixed)) printMixed(pack, rounds)
  for (const [pack, rounds] of entriesOf(found.overload)) printOverload(pack, rounds)
  if (found.memory) printMemory(found.memory)
  if (found.startMs)
    printTable('start', ['figure', 'median (least–greatest)'], [['ready', showSpread(found.startMs, 'ms')]])
  const busiest = Math.max(
    0,
    ...Object.values(found.otherWork),
    ...vectorRounds(found).map(({ otherWork }) => otherWork),
  )
  console.log(`\nOther work took at most ${(busiest * 100).toFixed(0)} % of the machine where it was looked for.`)
  const rows = judgeTargets(found).map(({ target, value, verdict }) => [target, value, verdict])
  printTable('Targets', ['target', 'measured', ''], rows)
}

function vectorRounds({ vectors }: Found): VectorsRound[] {
  return entriesOf(vectors).flatMap(([, { rounds }]) => rounds)
}

function entriesOf<Result>(byPack: Partial<Record<PackName, Result>> = {}): [PackName, Result][] {
  return Object.entries(byPack) as [PackName, Result][]
}

function printDecode({ best, rounds }: NonNullable<Found['decode']>): void {
  const peers: Partial<Record<Decoder, Decoder[]>> = { exact: ['sharp-less', 'sharp-whole'], fast: ['sharp'] }
  const against = (decoder: Decoder) =>
    (peers[decoder] ?? []).map((peer) => {
      const ratios = rounds.map((round) => round[decoder].perSecond / round[peer].perSecond)
      return `${showSpread(ratios, '×')} ${peer}`
    })
  const rows = decoders.map((decoder) => {
    const { parallel, sharpThreads } = best[decoder]
    return [
      `${decoder}, ${parallel} at once${sharpThreads > 1 ? `, ${sharpThreads} threads each` : ''}`,
      showSpread(
        rounds.map((round) => round[decoder].perSecond),
        '/s',
      ),
      showSpread(
        rounds.map((round) => round[decoder].coreMs),
        'ms',
      ),
      against(decoder).join(', '),
    ]
  })
  printTable('decoding 4000 × 3000, all cores', ['decoder', 'pictures/s', 'core time', 'against'], rows)
}

function printSearch(rounds: SearchRound[], libraryImages: number): void {
  const rows = searchTurns.map((turn) => [
    turn,
    showSpread(
      rounds.map(({ latencies }) => latencies[turn].p50),
      'ms',
    ),
    showSpread(
      rounds.map(({ latencies }) => latencies[turn].p95),
      'ms',
    ),
    showSpread(
      rounds.map(({ latencies }) => latencies[turn].p99),
      'ms',
    ),
  ])
  const store = [
    'the store’s own search',
    showSpread(
      rounds.map(({ storeMsP50 }) => storeMsP50),
      'ms',
    ),
    '',
    '',
  ]
  printTable(
    `one at a time over ${libraryImages} pictures, k = 10`,
    ['asked with', 'p50', 'p95', 'p99'],
    [...rows, store],
  )
}

function printMixed(pack: PackName, rounds: MixedRound[]): void {
  printTable(
    `${pack}: searches by words, one at a time`,
    ['figure', 'unloaded', 'beside uploads'],
    [
      ...(['p50', 'p99', 'max'] as const).map((which) => [
        which,
        showSpread(
          rounds.map(({ alone }) => alone[which]),
          'ms',
        ),
        showSpread(
          rounds.map(({ beside }) => beside[which]),
          'ms',
        ),
      ]),
      [
        'p99 beside to unloaded',
        '',
        showSpread(
          rounds.map(({ alone, beside }) => beside.p99 / alone.p99),
          '×',
        ),
      ],
      [
        'pictures added',
        '',
        showSpread(
          rounds.map(({ addedPerSecond }) => addedPerSecond),
          '/s',
        ),
      ],
    ],
  )
}

function printOverload(pack: PackName, rounds: OverloadRound[]): void {
  const mib = (pick: (round: OverloadRound) => number) =>
    showSpread(
      rounds.map((round) => pick(round) / 2 ** 20),
      'MiB',
    )
  const ms = (pick: (round: OverloadRound) => number | undefined) =>
    showSpread(
      rounds.flatMap((round) => pick(round) ?? []),
      'ms',
    )
  const counts = rounds.map(({ statuses }) => {
    return Object.entries(statuses)
      .map(([status, count]) => `${count} × ${status}`)
      .join(' and ')
  })
  printTable(
    `${pack}: ten times the capacity, 1280x960`,
    ['figure', 'median (least–greatest)'],
    [
      [
        'capacity, 64 at once',
        showSpread(
          rounds.map(({ capacity }) => capacity.perSecond),
          '/s',
        ),
      ],
      [
        'sent',
        showSpread(
          rounds.map(({ sentPerSecond }) => sentPerSecond),
          '/s',
        ),
      ],
      ['sent and answers, each round', rounds.map(({ sent }, i) => `${sent}: ${counts[i]}`).join('; ')],
      ['p99 at capacity', ms(({ capacity }) => capacity.latencies.p99)],
      ['admitted, p99', ms(({ admitted }) => admitted?.p99)],
      ['refused, p50', ms(({ refused }) => refused?.p50)],
      ['refused, p99', ms(({ refused }) => refused?.p99)],
      ['refused, most', ms(({ refused }) => refused?.max)],
      ['the generator was late, p99', ms(({ late }) => late.p99)],
      ['the generator was late, most', ms(({ late }) => late.max)],
      ['memory before', mib(({ rss }) => rss.before)],
      ['memory, most meanwhile', mib(({ rss }) => rss.most)],
      ['memory after', mib(({ rss }) => rss.after)],
    ],
  )
}

function printMemory({ requests, warmUp, restingBytes, mostBytes }: NonNullable<Found['memory']>): void {
  const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`
  const rows = [
    [`at rest after a warm-up of ${warmUp}`, mib(restingBytes.before)],
    ['at rest at the end', mib(restingBytes.after)],
    [`most in the first ${requests / mostBytes.length}`, mib(mostBytes[0]!)],
    [`most in the last ${requests / mostBytes.length}`, mib(mostBytes.at(-1)!)],
    ['most of all', mib(Math.max(...mostBytes))],
  ]
  printTable(`memory over ${requests} pictures`, ['when', 'RSS'], rows)
}
