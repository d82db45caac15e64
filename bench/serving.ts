// `npm run bench`: how close the service comes to what the machine can do, and to what others do on it. Everything is measured in one
// run, in rounds whose order alternates, and printed as medians with their spread; bench/serving/options.ts has the options.
import { writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { type Bench, createNumbers } from './serving/bench.ts'
import { resultsFolder, startRun } from './serving/bench-run.ts'
import { drawCharts } from './serving/draw-charts.ts'
import { startLoadGenerator } from './serving/generate-load.ts'
import { readOptions } from './serving/options.ts'
import { preparePack } from './serving/packs.ts'
import { preparePhotos } from './serving/photos.ts'
import { printResults } from './serving/print-results.ts'
import { runSections } from './serving/run-sections.ts'

const options = readOptions()
const { folder, say } = startRun()
const photos = await preparePhotos(resultsFolder, say)
const packs = options.packs.map((name) => preparePack(name, resultsFolder, say))
const generator = await startLoadGenerator()
const cores = availableParallelism()
const numbers = { numbers: createNumbers(), wordNumbers: createNumbers() }
const bench: Bench = { ...options, ...numbers, cores, packs, photos, generator, folder, say }

const machine = `${cores} × ${cpus()[0]?.model}`
const found = await runSections(bench, options, resultsFolder)
await generator.stop()
say('done')

console.log(`\n${machine}, Node ${process.versions.node}, ${options.rounds} rounds`)
printResults(found)
const clip = found.vectors?.clip
if (options.charts && clip !== undefined && clip.rounds[0]!.turns.length > 0) {
  say(`drawn: ${(await drawCharts(clip)).join(', ')}`)
}
const report = { machine, date: new Date().toISOString(), ...options, ...found }
await writeFile(join(resultsFolder, 'serving.json'), `${JSON.stringify(report, null, 2)}\n`)
process.exit(0)
