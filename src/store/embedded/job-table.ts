// The rows of the `jobs` table: the embedded store's part of the port ../job-store.ts. embedded-index.ts puts it into the store.
import type { SQLOutputValue } from 'node:sqlite'
import type { Job, JobStore, VersionedJob } from '../job-store.ts'
import type { Database } from './database.ts'

type Row = Record<string, SQLOutputValue>

export function createJobTable(database: Database): JobStore {
  const { sqlite } = database
  const insert = sqlite.prepare(
    'INSERT INTO jobs (job_id, created_at, is_open, version, document) VALUES (?, ?, ?, 1, ?)',
  )
  const byId = sqlite.prepare('SELECT version, document FROM jobs WHERE job_id = ?')
  const newest = sqlite.prepare('SELECT version, document FROM jobs ORDER BY created_at DESC, job_id LIMIT ?')
  const open = sqlite.prepare(
    'SELECT version, document FROM jobs WHERE is_open = 1 ORDER BY created_at, job_id LIMIT ?',
  )
  const replace = sqlite.prepare(
    'UPDATE jobs SET is_open = ?, version = version + 1, document = ? WHERE job_id = ? AND version = ?',
  )
  const remove = sqlite.prepare('DELETE FROM jobs WHERE job_id = ?')
  /** Runs the work as a promise, so that what it throws is a rejection. */
  const run = async <T>(work: () => T): Promise<T> => database.read(work)
  return {
    create: async (job) =>
      database.transact(() => void insert.run(job.jobId, job.createdAt, isOpen(job) ? 1 : 0, JSON.stringify(job))),
    get: (jobId) => run(() => toJob(byId.get(jobId))),
    list: (limit) => run(() => newest.all(limit).map((row) => toJob(row)!)),
    listOpen: (limit) => run(() => open.all(limit).map((row) => toJob(row)!)),
    replace: async (job, version) =>
      database.transact(() => {
        const { changes } = replace.run(isOpen(job) ? 1 : 0, JSON.stringify(job), job.jobId, Number(version))
        return Number(changes) === 1 ? String(Number(version) + 1) : null
      }),
    remove: async (jobIds) => database.transact(() => jobIds.forEach((jobId) => void remove.run(jobId))),
  }
}

function isOpen({ state }: Job): boolean {
  return state === 'queued' || state === 'running'
}

function toJob(row: Row | undefined): VersionedJob | null {
  return row ? { job: JSON.parse(String(row.document)), version: String(row.version) } : null
}
