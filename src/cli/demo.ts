// `likeness demo` (`npm run demo`): sample photos into a library of its own, the service over it, and what to try.
// demo-samples.ts has the photos, demo-check.ts the unattended run.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../config.ts'
import { builtinModel } from '../embedder/models.ts'
import { createCatalogTarget } from '../ingest/catalog-target.ts'
import { ingest } from '../ingest/ingest.ts'
import { type Service, startService } from '../service.ts'
import { findStoreFolder } from '../store/open-store.ts'
import type { Command } from './command.ts'
import { curlLines } from './curl-lines.ts'
import { runDemoChecks } from './demo-check.ts'
import { copySamples, crop, pathForPeople, projectFolder } from './demo-samples.ts'
import { ingestOptions } from './ingest-options.ts'
import { formatSummary } from './ingest-summary.ts'
import { createProgressDisplay } from './progress.ts'
import { abortOnSignals } from './signals.ts'

const usage = `Copies sample photos into a library of its own, adds them, and starts the service over them.

Usage: npm run demo [-- options]

  --folder FOLDER  where the demo keeps its library and its data (default: demo-data in the project)
  --check          run searches with known answers and end, instead of serving
  -h, --help       this text

The service listens on PORT (default 3000) of this machine, or on a free port where that is taken. Your own library
and DATA_DIR are not touched. Where STORE_URL names an index of a cluster, the photos go there.
`

export const demoCommand: Command = async (commandArguments) => {
  const { values } = parseArgs({
    args: commandArguments,
    options: {
      folder: { type: 'string' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const stop = abortOnSignals()
  const folder = values.folder === undefined ? join(projectFolder, 'demo-data') : resolve(values.folder)
  const config = await demoConfig(folder)
  await copySamples(join(folder, 'images'))
  const service = await startService(config)
  try {
    const isComplete = await addSamples(service, config, stop.signal)
    if (stop.signal.aborted) return stop.exitCode()
    if (!isComplete) return 1
    if (values.check) return (await runDemoChecks(service.url, say)) ? 0 : 1
    invite(service.url)
    // The signal may have come meanwhile, and is told only once.
    if (!stop.signal.aborted) await once(stop.signal, 'abort')
    say('Stopped.')
    return 0
  } finally {
    await service.close()
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** The settings of the environment, over the demo's own folders, open to this machine alone. */
async function demoConfig(folder: string): Promise<Config> {
  const config = readConfig()
  const dataDir = join(folder, dataFolderName(config))
  const host = '127.0.0.1'
  const isFree = await isPortFree(config.port, host)
  if (!isFree) say(`Port ${config.port} is taken; the demo uses a free one.`)
  return {
    ...config,
    host,
    port: isFree ? config.port : 0,
    apiKeys: [],
    allowAnonymous: false,
    corsOrigins: [],
    dataDir,
    imagesDir: join(folder, 'images'),
    libraryUrl: null,
    // A cluster that STORE_URL names is used; a folder that it names is a store of one's own, which the photos do not belong in.
    storeUrl: findStoreFolder(config.storeUrl) === null ? config.storeUrl : `file:${dataDir}`,
    logLevel: 'warn',
  }
}

/** A store belongs to one model's vectors: another model gets its own beside it, so that it can be tried at once. */
function dataFolderName({ model, modelDir }: Config): string {
  if (modelDir !== null) return `data-${basename(modelDir)}`
  return model === builtinModel ? 'data' : `data-${model}`
}

/** Asked before the model is loaded: starting once more would take seconds. */
async function isPortFree(port: number, host: string): Promise<boolean> {
  const server = createServer()
  server.listen({ port, host, exclusive: true })
  try {
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}

/** Whether every photo is in the store. */
async function addSamples({ library, catalog }: Service, config: Config, signal: AbortSignal): Promise<boolean> {
  const display = createProgressDisplay(process.stderr)
  const summary = await ingest({
    library,
    target: createCatalogTarget(catalog, { restore: true }),
    paths: [''],
    options: ingestOptions(config),
    onProgress: display.update,
    signal,
  })
  display.end()
  say(formatSummary(summary))
  if (summary.fault) say(summary.fault.message)
  return summary.fault === null && summary.counts.failed === 0
}

function invite(url: string): void {
  say(`The search page: ${url}/\n`)
  say('To try in another terminal, in this folder:\n')
  for (const line of curlLines(url, pathForPeople(crop.path, process.cwd()))) say(line)
  say('\nCtrl-C ends the demo.')
}
