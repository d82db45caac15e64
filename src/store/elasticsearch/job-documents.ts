// Jobs as documents of the shared state: this engine's part of the port ../job-store.ts. What is searched for are fields, the job itself is
// one text that the engine only keeps.
import type { estypes } from '@elastic/elasticsearch'
import type { Job, JobStore, VersionedJob } from '../job-store.ts'
import type { Engine } from './engine.ts'
import { isVersionConflict } from './index-names.ts'
import { createSharedState, stateAliasOf, stateIndexOf } from './shared-state.ts'

/** Fields that an older state index may lack. */
const properties: Record<string, estypes.MappingProperty> = {
  is_open: { type: 'boolean' },
  document: { type: 'keyword', index: false, doc_values: false },
}

type Fields = { kind: 'job'; at: string; is_open: boolean; document: string }

export function createJobDocuments(engine: Engine, store: string): JobStore {
  const index = stateIndexOf(store)
  let isMapped: Promise<void> | undefined

  /** Once a process, before the first job is written. */
  function assertMapped(): Promise<void> {
    isMapped ??= (async () => {
      await createSharedState(engine, store)
      await engine.call(
        async (client, options) => void (await client.indices.putMapping({ index, properties }, options)),
      )
    })().catch((error) => {
      isMapped = undefined
      throw error
    })
    return isMapped
  }

  async function write(job: Job, condition: Pick<estypes.IndexRequest, 'op_type' | 'if_seq_no' | 'if_primary_term'>) {
    await assertMapped()
    const { _seq_no, _primary_term } = await engine.call((client, options) =>
      client.index(
        { index: stateAliasOf(store), require_alias: true, id: idOf(job.jobId), document: toFields(job), ...condition },
        options,
      ),
    )
    return toVersion(_seq_no!, _primary_term!)
  }

  async function search(query: estypes.QueryDslQueryContainer[], order: 'asc' | 'desc', size: number) {
    return engine.call(async (client, options) => {
      if (!(await client.indices.exists({ index }, options))) return []
      await client.indices.refresh({ index }, options)
      const { hits } = await client.search<Fields>(
        {
          index,
          query: { bool: { filter: [{ term: { kind: 'job' } }, ...query] } },
          sort: [{ at: { order } }],
          size,
          seq_no_primary_term: true,
        },
        options,
      )
      return hits.hits.map((hit) => toJob(hit._source!, hit._seq_no!, hit._primary_term!))
    })
  }

  return {
    async create(job) {
      await write(job, { op_type: 'create' })
    },
    async get(jobId) {
      const { docs } = await engine.call((client, options) =>
        client.mget<Fields>({ index, ids: [idOf(jobId)] }, options),
      )
      const doc = docs[0]
      if (!doc || !('found' in doc) || !doc.found) return null
      return toJob(doc._source!, doc._seq_no!, doc._primary_term!)
    },
    list: (limit) => search([], 'desc', limit),
    listOpen: (limit) => search([{ term: { is_open: true } }], 'asc', limit),
    async replace(job, version) {
      try {
        return await write(job, fromVersion(version))
      } catch (error) {
        if (!isVersionConflict(error)) throw error
        // Sent again after its answer was lost, it meets its own first writing.
        const now = await this.get(job.jobId)
        return now !== null && JSON.stringify(now.job) === JSON.stringify(job) ? now.version : null
      }
    },
    async remove(jobIds) {
      for (const jobId of jobIds) {
        await engine.call(
          async (client, options) =>
            void (await client.delete({ index, id: idOf(jobId) }, { ...options, ignore: [404] })),
        )
      }
    },
  }
}

function idOf(jobId: string): string {
  return `job-${jobId}`
}

function toFields(job: Job): Fields {
  const isOpen = job.state === 'queued' || job.state === 'running'
  return { kind: 'job', at: job.createdAt, is_open: isOpen, document: JSON.stringify(job) }
}

function toJob({ document }: Fields, seqNo: number, primaryTerm: number): VersionedJob {
  return { job: JSON.parse(document), version: toVersion(seqNo, primaryTerm) }
}

function toVersion(seqNo: number, primaryTerm: number): string {
  return `${seqNo}.${primaryTerm}`
}

function fromVersion(version: string) {
  const [seqNo, primaryTerm] = version.split('.').map(Number)
  return { if_seq_no: seqNo!, if_primary_term: primaryTerm! }
}
