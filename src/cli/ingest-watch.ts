// `likeness ingest --watch`: after the ingest, what changes in the library is taken in as it happens, until Ctrl-C. ingest.ts calls it.
import { createError } from '../errors.ts'
import type { IngestSummary } from '../ingest/ingest.ts'
import type { PruneSummary } from '../ingest/prune.ts'
import { ingestOutcomes } from '../ingest/tally.ts'
import { type WatchRequest, watchAndIngest } from '../ingest/watch-and-ingest.ts'
import type { Library } from '../library/library.ts'

/** The library's folder. Errors: CONFIG_INVALID where it is none. */
export function assertWatchable({ folder }: Pick<Library, 'folder'>): string {
  if (folder !== null) return folder
  throw createError(
    'CONFIG_INVALID',
    '--watch needs pictures in a folder: object storage tells of no changes. Run the ingest now and then instead.',
  )
}

/** Watching would otherwise keep the store from every service. Errors: CONFIG_INVALID. */
export function assertThroughService(serviceUrl: string | null): void {
  if (serviceUrl !== null) return
  throw createError(
    'CONFIG_INVALID',
    '--watch works through a running service, so that it can be searched meanwhile: start one (npm start), or name it with --url.',
  )
}

/** Resolves when the signal stops it. */
export async function keepWatching(request: Omit<WatchRequest, 'onBatch' | 'onDelay'>): Promise<void> {
  tell('Watching for changes; Ctrl-C ends it.')
  await watchAndIngest({
    ...request,
    onBatch: tellBatch,
    onDelay: (fault) => tell(`${fault.message} Trying again.`),
  })
}

function tellBatch({ counts, problems }: IngestSummary, pruned: PruneSummary | null): void {
  const words = ingestOutcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcome}`)
  if (pruned !== null && !pruned.isRefused) words.push(`${pruned.missing} pruned`)
  if (words.length > 0) tell(words.join(', '))
  for (const { relativePath, code, reason } of problems) tell(`  ${relativePath}: ${code}: ${reason}`)
  if (pruned?.isRefused) {
    tell(
      `${pruned.missing} of ${pruned.checked} files are gone, which looks like a folder that is not mounted: nothing was pruned.`,
    )
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}
