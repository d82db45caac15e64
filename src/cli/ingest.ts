// `likeness ingest`: adds the library's pictures to the store, with progress on stderr and a summary on stdout.
// The work is in ../ingest; ingest-way.ts decides how the store is reached.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../config.ts'
import { createError } from '../errors.ts'
import { type IngestSummary, ingest } from '../ingest/ingest.ts'
import { createFolderLibrary } from '../library/folder.ts'
import type { Library } from '../library/library.ts'
import type { Command } from './command.ts'
import { ingestOptions } from './ingest-options.ts'
import { formatSummary, summaryToJson } from './ingest-summary.ts'
import { chooseIngestWay, type IngestWay } from './ingest-way.ts'
import { resolveLibraryPaths } from './library-paths.ts'
import { createProgressDisplay } from './progress.ts'
import { abortOnSignals } from './signals.ts'

const usage = `Adds pictures to the store: those of the whole library (IMAGES_DIR), or those below each PATH.

Usage: npx --no likeness ingest [PATH…] [options]

A PATH lies inside the library: absolute, relative to the working directory, or, where nothing of the library lies there,
relative to the library root. What was added before is recognised by its content; the same command after a stop goes on.
When a running service owns the store, the work goes through it.

  --restore    take pictures back that were deleted
  --url URL    work through the service at this address; its key is the first of API_KEYS
  --json       print the summary as JSON
  -h, --help   this text

Exit codes: 0 done, 1 some files failed, 2 could not run, 130 stopped by Ctrl-C.
`

export const ingestCommand: Command = async (commandArguments) => {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    allowPositionals: true,
    options: {
      restore: { type: 'boolean', default: false },
      url: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const config = readConfig()
  const library = await openLibrary(config)
  const paths = await resolveLibraryPaths(positionals, { root: library.root, workingFolder: process.cwd() })

  const stop = abortOnSignals()
  const way = await chooseIngestWay(config, { url: values.url, restore: values.restore })
  if (way.serviceUrl) process.stderr.write(`Working through the service at ${way.serviceUrl}\n`)
  const summary = await runIngest(config, library, way, paths, stop.signal)
  process.stdout.write(values.json ? summaryToJson(summary) : formatSummary(summary))
  return tellEnd(summary, stop.exitCode())
}

/** Resolves when the store is closed again. */
async function runIngest(config: Config, library: Library, way: IngestWay, paths: string[], signal: AbortSignal) {
  const { target } = way
  const display = createProgressDisplay(process.stderr)
  try {
    const options = ingestOptions(config)
    return await ingest({ library, target, paths, options, onProgress: display.update, signal })
  } finally {
    display.end()
    await way.close()
  }
}

/** Opening makes the root where it is missing; a mistyped one must not end as an empty library. */
async function openLibrary({ imagesDir, dataDir, pixelsMax }: Config) {
  const exists = await stat(imagesDir).then(
    () => true,
    () => false,
  )
  if (!exists) throw createError('CONFIG_INVALID', `IMAGES_DIR names a folder that does not exist: ${imagesDir}`)
  return createFolderLibrary({ root: imagesDir, cacheFolder: join(dataDir, 'cache'), pixelsMax })
}

/** The exit code, and why the run ended early where it did. */
function tellEnd({ counts, interrupted, fault }: IngestSummary, stoppedCode: number): number {
  if (interrupted) {
    process.stderr.write('Stopped. What was added is kept; the same command goes on from here.\n')
    return stoppedCode
  }
  if (fault) {
    process.stderr.write(`${fault.message}\nWhat was added is kept; the same command goes on from here.\n`)
    return 2
  }
  return counts.failed > 0 ? 1 : 0
}
