// Shows how a migration goes, on stderr. The first pass is the long one; later ones are shown only where they last.
// index-migrate.ts passes on what ../sync-index.ts reports; progress.ts draws.
import type { SyncProgress } from '../sync-tally.ts'
import { createProgressDisplay, type ProgressDisplay, type ProgressStream } from './progress.ts'

export type MigrationDisplay = {
  update(progress: SyncProgress, pass: number): void
  /** Leaves the last state on the screen. */
  end(): void
}

/** A later pass that takes longer is worth a display of its own. */
const quietMs = 2_000

/** `now` is the time in milliseconds since any fixed moment. */
export function createMigrationDisplay(stream: ProgressStream, now = () => performance.now()): MigrationDisplay {
  let shown: { pass: number; startMs: number; display: ProgressDisplay | null } | undefined

  function end(): void {
    shown?.display?.end()
    shown = undefined
  }

  return {
    update(progress, pass) {
      if (shown?.pass !== pass) {
        end()
        shown = { pass, startMs: now(), display: pass === 1 ? createProgressDisplay(stream, now) : null }
      }
      if (shown.display === null && now() - shown.startMs >= quietMs) {
        stream.write(`Pass ${pass}, over what changed meanwhile:\n`)
        shown.display = createProgressDisplay(stream, now)
      }
      shown.display?.update(progress)
    },
    end,
  }
}
