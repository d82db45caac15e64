// `npm run bench:ingest`: how fast a folder is taken in, beside what inference alone could do in the same run; how fast the same folder is
// looked through again; and how memory grows. docs/scaling.md goes on from its figures.
import { writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureLibrary, memoryGrowth } from './ingest/measure-library.ts'
import { measureRate, type RateRound } from './ingest/measure-rate.ts'
import { type Bench, createNumbers } from './serving/bench.ts'
import { resultsFolder, startRun } from './serving/bench-run.ts'
import { type PackName, packNames, preparePack } from './serving/packs.ts'
import { preparePhotos } from './serving/photos.ts'
import { printTable, showSpread } from './serving/print-table.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    /** Of the large folder. */
    files: { type: 'string', default: '20000' },
    packs: { type: 'string', default: packNames.join(',') },
  },
})
const rounds = Number(values.rounds)
const files = Number(values.files)
/** Of the folder that the rate is measured with; the larger model takes a second for twenty. */
const rateFiles: Record<PackName, number> = { clip: 300, builtin: 1_000 }
const warmFiles = 2_000

const { folder, say } = startRun()
const photos = await preparePhotos(resultsFolder, say)
const cores = availableParallelism()
const names = packNames.filter((name) => values.packs.split(',').includes(name))
const packs = names.map((name) => preparePack(name, resultsFolder, say))
const bench: Bench = {
  isQuick: false,
  rounds,
  cores,
  windowMs: 6_000,
  concurrencies: [],
  packs,
  photos,
  // Nothing here sends requests.
  generator: null as never,
  numbers: createNumbers(),
  wordNumbers: createNumbers(),
  folder,
  say,
}

const rates: Partial<Record<PackName, RateRound[]>> = {}
for (const pack of packs) rates[pack.name] = await measureRate(bench, pack, rateFiles[pack.name])
const library = files > 0 ? await measureLibrary(bench, files) : null
say('done')

const machine = `${cores} × ${cpus()[0]?.model}`
console.log(`\n${machine}, Node ${process.versions.node}, ${rounds} rounds`)
const head = [
  'model',
  'inference alone',
  'cost model',
  'ingest',
  'of inference',
  'of the cost model',
  'fast decoding, of inference',
]
const rows = Object.entries(rates).map(([name, some]) => [
  name,
  showSpread(
    some.map(({ limit }) => limit),
    'files/s',
  ),
  showSpread(
    some.map((one) => one.costModel),
    'files/s',
  ),
  showSpread(
    some.map(({ exact }) => exact),
    'files/s',
  ),
  showSpread(
    some.map(({ exact, limit }) => exact / limit),
    '×',
  ),
  showSpread(
    some.map((one) => one.exact / one.costModel),
    '×',
  ),
  showSpread(
    some.map(({ fast, limit }) => fast / limit),
    '×',
  ),
])
printTable('New photos of 1280×960 from disk (target: 0.9 × inference alone)', head, rows)
if (library) {
  const { first, second } = library
  const { earlyBytes, lateBytes } = memoryGrowth(library, warmFiles)
  const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`
  printTable(
    `${files} photos, built-in model`,
    ['figure', 'measured', 'target'],
    [
      ['first run', `${first.perSecond} files/s, ${Math.round(first.wallMs / 1000)} s`, ''],
      ['second run, nothing changed', `${second.perSecond} files/s, ${(second.wallMs / 1000).toFixed(1)} s`, ''],
      ['times as fast, from start to end', `${(first.wallMs / second.wallMs).toFixed(0)} ×`, '50 ×'],
      ['memory up to 2,000 files', mebibytes(earlyBytes), ''],
      ['memory after that', mebibytes(lateBytes), '1,229 MiB'],
      ['growth', `${(((lateBytes - earlyBytes) / earlyBytes) * 100).toFixed(1)} %`, '5 %'],
    ],
  )
}
await writeFile(
  join(resultsFolder, 'ingest.json'),
  `${JSON.stringify({ machine, date: new Date().toISOString(), rounds, files, rates, library }, null, 2)}\n`,
)
process.exit(0)
