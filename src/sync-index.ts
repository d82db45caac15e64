// Brings an index up to another one of its store, in another space: passes over the source until there is nothing left to do, as
// it may be written to meanwhile. migrate-index.ts and catch-up.ts are its callers; sync-pass.ts is one pass.
import { runSyncPass, type SyncParts } from './sync-pass.ts'
import { noCounts, type SkippedImage, type SyncCounts, type SyncProgress } from './sync-tally.ts'

/** Each is as long as what came during the one before: more of them only run after a source that is written to all the time. */
const passesMax = 10

export type SyncRequest = SyncParts & {
  /** Called often, with the number of the pass, from 1, and the pass's progress. */
  onProgress?: (progress: SyncProgress, pass: number) => void
  signal?: AbortSignal
}

export type SyncSummary = {
  /** `already done` is what the first pass found done, `skipped` what the last one left out; the rest is of all passes. */
  counts: SyncCounts
  /** The first of those that the last pass left out. */
  skipped: SkippedImage[]
  /** Whether the last pass found nothing left to do: otherwise the source is being written to. */
  isSettled: boolean
}

/** Stopped or killed at any point, the same call goes on with what is left. Rejects as `runSyncPass`. */
export async function syncIndex(request: SyncRequest): Promise<SyncSummary> {
  const { onProgress = () => {}, signal = new AbortController().signal, ...parts } = request
  const counts = noCounts()
  for (let pass = 1; ; pass++) {
    const tally = await runSyncPass(parts, { signal, onProgress: (progress) => onProgress(progress, pass) })
    const now = tally.progress.counts
    // A picture that is skipped for the first time may just be being replaced: looked at again.
    const isSettled = tally.changes === 0 && now.skipped === counts.skipped
    for (const outcome of ['embedded', 'updated', 'removed'] as const) counts[outcome] += now[outcome]
    if (pass === 1) counts['already done'] = now['already done']
    counts.skipped = now.skipped
    if (isSettled || pass === passesMax) return { counts, skipped: tally.skipped, isSettled }
  }
}
