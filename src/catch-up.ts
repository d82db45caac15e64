// At a start: an index takes over what was written to another one of its store since it was used last, so that changing the model
// back and forth loses nothing. wire.ts hands it to the store, which knows when it is due; sync-index.ts does the work.
import type { CatchUp } from './store/index-life.ts'
import { syncIndex } from './sync-index.ts'
import type { SyncParts } from './sync-pass.ts'
import { type SyncCounts, syncOutcomes } from './sync-tally.ts'

const lineEveryMs = 5_000
/** Skipped pictures that are named in the log; then they are counted. */
const namedMax = 20

export type CatchUpLog = { info(line: string): void; warn(line: string): void }

/** Pictures that cannot be embedded are left out, and told of in the log: they must not keep the service from starting. */
export function createCatchUp(parts: Pick<SyncParts, 'embedder' | 'library' | 'bounds'>, log: CatchUpLog): CatchUp {
  return async (source, target) => {
    log.info('Another index of this store was used since this one was: what was written to it is taken over now.')
    let lastMs = performance.now()
    const { counts, skipped } = await syncIndex({
      ...parts,
      source,
      target,
      onProgress({ done, found, counts }) {
        if (performance.now() - lastMs < lineEveryMs) return
        lastMs = performance.now()
        log.info(`Taking over: ${done} of ${found} looked at, ${describeCounts(counts)}.`)
      },
    })
    for (const { relativePath, reason } of skipped.slice(0, namedMax)) {
      log.warn(`${relativePath} is left out of this index: ${reason}`)
    }
    if (counts.skipped > namedMax) log.warn(`… and ${counts.skipped - namedMax} more are left out.`)
    log.info(`Taken over: ${describeCounts(counts)}.`)
  }
}

/** Such as `3 embedded, 57 already done`. */
export function describeCounts(counts: SyncCounts): string {
  const some = syncOutcomes.filter((outcome) => counts[outcome] > 0)
  return some.map((outcome) => `${counts[outcome]} ${outcome}`).join(', ') || 'nothing'
}
