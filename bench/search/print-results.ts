// The tables of `npm run bench:search`.
import { availableParallelism, cpus } from 'node:os'
import { printTable, showSpread } from '../serving/print-table.ts'
import type { DuplicateFigures } from './measure-duplicates.ts'
import type { PeerFigures } from './measure-peers.ts'
import type { FilterFigures, SearchTimes } from './measure-searches.ts'
import type { StartFigures } from './measure-start.ts'

export const pageCount = 20

/** A figure for each round; none where it was not asked for. */
export type SearchResults = {
  count: number
  seed: number
  rounds: number
  data: string
  fillMs: number
  /** By filter, `none` first. */
  filters: ReadonlyMap<string, FilterFigures[]>
  elasticsearch: ReadonlyMap<string, FilterFigures[]>
  peers: readonly PeerFigures[]
  pages: readonly SearchTimes[][]
  start: readonly StartFigures[]
  duplicates: readonly Record<'small' | 'large', DuplicateFigures>[]
}

export function printResults(results: SearchResults): void {
  const { count, seed, rounds, data, fillMs, filters, elasticsearch, peers, pages, start, duplicates } = results
  const machine = `${availableParallelism()} × ${cpus()[0]?.model}`
  console.log(`\n${count} vectors (${data}), seed ${seed}, ${rounds} rounds, ${machine}`)
  console.log(`filled at ${Math.round((count / fillMs) * 1000)} images a second`)
  printFilters('Searches for 10, one at a time', filters)
  printFilters('The same searches by the store on Elasticsearch', elasticsearch)
  if (peers.length > 0) printPeers(peers)
  if (pages.length > 0) printPages(pages)
  if (start.length > 0) printStart(start, count)
  if (duplicates.length > 0) printDuplicates(duplicates)
}

function printFilters(title: string, filters: SearchResults['filters']): void {
  const plain = filters.get('none') ?? []
  if (plain.length === 0) return
  const ms = (values: number[]) => showSpread(values, 'ms')
  printTable(
    title,
    ['filter', 'recall@10', 'fewest hits', 'p50', 'p99', 'p99 / p99 without'],
    [...filters].map(([name, figures]) => [
      name,
      Math.min(...figures.map(({ recall }) => recall)).toFixed(4),
      String(Math.min(...figures.map(({ found }) => found))),
      ms(figures.map(({ p50 }) => p50)),
      ms(figures.map(({ p99 }) => p99)),
      showSpread(
        figures.map(({ p99 }, i) => p99 / plain[i]!.p99),
        '×',
      ),
    ]),
  )
}

function printPeers(peers: SearchResults['peers']): void {
  printTable(
    'The same searches by others',
    ['', 'filter', 'recall@10', 'p50', 'p99', 'built in'],
    peers.map(({ name, filter, recall, p50, p99, build_s }) => [
      name,
      filter,
      recall.toFixed(3),
      `${p50.toFixed(2)} ms`,
      `${p99.toFixed(2)} ms`,
      `${build_s.toFixed(1)} s`,
    ]),
  )
}

function printPages(pages: SearchResults['pages']): void {
  const shown = [0, 1, 4, pageCount - 1]
  const p50s = (page: number) => pages.map((round) => round[page]!.p50)
  printTable(
    'Pages of 10',
    ['page', 'p50', 'p50 / first'],
    shown.map((page) => [
      String(page + 1),
      showSpread(p50s(page), 'ms'),
      showSpread(
        p50s(page).map((ms, i) => ms / pages[i]![0]!.p50),
        '×',
      ),
    ]),
  )
}

function printStart(start: SearchResults['start'], count: number): void {
  const openS = start.map(({ openMs }) => openMs / 1000)
  const bytes = start.map((figures) => figures.bytes / count)
  printTable(
    'A start',
    ['', ''],
    [
      ['until it serves', showSpread(openS, 's')],
      ['memory a vector', showSpread(bytes, 'B')],
    ],
  )
}

function printDuplicates(duplicates: SearchResults['duplicates']): void {
  printTable(
    'Near duplicates of the whole library',
    ['images', 'groups', 'time'],
    (['small', 'large'] as const).map((name) => [
      String(duplicates[0]![name].images),
      String(duplicates[0]![name].groups),
      showSpread(
        duplicates.map((round) => round[name].ms / 1000),
        's',
      ),
    ]),
  )
  const growth = duplicates.map(({ small, large }) => large.ms / (small.ms * (large.images / small.images)))
  const { small, large } = duplicates[0]!
  const times = large.images / small.images
  console.log(`\ntime / (time of the small library × ${times}): ${showSpread(growth, '×')}`)
}
