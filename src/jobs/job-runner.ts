// Works on the jobs of a store, one at a time: takes one under a lease, says how far it is, ends it when it is cancelled, and gives it back
// when the instance stops. Where an instance died, its lease runs out and another one, or its next start, goes on. service.ts starts it.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isLikenessError } from '../errors.ts'
import type { IngestJobRequest, Job, JobProblem, JobProgress, JobStore, VersionedJob } from '../store/job-store.ts'

export type JobResult = {
  progress: JobProgress
  problems: JobProblem[]
  problemsLeftOut: number
  fault: { code: string; detail: string } | null
}

/** Does what the job asks for. Rejects where it cannot begin. Given up by the signal, it resolves to how far it came. */
export type RunIngestJob = (
  request: IngestJobRequest,
  call: { onProgress: (progress: JobProgress) => void; signal: AbortSignal },
) => Promise<JobResult>

export type JobTimes = {
  /** How often the store is asked for work where there was none. */
  pollMs: number
  /** How often progress is written and a cancellation is looked for. */
  renewMs: number
  /** A job whose instance has said nothing for so long is free. */
  leaseMs: number
}
export const jobTimes: JobTimes = { pollMs: 5_000, renewMs: 1_000, leaseMs: 30_000 }

export type JobRunner = {
  /** There is new work: look at once. */
  wake(): void
  /** Gives the job in hand back and ends. */
  close(): Promise<void>
}

export type JobLog = {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/** Open jobs that are looked at for one that is free. */
const lookedAtMax = 100

export function startJobRunner(
  { store, run, log }: { store: JobStore; run: RunIngestJob; log: JobLog },
  times: JobTimes = jobTimes,
): JobRunner {
  const owner = randomUUID()
  const stop = new AbortController()
  /** Resolved when there is new work since the store was asked last. */
  let news = Promise.withResolvers<void>()

  async function loop(): Promise<void> {
    /** Told once, until the store answers again. */
    let isAway = false
    while (!stop.signal.aborted) {
      news = Promise.withResolvers<void>()
      const taken = await takeNext().then(
        (next) => {
          isAway = false
          return next
        },
        (error: unknown) => {
          if (!isAway) log.warn({ err: error }, 'jobs cannot be looked for')
          isAway = true
          return null
        },
      )
      if (taken !== null) await work(taken)
      else await Promise.race([news.promise, sleep(times.pollMs, undefined, { signal: stop.signal }).catch(() => {})])
    }
  }

  /** The oldest job that nobody works on, claimed. */
  async function takeNext(): Promise<VersionedJob | null> {
    for (const { job, version } of await store.listOpen(lookedAtMax)) {
      if (!isFree(job)) continue
      const now = new Date().toISOString()
      const claimed: Job = {
        ...job,
        state: 'running',
        owner,
        leaseUntil: leaseEnd(),
        startedAt: job.startedAt ?? now,
        attempts: job.attempts + 1,
      }
      const newVersion = await store.replace(claimed, version)
      if (newVersion !== null) return { job: claimed, version: newVersion }
    }
    return null
  }

  const leaseEnd = () => new Date(Date.now() + times.leaseMs).toISOString()

  async function work(taken: VersionedJob): Promise<void> {
    const { jobId, attempts } = taken.job
    log.info({ job_id: jobId, attempts }, 'job started')
    const held = holdLease(taken)
    const signal = AbortSignal.any([stop.signal, held.signal])
    let result: JobResult | null = null
    let fault: Job['fault'] = null
    try {
      result = await run(taken.job.request, { onProgress: held.note, signal })
    } catch (error) {
      fault = describeFault(error)
      if (!isLikenessError(error)) log.warn({ job_id: jobId, err: error }, 'a job failed unexpectedly')
    }
    const how = await held.end(({ isCancelled }) => finish(result, fault, isCancelled))
    log.info({ job_id: jobId, state: how }, 'job left')
  }

  /** What becomes of the job in hand. */
  function finish(result: JobResult | null, fault: Job['fault'], isCancelled: boolean): Partial<Job> {
    const told = result ?? {}
    const ended = { ...told, owner: null, leaseUntil: null, finishedAt: new Date().toISOString() }
    if (isCancelled) return { ...ended, state: 'cancelled' }
    // The instance stops: whoever comes next goes on, and finds done what was done.
    if (stop.signal.aborted) return { ...told, owner: null, leaseUntil: null, state: 'queued' }
    const found = fault ?? result?.fault ?? null
    return { ...ended, fault: found, state: found === null ? 'succeeded' : 'failed' }
  }

  /** Renews the lease with the newest progress; aborts its signal when the job is cancelled or was taken by another. */
  function holdLease(taken: VersionedJob) {
    const lost = new AbortController()
    let { job, version } = taken
    let progress = job.progress
    let isLost = false
    let isCancelled = job.isCancelRequested
    let renewing = Promise.resolve()
    if (isCancelled) lost.abort()

    /** Tries until it is written, or the job is another's. A cancellation that was written meanwhile is taken over. */
    async function write(changes: () => Partial<Job>): Promise<void> {
      while (!isLost) {
        const next: Job = { ...job, ...changes() }
        const newVersion = await store.replace(next, version)
        if (newVersion !== null) {
          job = next
          version = newVersion
          return
        }
        const now = await store.get(job.jobId)
        if (now === null || now.job.owner !== owner) isLost = true
        else ({ job, version } = now)
        if (job.isCancelRequested) isCancelled = true
        if (isLost || isCancelled) lost.abort()
      }
    }

    const timer = setInterval(() => {
      renewing = renewing
        .then(() => write(() => ({ progress, leaseUntil: leaseEnd() })))
        // The store may answer again before the lease runs out.
        .catch((error: unknown) =>
          log.warn({ job_id: job.jobId, err: error }, 'the progress of a job cannot be written'),
        )
    }, times.renewMs)

    return {
      signal: lost.signal,
      note(now: JobProgress) {
        progress = { ...now, counts: { ...now.counts } }
      },
      async end(changes: (state: { isCancelled: boolean }) => Partial<Job>): Promise<Job['state'] | 'lost'> {
        clearInterval(timer)
        await renewing
        await write(() => ({ progress, ...changes({ isCancelled }) })).catch((error: unknown) => {
          log.warn({ job_id: job.jobId, err: error }, 'the end of a job cannot be written; it will be done again')
        })
        return isLost ? 'lost' : job.state
      },
    }
  }

  const running = loop()
  return {
    wake: () => news.resolve(),
    async close() {
      stop.abort()
      await running
    },
  }
}

function isFree({ state, leaseUntil }: Job): boolean {
  return state === 'queued' || leaseUntil === null || Date.parse(leaseUntil) < Date.now()
}

function describeFault(error: unknown): { code: string; detail: string } {
  if (isLikenessError(error)) return { code: error.code, detail: error.message }
  return { code: 'INTERNAL', detail: 'The job failed. The log has the cause under its id.' }
}
