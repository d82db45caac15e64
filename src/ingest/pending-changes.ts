// Changes that wait to be taken in together: files that were written, until they come to rest, and files that are gone, until it is clear
// that they were not moved. Part of watch-folder.ts; times are milliseconds since any fixed moment.

/** Paths of the library; a folder stands for all that is, or was, in it. */
export type ChangeBatch = {
  written: Set<string>
  gone: Set<string>
}

export type PendingChanges = {
  note(path: string, kind: keyof ChangeBatch, nowMs: number): void
  /** What is due; null where nothing is. */
  take(nowMs: number): ChangeBatch | null
  /** Infinite where nothing waits. */
  dueInMs(nowMs: number): number
  /** What has happened to a file since the batch was taken counts. */
  putBack(batch: ChangeBatch, nowMs: number): void
}

/** A file counts as written when nothing has happened to it for so long: cameras and networks write slowly. */
export const restMs = 2_000
/** Files that are written one after the other, as when a folder is copied, are taken together, but not later than this. */
const batchMs = 10_000
/** A file that was renamed is gone at once, and is taken at its new place only when it has rested there. */
const goneAfterMs = 5_000

export function createPendingChanges(): PendingChanges {
  /** With the time of what happened to them last, the oldest first, as in `gone`. */
  const written = new Map<string, number>()
  /** Since when files have waited to be looked at. */
  let waitsSinceMs = 0
  let lastMs = 0
  const gone = new Map<string, number>()

  function note(path: string, kind: keyof ChangeBatch, nowMs: number): void {
    const isFirst = written.size === 0
    written.delete(path)
    gone.delete(path)
    if (kind === 'gone') {
      gone.set(path, nowMs)
      return
    }
    if (isFirst) waitsSinceMs = nowMs
    lastMs = nowMs
    written.set(path, nowMs)
  }

  const writtenDueMs = () =>
    written.size > 0 ? Math.min(lastMs + restMs, waitsSinceMs + batchMs) : Number.POSITIVE_INFINITY
  const goneDueMs = () => {
    const [oldest] = gone.values()
    return oldest === undefined ? Number.POSITIVE_INFINITY : oldest + goneAfterMs
  }

  return {
    note,
    dueInMs: (nowMs) => Math.max(0, Math.min(writtenDueMs(), goneDueMs()) - nowMs),
    take(nowMs) {
      if (nowMs < Math.min(writtenDueMs(), goneDueMs())) return null
      // Both, as a file must be found at its new place before it is forgotten at the old one.
      const batch: ChangeBatch = {
        written: takeUntil(written, nowMs - restMs),
        gone: takeUntil(gone, nowMs - goneAfterMs),
      }
      waitsSinceMs = nowMs
      return batch.written.size + batch.gone.size > 0 ? batch : null
    },
    putBack(batch, nowMs) {
      for (const path of batch.written) if (!gone.has(path)) note(path, 'written', nowMs)
      for (const path of batch.gone) if (!written.has(path)) note(path, 'gone', nowMs)
    },
  }
}

function takeUntil(paths: Map<string, number>, lastMs: number): Set<string> {
  const taken = new Set<string>()
  for (const [path, atMs] of paths) {
    if (atMs > lastMs) break
    taken.add(path)
    paths.delete(path)
  }
  return taken
}
