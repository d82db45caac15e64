// Counts what a pass over an index has done, and keeps why pictures were skipped, a bounded number of them.
// sync-pass.ts fills it.

/** In words for people. */
export const syncOutcomes = ['embedded', 'updated', 'already done', 'skipped', 'removed'] as const
export type SyncOutcome = (typeof syncOutcomes)[number]
export type SyncCounts = Record<SyncOutcome, number>

export type SyncProgress = {
  /** Records of the source. */
  found: number
  isCounted: boolean
  /** Records that have their outcome. */
  done: number
  counts: SyncCounts
}

/** A record that is left out, with the reason, for people. */
export type SkippedImage = { relativePath: string; reason: string }

export type SyncTally = {
  readonly progress: SyncProgress
  /** What makes another pass worthwhile: what was changed, and what changed under the pass. */
  readonly changes: number
  /** The first ones; the count has all. */
  readonly skipped: SkippedImage[]
  add(outcome: Exclude<SyncOutcome, 'skipped' | 'removed'>): void
  skip(image: SkippedImage): void
  postpone(): void
  remove(count: number): void
  bury(count: number): void
}

/** Some 300 bytes each. */
const skippedMax = 10_000

export function noCounts(): SyncCounts {
  return { embedded: 0, updated: 0, 'already done': 0, skipped: 0, removed: 0 }
}

/** `found` is how many records the source has at the start. */
export function createSyncTally(found: number): SyncTally {
  const progress: SyncProgress = { found, isCounted: true, done: 0, counts: noCounts() }
  const skipped: SkippedImage[] = []
  let changes = 0

  function finishOne(): void {
    progress.done += 1
    progress.found = Math.max(progress.found, progress.done)
  }

  return {
    progress,
    skipped,
    get changes() {
      return changes
    },
    add(outcome) {
      progress.counts[outcome] += 1
      if (outcome !== 'already done') changes += 1
      finishOne()
    },
    skip(image) {
      progress.counts.skipped += 1
      if (skipped.length < skippedMax) skipped.push(image)
      finishOne()
    },
    postpone() {
      changes += 1
      finishOne()
    },
    remove(count) {
      progress.counts.removed += count
      changes += count
    },
    bury(count) {
      changes += count
    },
  }
}
