// Who may come in: so many calls at once of each class, from their first step to their last, so that no line inside can grow further.
// pool.ts puts every call that costs something through it.
import { createError } from '../errors.ts'
import type { Priority } from './embedder.ts'

export type Admission = {
  /** Errors: OVERLOADED when too many of the class are inside, SHUTTING_DOWN once `finish` was called. */
  admit<Result>(priority: Priority, work: () => Promise<Result>): Promise<Result>
  /** Refuses as `admit` would now, for a call whose input is not here yet. Errors: OVERLOADED. */
  assertRoom(priority: Priority): void
  /** How many are inside. */
  readonly open: Record<Priority, number>
  /** Admits nothing more and waits for what is inside. */
  finish(): Promise<void>
}

export function createAdmission(
  callsMax: Record<Priority, number>,
  onRefused: (priority: Priority) => void,
): Admission {
  const inside = new Set<Promise<unknown>>()
  const open: Record<Priority, number> = { interactive: 0, bulk: 0 }
  const lastCallMs: Record<Priority, number> = { interactive: 0, bulk: 0 }
  let isFinishing = false

  function refuse(priority: Priority): never {
    onRefused(priority)
    // What the last call took when the line was full is about what the line takes to empty.
    const retryAfterS = Math.min(Math.max(Math.ceil(lastCallMs[priority] / 1000), 1), 60)
    throw createError('OVERLOADED', 'Too many texts and pictures are waiting to be embedded.', { retryAfterS })
  }

  function assertRoom(priority: Priority): void {
    if (open[priority] >= callsMax[priority]) refuse(priority)
  }

  return {
    open,
    assertRoom,
    async admit(priority, work) {
      if (isFinishing) throw createError('SHUTTING_DOWN', 'The embedder is closing.', { retryAfterS: 5 })
      assertRoom(priority)
      const startMs = performance.now()
      open[priority] += 1
      const call = work()
      inside.add(call)
      try {
        return await call
      } finally {
        inside.delete(call)
        open[priority] -= 1
        lastCallMs[priority] = performance.now() - startMs
      }
    },
    async finish() {
      isFinishing = true
      await Promise.allSettled(inside)
    },
  }
}
