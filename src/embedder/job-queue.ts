// The order in which decoding and inference start: interactive jobs first, bulk with a share of the turns, each class first come,
// first served; several that fit together at once. inference.ts and slots.ts take from it. admission.ts bounds its length.
import type { Priority } from './embedder.ts'

export type Queued = {
  priority: Priority
  /** Jobs of one shape may go into one run. */
  shape: string
  /** Runs without others: a second attempt, so that what ended the first takes nobody along. */
  isAlone: boolean
}

export type JobQueue<Job extends Queued> = {
  readonly length: number
  /** Adds a job at the end of its class. */
  push(job: Job): void
  /** Puts a job that had been taken back to the front of its class. */
  putBack(job: Job): void
  /** The jobs of the next run, which leave the queue: up to `countMax` of one class and one shape; none when none waits. */
  take(countMax: number): Job[]
  /** Drops a job; false when it does not wait any more. */
  remove(job: Job): boolean
}

/** While both classes wait, one turn in so many is bulk's: bulk always moves, and costs interactive jobs an eighth of the time. */
export const turnsPerBulkTurn = 8

export function createJobQueue<Job extends Queued>(): JobQueue<Job> {
  const waiting: Record<Priority, Job[]> = { interactive: [], bulk: [] }
  /** Turns that interactive jobs had while bulk ones waited. */
  let turns = 0

  function chooseClass(): Job[] {
    const { interactive, bulk } = waiting
    if (interactive.length === 0 || bulk.length === 0) {
      turns = 0
      return interactive.length > 0 ? interactive : bulk
    }
    turns = (turns + 1) % turnsPerBulkTurn
    return turns === 0 ? bulk : interactive
  }

  return {
    get length() {
      return waiting.interactive.length + waiting.bulk.length
    },
    push(job) {
      waiting[job.priority].push(job)
    },
    putBack(job) {
      waiting[job.priority].unshift(job)
    },
    take(countMax) {
      const jobs = chooseClass()
      const first = jobs.shift()
      if (first === undefined) return []
      const taken = [first]
      if (first.isAlone) return taken
      for (let i = 0; i < jobs.length && taken.length < countMax; ) {
        const job = jobs[i]!
        if (job.shape === first.shape && !job.isAlone) taken.push(...jobs.splice(i, 1))
        else i++
      }
      return taken
    },
    remove(job) {
      const jobs = waiting[job.priority]
      const i = jobs.indexOf(job)
      if (i >= 0) jobs.splice(i, 1)
      return i >= 0
    },
  }
}
