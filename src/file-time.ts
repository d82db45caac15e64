// When a file was last modified, as records keep it to know the file again without reading it.

/** A file that was modified just now may be modified again within the same tick of the file system's clock. */
const settledAfterMs = 2_000

/**
 * As records keep it; null where it does not tell yet whether the file stays as it is, and for a time before the year 1000, as broken
 * clocks write.
 */
export function toFileTime(modifiedMs: number, nowMs = Date.now()): string | null {
  if (nowMs - modifiedMs < settledAfterMs || modifiedMs < firstTimeMs) return null
  return new Date(Math.trunc(modifiedMs)).toISOString()
}

const firstTimeMs = Date.UTC(1000, 0)
