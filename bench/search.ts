// `npm run bench:search`: searches of the embedded store at scale: plain, behind filters of known width, and on later pages; how the report on
// near duplicates grows; the same searches by usearch and LanceDB, and by the store on Elasticsearch; how long a filled store takes to open and what
// it holds. Options: `npm run bench:search -- --vectors 100000 --data clusters --seed 1 --rounds 5 --queries 200
// --sections searches,peers,elasticsearch,pages,start,duplicates`; `--data photos` has vectors as those of real photos.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fillLibraryStore, makeLibrary, openLibraryStore } from './search/library.ts'
import { type DuplicateFigures, measureDuplicates } from './search/measure-duplicates.ts'
import { measureElasticsearch } from './search/measure-elasticsearch.ts'
import { measurePeers, type PeerFigures } from './search/measure-peers.ts'
import {
  type ExactAnswers,
  type FilterFigures,
  findExactAnswers,
  measureFilters,
  measurePages,
  type SearchTimes,
} from './search/measure-searches.ts'
import { measureStart, type StartFigures } from './search/measure-start.ts'
import { makePhotoLibrary } from './search/photo-library.ts'
import { pageCount, printResults, type SearchResults } from './search/print-results.ts'
import { resultsFolder, startRun } from './serving/bench-run.ts'

const { values } = parseArgs({
  options: {
    vectors: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    queries: { type: 'string', default: '200' },
    data: { type: 'string', default: 'clusters' },
    sections: { type: 'string', default: 'searches,peers,elasticsearch,pages,start,duplicates' },
  },
})
const [count, seed, rounds] = [Number(values.vectors), Number(values.seed), Number(values.rounds)]
const sections = values.sections.split(',')
const { folder, say } = startRun()

say(`making ${count} vectors`)
const queryCount = Number(values.queries)
const library =
  values.data === 'photos' ? await makePhotoLibrary(count, seed, queryCount, say) : makeLibrary(count, seed, queryCount)
const place = join(folder, 'store')
const store = await openLibraryStore(place)
say('filling the store')
const fillStartMs = performance.now()
await fillLibraryStore(store, library)
const fillMs = performance.now() - fillStartMs

const needsExact = ['searches', 'peers', 'elasticsearch'].some((section) => sections.includes(section))
if (needsExact) say('the exact answers')
const exact: ExactAnswers = needsExact ? findExactAnswers(library) : new Map()
let filters = new Map<string, FilterFigures[]>()
if (sections.includes('searches')) filters = await measureFilters(store, library, exact, rounds, say)
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
let elasticsearch = new Map<string, FilterFigures[]>()
if (sections.includes('elasticsearch')) {
  say('Elasticsearch')
  elasticsearch = await measureElasticsearch(folder, library, exact, rounds, say)
}
const start: StartFigures[] = []
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

const results: SearchResults = {
  count,
  seed,
  rounds,
  data: values.data,
  fillMs,
  filters,
  elasticsearch,
  peers,
  pages,
  start,
  duplicates,
}
printResults(results)
const listed = { ...results, filters: [...filters], elasticsearch: [...elasticsearch] }
await writeFile(join(resultsFolder, 'search.json'), JSON.stringify(listed, null, 2))
