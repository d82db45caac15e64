// Changes that wait to be taken in together: files that were written, until they come to rest, and files that are gone, until it is clear
// that they were not moved. Part of watch-folder.ts; times are milliseconds since any fixed moment.

/** Paths of the library. */
export type ChangeBatch = {
  /** Files that are new or were written. */
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

/** Files that are written one after the other, as when a folder is copied, are taken together, but not later than `batchMs`. */
const restMs = 500
const batchMs = 10_000
/** A file that was renamed is gone at once, and appears at its new place only when its size has been looked at for a while. */
const goneAfterMs = 5_000

export function createPendingChanges(): PendingChanges {
  let written = new Set<string>()
  let firstMs = 0
  let lastMs = 0
  /** With the time since which they are gone, the oldest first. */
  const gone = new Map<string, number>()

  function note(path: string, kind: keyof ChangeBatch, nowMs: number): void {
    const isFirst = written.size === 0
    written.delete(path)
    gone.delete(path)
    if (kind === 'gone') {
      gone.set(path, nowMs)
      return
    }
    if (isFirst) firstMs = nowMs
    lastMs = nowMs
    written.add(path)
  }

  const writtenDueMs = () =>
    written.size > 0 ? Math.min(lastMs + restMs, firstMs + batchMs) : Number.POSITIVE_INFINITY
  const goneDueMs = () => {
    const [oldest] = gone.values()
    return oldest === undefined ? Number.POSITIVE_INFINITY : oldest + goneAfterMs
  }

  return {
    note,
    dueInMs: (nowMs) => Math.max(0, Math.min(writtenDueMs(), goneDueMs()) - nowMs),
    take(nowMs) {
      if (nowMs < Math.min(writtenDueMs(), goneDueMs())) return null
      // Always, as a file must be found at its new place before it is forgotten at the old one.
      const batch: ChangeBatch = { written, gone: new Set() }
      written = new Set()
      for (const [path, sinceMs] of gone) {
        if (nowMs < sinceMs + goneAfterMs) break
        batch.gone.add(path)
        gone.delete(path)
      }
      return batch
    },
    putBack(batch, nowMs) {
      for (const path of batch.written) if (!gone.has(path)) note(path, 'written', nowMs)
      for (const path of batch.gone) if (!written.has(path)) note(path, 'gone', nowMs)
    },
  }
}
