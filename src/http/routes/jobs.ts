// /jobs: long work of the service that is asked for, looked at, followed and cancelled.
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { createError } from '../../errors.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { Job } from '../../store/job-store.ts'
import { IngestJobRequest, JobEvent, JobId, JobList, Job as JobSchema } from '../schemas/jobs.ts'
import { bodyCodes, problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import { toWireJob } from '../wire-job.ts'

const Params = Type.Object({ job_id: ref(JobId) }, { additionalProperties: false })
type Params = Static<typeof Params>

const ListQuery = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'Jobs at most.' })) },
  { additionalProperties: false },
)

/** How often a job is looked at for those who follow it, and how often a line keeps their connection open. */
const lookMs = 500
const aliveMs = 15_000
/** Each follower asks the store twice a second. */
const followersMax = 100

export async function jobsRoutes(
  app: FastifyInstance,
  { jobs, isStopping }: { jobs: Jobs; isStopping: () => boolean },
): Promise<void> {
  let followers = 0

  app.route({
    method: 'POST',
    url: '/jobs/ingest',
    schema: {
      operationId: 'startIngestJob',
      tags: ['jobs'],
      summary: 'Take in pictures of the library',
      description:
        'Does what `likeness ingest` does, in the service: folders of its library only. One job runs at a time in each instance; the others wait. A job outlives the instance that works on it: another one, or the next start, goes on with it.',
      body: { content: { 'application/json': { schema: ref(IngestJobRequest) } } },
      response: {
        202: {
          description: 'The job, which waits now.',
          ...ref(JobSchema),
          headers: { Location: Type.String({ description: 'Where the job is read.' }) },
        },
        ...problems(...bodyCodes, 'PATH_INVALID', 'FILE_NOT_FOUND'),
      },
    },
    handler: async (request, reply) => {
      const { path = '', include = [], exclude = [], ...flags } = (request.body ?? {}) as IngestJobRequest
      const { checksum: readsAll = false, restore = false, prune = false } = flags
      const job = await jobs.startIngest({ path: path.normalize('NFC'), include, exclude, readsAll, restore, prune })
      request.log.info({ job_id: job.jobId }, 'job asked for')
      const wireJob = toWireJob(job)
      return reply.code(202).header('location', wireJob.links.self).send(wireJob)
    },
  })

  app.route({
    method: 'GET',
    url: '/jobs',
    schema: {
      operationId: 'listJobs',
      tags: ['jobs'],
      summary: 'List jobs, the newest first',
      querystring: ListQuery,
      response: { 200: { description: 'The jobs.', ...ref(JobList) }, ...problems() },
    },
    handler: async (request) => {
      const { limit = 100 } = request.query as Static<typeof ListQuery>
      return { jobs: (await jobs.list(limit)).map(toWireJob) }
    },
  })

  app.route({
    method: 'GET',
    url: '/jobs/:job_id',
    schema: {
      operationId: 'getJob',
      tags: ['jobs'],
      summary: 'Read how far a job is',
      params: Params,
      response: { 200: { description: 'The job.', ...ref(JobSchema) }, ...problems('JOB_NOT_FOUND') },
    },
    handler: async (request) => toWireJob(await jobs.get((request.params as Params).job_id)),
  })

  app.route({
    method: 'POST',
    url: '/jobs/:job_id/cancel',
    schema: {
      operationId: 'cancelJob',
      tags: ['jobs'],
      summary: 'Cancel a job',
      description:
        'A job that waits is cancelled at once; one that runs ends within a few seconds. What it has done stays. One that has ended stays as it is.',
      params: Params,
      response: {
        202: { description: 'The job as it is now.', ...ref(JobSchema) },
        ...problems('UNSUPPORTED_MEDIA_TYPE', 'JOB_NOT_FOUND'),
      },
    },
    handler: async (request, reply) => {
      const job = await jobs.cancel((request.params as Params).job_id)
      request.log.info({ job_id: job.jobId, state: job.state }, 'job cancelled')
      return reply.code(202).send(toWireJob(job))
    },
  })

  app.route({
    method: 'GET',
    url: '/jobs/:job_id/events',
    schema: {
      operationId: 'followJob',
      tags: ['jobs'],
      summary: 'Follow a job by server-sent events',
      description: 'An event `progress` with the job whenever it has changed, then one `end`, and the stream ends.',
      params: Params,
      response: {
        200: {
          description: 'The events; the data of each is a `Job`.',
          content: { 'text/event-stream': { schema: ref(JobEvent) } },
        },
        ...problems('JOB_NOT_FOUND'),
      },
    },
    handler: async (request, reply) => {
      const { job_id } = request.params as Params
      const first = await jobs.get(job_id)
      if (followers >= followersMax) {
        throw createError('OVERLOADED', `${followersMax} clients follow jobs already.`, { retryAfterS: 10 })
      }
      followers += 1
      const gone = new AbortController()
      reply.raw.once('close', () => {
        followers -= 1
        gone.abort()
      })
      const events = follow(first, () => jobs.get(job_id), gone.signal, isStopping)
      return reply.type('text/event-stream').header('cache-control', 'no-store').send(Readable.from(events))
    },
  })
}

async function* follow(
  first: Job,
  look: () => Promise<Job>,
  signal: AbortSignal,
  isStopping: () => boolean,
): AsyncGenerator<string> {
  let job = first
  let told = ''
  let toldMs = performance.now()
  while (!signal.aborted) {
    const hasEnded = job.finishedAt !== null
    const data = JSON.stringify(toWireJob(job))
    if (data !== told) yield `event: ${hasEnded ? 'end' : 'progress'}\ndata: ${data}\n\n`
    else if (performance.now() - toldMs > aliveMs) yield ': waiting\n\n'
    if (data !== told || performance.now() - toldMs > aliveMs) toldMs = performance.now()
    told = data
    // A client that follows comes again by itself, to another instance or after the start.
    if (hasEnded || isStopping()) return
    await sleep(lookMs, undefined, { signal }).catch(() => {})
    if (!signal.aborted) job = await look()
  }
}
