// The port for jobs: long work that was asked for over HTTP, kept in the store so that it outlives the instance that works on it. Part of
// vector-store.ts; ../jobs/ decides what becomes of a job.

export const jobStates = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
export type JobState = (typeof jobStates)[number]

export type IngestJobRequest = {
  /** A folder or file of the library; '' is all of it. */
  path: string
  include: string[]
  exclude: string[]
  readsAll: boolean
  restore: boolean
  prune: boolean
}

export type JobProgress = {
  /** Places found so far; all there are once `isCounted`. */
  found: number
  isCounted: boolean
  done: number
  /** By outcome. */
  counts: Record<string, number>
}

export type JobProblem = { relativePath: string; outcome: string; code: string; reason: string }

/** Times are ISO 8601 in UTC with milliseconds. */
export type Job = {
  jobId: string
  kind: 'ingest'
  state: JobState
  request: IngestJobRequest
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
  progress: JobProgress
  /** The first files that were not taken; `problemsLeftOut` counts the rest. */
  problems: JobProblem[]
  problemsLeftOut: number
  /** What ended it before its end. */
  fault: { code: string; detail: string } | null
  isCancelRequested: boolean
  /** How often an instance began with it: more than once where one died or was stopped. */
  attempts: number
  /** The instance that works on it, and until when it is its alone unless it says so again. */
  owner: string | null
  leaseUntil: string | null
}

/** `version` changes with every write. */
export type VersionedJob = { job: Job; version: string }

export type JobStore = {
  create(job: Job): Promise<void>
  get(jobId: string): Promise<VersionedJob | null>
  /** The newest first; at most `limit`. */
  list(limit: number): Promise<VersionedJob[]>
  /** Those that are queued or running, the oldest first; at most `limit`. */
  listOpen(limit: number): Promise<VersionedJob[]>
  /** Writes the job unless somebody has written it since that version. Resolves to its new version, or to null. */
  replace(job: Job, version: string): Promise<string | null>
  remove(jobIds: readonly string[]): Promise<void>
}
