// `likeness ingest`: adds the library's pictures to the store, with progress on stderr and a summary on stdout.
// The work is in ../ingest; ingest-way.ts decides how the store is reached.
import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../config.ts'
import { createError } from '../errors.ts'
import { type IngestRequest, type IngestSummary, ingest } from '../ingest/ingest.ts'
import { type PruneSummary, prune } from '../ingest/prune.ts'
import { selectPaths } from '../ingest/select-paths.ts'
import { watchFolder } from '../ingest/watch-folder.ts'
import type { Library, Selection } from '../library/library.ts'
import { openLibrary } from '../wire-library.ts'
import type { Command } from './command.ts'
import { ingestOptions } from './ingest-options.ts'
import { openReport } from './ingest-report.ts'
import { formatSummary, summaryToJson } from './ingest-summary.ts'
import { assertThroughService, assertWatchable, keepWatching } from './ingest-watch.ts'
import { chooseIngestWay, type IngestWay } from './ingest-way.ts'
import { resolveLibraryPaths } from './library-paths.ts'
import { createProgressDisplay } from './progress.ts'
import { abortOnSignals, type StopSignals } from './signals.ts'

const usage = `Adds pictures to the store: those of the whole library (IMAGES_DIR or LIBRARY_URL), or those below each PATH.

Usage: npx --no likeness ingest [PATH…] [options]

A PATH lies inside the library: absolute, relative to the working directory, or, where nothing of the library lies there,
relative to the library root; in object storage it is relative to the root. What was added before is recognised by its size and time, or by its content, also under another name; the same command
after a stop goes on.
When a running service owns the store, the work goes through it.

  --include PATTERN
               only files that match, such as '*.jpg' (a name anywhere) or 'phone/2024/**' (from the library root)
  --exclude PATTERN
               neither files nor folders that match; both may be given several times
  --report FILE
               write a line of JSON for each file: its path, what became of it, and why
  --checksum   read every file, also those whose size and time are as they were
  --prune      then forget the pictures whose files are gone; where more than half of them are, only with --force
  --dry-run    only tell what would be done, by sizes and times; a renamed file counts as created
  --watch      then take in what changes, through a running service, until Ctrl-C; with --prune also what is removed
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
      include: { type: 'string', multiple: true, default: [] },
      exclude: { type: 'string', multiple: true, default: [] },
      report: { type: 'string' },
      checksum: { type: 'boolean', default: false },
      prune: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
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
  const isDryRun = values['dry-run']
  if (values.watch && (isDryRun || values.json)) {
    throw createError('CONFIG_INVALID', '--watch goes with neither --dry-run nor --json; --report tells programs.')
  }
  if ([...values.include, ...values.exclude].includes('')) {
    throw createError('CONFIG_INVALID', '--include and --exclude take a pattern, and an empty one is none.')
  }
  const config = readConfig()
  const library = await openExisting(config)
  if (values.watch) assertWatchable(library)
  const paths = await resolveLibraryPaths(positionals, { library, workingFolder: process.cwd() })

  const report = values.report === undefined ? null : await openReport(values.report, library.folder)

  const way = await chooseIngestWay(config, { url: values.url, restore: values.restore })
  const stop = abortOnSignals()
  if (way.serviceUrl) process.stderr.write(`Working through the service at ${way.serviceUrl}\n`)
  const request: RunRequest = {
    library,
    paths,
    options: ingestOptions(config, { readsAll: values.checksum, isDryRun }),
    selection: selectPaths(values),
    onOutcome: report?.add,
    signal: stop.signal,
    pruning: values.prune ? { isForced: values.force, isDryRun } : null,
  }
  const tellSummary = ({ summary, pruned }: RunResult) => {
    const told = { ...summary, pruned, isDryRun }
    process.stdout.write(values.json ? summaryToJson(told) : formatSummary(told))
  }
  try {
    if (values.watch) return await runAndWatch(way, request, { tellSummary, stop })
    const result = await run(way, request)
    tellSummary(result)
    return tellEnd(result, stop.exitCode())
  } finally {
    await way.close()
    await report?.end()
  }
}

type RunRequest = Omit<IngestRequest, 'target'> & {
  selection: Selection
  signal: AbortSignal
  pruning: { isForced: boolean; isDryRun: boolean } | null
}

/** `pruned` is null where that was not asked for, or not come to. */
type RunResult = { summary: IngestSummary; pruned: PruneSummary | null }

/** Goes on with what changes, unless the ingest could not run to its end. */
async function runAndWatch(
  way: IngestWay,
  request: RunRequest,
  { tellSummary, stop }: { tellSummary: (result: RunResult) => void; stop: StopSignals },
): Promise<number> {
  assertThroughService(way.serviceUrl)
  const { library, paths, selection, pruning, signal } = request
  const watch = await watchFolder({ root: assertWatchable(library), paths, selection })
  try {
    const result = await run(way, request)
    tellSummary(result)
    if (result.summary.interrupted || result.summary.fault) return tellEnd(result, stop.exitCode())
    await keepWatching({ ...request, target: way.target, watch, pruning, signal })
    return stop.exitCode()
  } finally {
    await watch.close()
  }
}

async function run({ target }: IngestWay, request: RunRequest): Promise<RunResult> {
  const { pruning, paths, signal, onOutcome = () => {} } = request
  const display = createProgressDisplay(process.stderr)
  try {
    const summary = await ingest({ ...request, target, onProgress: display.update })
    display.end()
    if (pruning === null || summary.interrupted || summary.fault !== null) return { summary, pruned: null }
    const onPruned = (relativePath: string) => onOutcome({ relativePath, outcome: 'pruned' })
    return { summary, pruned: await prune({ target, paths, signal, onPruned, ...pruning }) }
  } finally {
    display.end()
  }
}

/** Opening makes a folder where it is missing; a mistyped one must not end as an empty library. */
async function openExisting(config: Config): Promise<Library> {
  const { imagesDir } = config
  const isThere = imagesDir === null || (await stat(imagesDir).catch(() => null)) !== null
  if (!isThere) throw createError('CONFIG_INVALID', `IMAGES_DIR names a folder that does not exist: ${imagesDir}`)
  // The walk meets the same and ends the run with it.
  return openLibrary(config, { warn: () => {} })
}

/** The exit code, and why the run ended early where it did. */
function tellEnd({ summary, pruned }: RunResult, stoppedCode: number): number {
  const { counts, interrupted, fault } = summary
  if (interrupted) {
    process.stderr.write('Stopped. What was added is kept; the same command goes on from here.\n')
    return stoppedCode
  }
  if (fault) {
    process.stderr.write(`${fault.message}\nWhat was added is kept; the same command goes on from here.\n`)
    return 2
  }
  if (pruned?.isRefused) {
    process.stderr.write(
      `${pruned.missing} of ${pruned.checked} files are gone, which looks like a folder that is not mounted. Nothing was pruned; --force does it all the same.\n`,
    )
    return 2
  }
  return counts.failed > 0 ? 1 : 0
}
