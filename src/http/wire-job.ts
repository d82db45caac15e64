// A job as the wire has it. Part of routes/jobs.ts.
import type { Job } from '../store/job-store.ts'
import type { Job as WireJob } from './schemas/jobs.ts'

export function toWireJob(job: Job): WireJob {
  const self = `/jobs/${job.jobId}`
  const { readsAll: checksum, ...request } = job.request
  const { found, isCounted: is_counted, done, counts } = job.progress
  return {
    job_id: job.jobId,
    kind: job.kind,
    state: job.state,
    request: { ...request, checksum },
    created_at: job.createdAt,
    started_at: job.startedAt,
    finished_at: job.finishedAt,
    progress: { found, is_counted, done, counts },
    problems: job.problems.map(({ relativePath, outcome, code, reason }) => ({
      relative_path: relativePath,
      outcome,
      code,
      detail: reason,
    })),
    problems_left_out: job.problemsLeftOut,
    fault: job.fault,
    is_cancel_requested: job.isCancelRequested,
    attempts: job.attempts,
    links: { self, events: `${self}/events`, cancel: `${self}/cancel` },
  }
}
