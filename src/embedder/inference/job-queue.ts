// The order in which inference jobs start: first come, first served. inference.ts takes from it; a scheduler that sorts
// by class or gathers batches would stand in its place. Its length is bounded by pool.ts, which admits the calls.

export type JobQueue<Job> = {
  readonly length: number
  /** Adds a job at the end. */
  push(job: Job): void
  /** Puts a job that had been taken back to the front. */
  putBack(job: Job): void
  /** The next job, which leaves the queue; undefined when none waits. */
  take(): Job | undefined
  /** Drops a job; false when it does not wait any more. */
  remove(job: Job): boolean
}

export function createJobQueue<Job>(): JobQueue<Job> {
  const jobs: Job[] = []
  return {
    get length() {
      return jobs.length
    },
    push(job) {
      jobs.push(job)
    },
    putBack(job) {
      jobs.unshift(job)
    },
    take() {
      return jobs.shift()
    },
    remove(job) {
      const i = jobs.indexOf(job)
      if (i >= 0) jobs.splice(i, 1)
      return i >= 0
    },
  }
}
