// Jobs as clients see them: asked for, looked at, cancelled. The routes call it; job-runner.ts does the work.
import { randomUUID } from 'node:crypto'
import { createError } from '../errors.ts'
import type { Library } from '../library/library.ts'
import type { IngestJobRequest, Job, JobStore } from '../store/job-store.ts'

export type Jobs = {
  /** Errors: PATH_INVALID, FILE_NOT_FOUND for a folder that is not there; OVERLOADED where too many wait. */
  startIngest(request: IngestJobRequest): Promise<Job>
  /** Errors: JOB_NOT_FOUND. */
  get(jobId: string): Promise<Job>
  /** The newest first. */
  list(limit: number): Promise<Job[]>
  /** Asks whoever works on it to end; a job that waits ends at once. Errors: JOB_NOT_FOUND. */
  cancel(jobId: string): Promise<Job>
}

/** More would only wait for each other. */
const openMax = 100
/** Of those that have ended, so that the store does not grow. */
const keptMax = 1_000

export function createJobs(parts: {
  store: JobStore
  library: Pick<Library, 'checkPath' | 'walk'>
  /** Tells the runner of this instance. */
  wake: () => void
}): Jobs {
  const { store, library, wake } = parts
  let lastMs = 0

  /** Later than that of the job before, so that two of one millisecond stay in their order. */
  function nextTime(): string {
    lastMs = Math.max(Date.now(), lastMs + 1)
    return new Date(lastMs).toISOString()
  }

  async function find(jobId: string) {
    const found = await store.get(jobId)
    if (found) return found
    throw createError('JOB_NOT_FOUND', `There is no job with the id "${jobId}".`)
  }

  return {
    async startIngest(request) {
      const path = request.path === '' ? '' : library.checkPath(request.path)
      await assertIsThere(library, path)
      if ((await store.listOpen(openMax)).length >= openMax) {
        throw createError('OVERLOADED', `${openMax} jobs wait already.`, { retryAfterS: 60 })
      }
      const job: Job = {
        jobId: randomUUID(),
        kind: 'ingest',
        state: 'queued',
        request: { ...request, path },
        createdAt: nextTime(),
        startedAt: null,
        finishedAt: null,
        progress: { found: 0, isCounted: false, done: 0, counts: {} },
        problems: [],
        problemsLeftOut: 0,
        fault: null,
        isCancelRequested: false,
        attempts: 0,
        owner: null,
        leaseUntil: null,
      }
      await store.create(job)
      await forgetOld(store)
      wake()
      return job
    },
    async get(jobId) {
      return (await find(jobId)).job
    },
    async list(limit) {
      return (await store.list(limit)).map(({ job }) => job)
    },
    async cancel(jobId) {
      for (;;) {
        const { job, version } = await find(jobId)
        if (job.state !== 'queued' && job.state !== 'running') return job
        const now = new Date().toISOString()
        const ended = { state: 'cancelled' as const, finishedAt: now }
        const cancelled: Job = { ...job, isCancelRequested: true, ...(job.state === 'queued' ? ended : {}) }
        if ((await store.replace(cancelled, version)) !== null) return cancelled
      }
    },
  }
}

/** The walk tells it with the first step. */
async function assertIsThere(library: Pick<Library, 'walk'>, path: string): Promise<void> {
  for await (const _place of library.walk(path)) return
}

async function forgetOld(store: JobStore): Promise<void> {
  const jobs = await store.list(keptMax + openMax + 1)
  const ended = jobs.filter(({ job }) => job.finishedAt !== null).slice(keptMax)
  if (ended.length > 0) await store.remove(ended.map(({ job }) => job.jobId))
}
