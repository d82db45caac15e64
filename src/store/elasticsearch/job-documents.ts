// Jobs as documents of the shared state: this engine's part of the port ../job-store.ts.
import { createError } from '../../errors.ts'
import type { Job, JobStore, VersionedJob } from '../job-store.ts'
import type { StateDocument, StateDocuments, StateFields } from './state-documents.ts'

const isJob = { term: { kind: 'job' } }

export function createJobDocuments(documents: StateDocuments): JobStore {
  return {
    async create(job) {
      const version = await documents.write(idOf(job.jobId), toFields(job), 'nothing')
      if (version === null) throw createError('INTERNAL', 'A job has the id of another one.')
    },
    async get(jobId) {
      const found = await documents.get(idOf(jobId))
      return found && toJob(found)
    },
    list: async (limit) => (await documents.search([isJob], 'desc', limit)).map(toJob),
    listOpen: async (limit) => (await documents.search([isJob, { term: { is_open: true } }], 'asc', limit)).map(toJob),
    replace: (job, version) => documents.write(idOf(job.jobId), toFields(job), { version }),
    async remove(jobIds) {
      for (const jobId of jobIds) await documents.remove(idOf(jobId))
    },
  }
}

function idOf(jobId: string): string {
  return `job-${jobId}`
}

function toFields(job: Job): StateFields {
  const isOpen = job.state === 'queued' || job.state === 'running'
  return { kind: 'job', at: job.createdAt, is_open: isOpen, document: JSON.stringify(job) }
}

function toJob({ document, version }: StateDocument): VersionedJob {
  return { job: JSON.parse(document), version }
}
