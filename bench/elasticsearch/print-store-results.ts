// The tables of what the store and the service make of the engine. print-results.ts has those of the engine alone.
import { formatSpread, spread } from '../statistics.ts'
import type { DefaultsResult } from './measure-defaults.ts'
import type { LoadRound } from './measure-load.ts'
import { concurrencies, type ServiceRound } from './measure-service.ts'
import { printTable } from './print-results.ts'

export function printDefaults(results: DefaultsResult[]): void {
  printTable(
    ['the store’s defaults: hits', 'recall, near', 'recall, far', 'p50', 'p99'],
    results.map(({ k, recall, p50Ms, p99Ms }) => [
      k,
      recall.near.toFixed(3),
      recall.far.toFixed(3),
      `${p50Ms.toFixed(1)} ms`,
      `${p99Ms.toFixed(1)} ms`,
    ]),
  )
}

export function printService(rounds: ServiceRound[]): void {
  printTable(
    ['at once', 'quantile', 'bare client', 'service', 'service / bare client'],
    concurrencies.flatMap((concurrency) => {
      const some = rounds.filter((round) => round.concurrency === concurrency)
      return (['p50', 'p99'] as const).map((at) => [
        concurrency,
        at,
        formatSpread(spread(some.map(({ raw }) => raw[at])), 'ms'),
        formatSpread(spread(some.map(({ service }) => service[at])), 'ms'),
        formatSpread(spread(some.map(({ raw, service }) => service[at] / raw[at])), '×'),
      ])
    }),
  )
}

export function printLoads(rounds: LoadRound[]): void {
  printTable(
    ['bulk load', 'images a second'],
    [
      ['bare client’s helper', formatSpread(spread(rounds.map(({ raw }) => raw)), '')],
      ['the store’s writer', formatSpread(spread(rounds.map(({ writer }) => writer)), '')],
      ['writer / helper', formatSpread(spread(rounds.map(({ raw, writer }) => writer / raw)), '×')],
    ],
  )
}

export function printMemory(samples: number[]): void {
  const inMib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`
  const quarter = Math.max(1, Math.floor(samples.length / 4))
  printTable(
    ['memory of the loading process', ''],
    [
      ['highest in the first quarter', inMib(Math.max(...samples.slice(0, quarter)))],
      ['highest in the last quarter', inMib(Math.max(...samples.slice(-quarter)))],
    ],
  )
}
