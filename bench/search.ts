// `npm run bench:search`: searches of the embedded store at scale: plain, behind filters of known width, and on later pages; how the report on
// near duplicates grows; the same searches by usearch and LanceDB; how long a filled store takes to open and what it holds. Options: `npm run bench:search -- --vectors 100000 --seed 1
// --rounds 5 --queries 200 --sections searches,peers,pages,start,duplicates`.
import { writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fillLibraryStore, makeLibrary, openLibraryStore } from './search/library.ts'
import { type DuplicateFigures, measureDuplicates } from './search/measure-duplicates.ts'
import { measurePeers, type PeerFigures } from './search/measure-peers.ts'
import {
  exactIds,
  type FilterFigures,
  measureFilter,
  measurePages,
  type SearchTimes,
  shareNames,
} from './search/measure-searches.ts'
import { measureStart } from './search/measure-start.ts'
import { resultsFolder, startRun } from './serving/bench-run.ts'
import { printTable, showSpread } from './serving/print-table.ts'

const { values } = parseArgs({
  options: {
    vectors: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    queries: { type: 'string', default: '200' },
    sections: { type: 'string', default: 'searches,peers,pages,start,duplicates' },
  },
})
const [count, seed, rounds] = [Number(values.vectors), Number(values.seed), Number(values.rounds)]
const sections = values.sections.split(',')
const { folder, say } = startRun()

say(`making ${count} vectors`)
const library = makeLibrary(count, seed, Number(values.queries))
const place = join(folder, 'store')
const store = await openLibraryStore(place)
say('filling the store')
const fillStartMs = performance.now()
await fillLibraryStore(store, library)
const fillMs = performance.now() - fillStartMs

const names = [null, ...shareNames] as const
const filters = new Map<string, FilterFigures[]>(names.map((name) => [name ?? 'none', []]))
say('the exact answers')
const exact = new Map(names.map((name) => [name ?? 'none', exactIds(library, name)]))
if (sections.includes('searches')) {
  await measureFilter(store, library, null, exact.get('none')!)
  for (let round = 1; round <= rounds; round++) {
    say(`searches, round ${round} of ${rounds}`)
    for (const name of names) {
      filters.get(name ?? 'none')!.push(await measureFilter(store, library, name, exact.get(name ?? 'none')!))
    }
  }
}
const pageCount = 20
const pages: SearchTimes[][] = []
if (sections.includes('pages')) {
  for (let round = 1; round <= rounds; round++) {
    say(`pages, round ${round} of ${rounds}`)
    pages.push(await measurePages(store, library, pageCount))
  }
}
await store.close()
let peers: PeerFigures[] = []
if (sections.includes('peers')) {
  say('the peers')
  peers = await measurePeers(folder, library, exact)
}
const start = []
if (sections.includes('start')) {
  for (let round = 1; round <= rounds; round++) {
    say(`start, round ${round} of ${rounds}`)
    start.push(await measureStart(place))
  }
}
const duplicates: Record<'small' | 'large', DuplicateFigures>[] = []
if (sections.includes('duplicates')) {
  const [small, large] = [Math.round(count / 100), count]
  for (let round = 1; round <= Math.min(3, rounds); round++) {
    say(`duplicates, round ${round}`)
    duplicates.push({
      small: await measureDuplicates(folder, small, seed + round),
      large: await measureDuplicates(folder, large, seed + round),
    })
  }
}
say('done')

console.log(`\n${count} vectors, seed ${seed}, ${rounds} rounds, ${availableParallelism()} × ${cpus()[0]?.model}`)
console.log(`filled at ${Math.round((count / fillMs) * 1000)} images a second`)
if (sections.includes('searches')) {
  const plain = filters.get('none')!
  printTable(
    'Searches for 10, one at a time',
    ['filter', 'recall@10', 'fewest hits', 'p50', 'p99', 'p99 / p99 without'],
    [...filters].map(([name, figures]) => [
      name,
      Math.min(...figures.map(({ recall }) => recall)).toFixed(3),
      String(Math.min(...figures.map(({ found }) => found))),
      showSpread(
        figures.map(({ p50 }) => p50),
        'ms',
      ),
      showSpread(
        figures.map(({ p99 }) => p99),
        'ms',
      ),
      showSpread(
        figures.map(({ p99 }, i) => p99 / plain[i]!.p99),
        '×',
      ),
    ]),
  )
}
if (peers.length > 0) {
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
if (pages.length > 0) {
  const shown = [0, 1, 4, pageCount - 1]
  printTable(
    'Pages of 10',
    ['page', 'p50', 'p50 / first'],
    shown.map((page) => [
      String(page + 1),
      showSpread(
        pages.map((round) => round[page]!.p50),
        'ms',
      ),
      showSpread(
        pages.map((round) => round[page]!.p50 / round[0]!.p50),
        '×',
      ),
    ]),
  )
}
if (start.length > 0) {
  printTable(
    'A start',
    ['', ''],
    [
      [
        'until it serves',
        showSpread(
          start.map(({ openMs }) => openMs / 1000),
          's',
        ),
      ],
      [
        'memory a vector',
        showSpread(
          start.map(({ bytes }) => bytes / count),
          'B',
        ),
      ],
    ],
  )
}
if (duplicates.length > 0) {
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
  console.log(`\ntime / (time of the small library × ${count / Math.round(count / 100)}): ${showSpread(growth, '×')}`)
}
await writeFile(
  join(resultsFolder, 'search.json'),
  JSON.stringify({ count, seed, rounds, fillMs, filters: [...filters], peers, pages, start, duplicates }, null, 2),
)
