// Keeps a store in step with folders of the library: an ingest first, then one of each batch of changes, until it is stopped.
// cli/ingest-watch.ts runs it; watch-folder.ts gathers the changes.
import { setTimeout as sleep } from 'node:timers/promises'
import { type ErrorCode, isLikenessError, type LikenessError } from '../errors.ts'
import type { Library, WalkEntry } from '../library/library.ts'
import { type IngestRequest, type IngestSummary, ingest } from './ingest.ts'
import { type ChangeBatch, restMs } from './pending-changes.ts'
import { findMissing, type PruneSummary, prune } from './prune.ts'
import type { FolderWatch } from './watch-folder.ts'

export type WatchRequest = Omit<IngestRequest, 'signal'> & {
  watch: FolderWatch
  /** Null leaves the records of files that are gone. */
  pruning: { isForced: boolean } | null
  /** Told of each batch, and with `pruned` null where nothing was to be pruned. */
  onBatch(summary: IngestSummary, pruned: PruneSummary | null): void
  /** Told of what keeps a batch from being taken in now. */
  onDelay(fault: LikenessError): void
  signal: AbortSignal
}

/** They pass: a service that starts anew, or is full. */
const passingFaults: ReadonlySet<ErrorCode> = new Set([
  'STORE_UNAVAILABLE',
  'LIBRARY_UNAVAILABLE',
  'OVERLOADED',
  'SHUTTING_DOWN',
  'INDEX_RED',
  'INDEX_MISSING',
])

const retryAfterMs = 5_000
/** Fewer go one by one; more may be a folder that is no longer mounted, which `prune` looks at as a whole. */
const goneMax = 20

/** Resolves when the signal stops it. Rejects with what does not pass, and with the faults of `watch`. */
export async function watchAndIngest(request: WatchRequest): Promise<void> {
  const { watch, signal, onDelay } = request
  for (;;) {
    const batch = await watch.next(signal)
    if (batch === null) return
    const fault = await takeIn(request, batch)
    if (fault === null) continue
    if (!passingFaults.has(fault.code)) throw fault
    onDelay(fault)
    watch.putBack(batch)
    await sleep(retryAfterMs, undefined, { signal }).catch(() => {})
  }
}

/** Adds first, so that a file that was renamed keeps its record. Resolves to what kept it from being done. */
async function takeIn(request: WatchRequest, batch: ChangeBatch): Promise<LikenessError | null> {
  const { library, onBatch, signal } = request
  const summary = await ingest({ ...request, library: onlyPaths(library, batch.written), paths: [''] })
  if (summary.interrupted || summary.fault !== null) return summary.fault
  try {
    onBatch(summary, await pruneGone(request, batch.gone))
    return null
  } catch (error) {
    if (signal.aborted) return null
    if (isLikenessError(error)) return error
    throw error
  }
}

async function pruneGone(
  { target, paths, pruning, onOutcome = () => {}, signal }: WatchRequest,
  gone: ReadonlySet<string>,
): Promise<PruneSummary | null> {
  if (pruning === null || gone.size === 0) return null
  const onPruned = (relativePath: string) => onOutcome({ relativePath, outcome: 'pruned' })
  const gonePaths = { target, pathPrefixes: gone, signal }
  const found = await findMissing({ ...gonePaths, isDryRun: true })
  if (found.missing > goneMax) return prune({ target, paths, signal, onPruned, ...pruning, isDryRun: false })
  if (found.missing > 0) await findMissing({ ...gonePaths, isDryRun: false, onMissing: onPruned })
  return { ...found, isRefused: false }
}

/** The library as if it held nothing else. */
function onlyPaths(library: Library, paths: ReadonlySet<string>): Library {
  return {
    ...library,
    async *walk(_start, selection): AsyncGenerator<WalkEntry> {
      for (const path of [...paths].sort()) {
        if (isBelow(paths, path)) continue
        try {
          for await (const entry of library.walk(path, selection)) {
            if (entry.relativePath === path || !isBeingWritten(entry)) yield entry
          }
        } catch (error) {
          // Gone again, or of a name that the library cannot hold, which a walk of the folder tells.
          if (!isLikenessError(error, 'FILE_NOT_FOUND') && !isLikenessError(error, 'PATH_INVALID')) throw error
        }
      }
    },
  }
}

/** One that is found when a folder is looked through comes by itself when it is written. */
function isBeingWritten(entry: WalkEntry): boolean {
  if (entry.kind !== 'file') return false
  const ageMs = Date.now() - entry.modifiedMs
  return ageMs >= 0 && ageMs < restMs
}

/** Whether the path lies below one of the folders. */
export function isBelow(folders: ReadonlySet<string>, path: string): boolean {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (folders.has(path.slice(0, end))) return true
  }
  return false
}
