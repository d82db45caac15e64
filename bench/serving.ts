// `npm run bench`: how close the service comes to what the machine can do, and to what others do on it. Everything is measured in one
// run, in rounds whose order alternates, and printed as medians with their spread; bench/serving/options.ts has the options.
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Bench, createNumbers } from './serving/bench.ts'
import { drawCharts } from './serving/draw-charts.ts'
import { startLoadGenerator } from './serving/generate-load.ts'
import { readOptions } from './serving/options.ts'
import { preparePack } from './serving/packs.ts'
import { preparePhotos } from './serving/photos.ts'
import { printResults } from './serving/print-results.ts'
import { runSections } from './serving/run-sections.ts'
import { forgetStartSettings } from './serving/start-settings.ts'

const options = readOptions()
forgetStartSettings()
const results = fileURLToPath(new URL('./results/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'likeness-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
// Ends the children by their `exit` handler.
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))

const say = (line: string) => console.error(`${Math.round(performance.now() / 1000)} s: ${line}`)
await mkdir(results, { recursive: true })
const photos = await preparePhotos(results, say)
const packs = options.packs.map((name) => preparePack(name, results, say))
const generator = await startLoadGenerator()
const cores = availableParallelism()
const numbers = { numbers: createNumbers(), wordNumbers: createNumbers() }
const bench: Bench = { ...options, ...numbers, cores, packs, photos, generator, folder, say }

const machine = `${cores} × ${cpus()[0]?.model}`
const found = await runSections(bench, options, results)
await generator.stop()
say('done')

console.log(`\n${machine}, Node ${process.versions.node}, ${options.rounds} rounds`)
printResults(found)
const clip = found.vectors?.clip
if (options.charts && clip !== undefined && clip.rounds[0]!.turns.length > 0) {
  say(`drawn: ${(await drawCharts(clip)).join(', ')}`)
}
const report = { machine, date: new Date().toISOString(), ...options, ...found }
await writeFile(join(results, 'serving.json'), `${JSON.stringify(report, null, 2)}\n`)
process.exit(0)
