// Wire schemas of /jobs: what is asked for, and how far it is.
import { type Static, Type } from 'typebox'
import { nullable, ref } from './ref.ts'

export const JobId = Type.String({ $id: 'JobId', format: 'uuid', maxLength: 36, description: 'The id of a job.' })

const pattern = Type.String({ minLength: 1, maxLength: 512 })
const patterns = (description: string) => Type.Optional(Type.Array(pattern, { maxItems: 64, description }))
const flag = (description: string) => Type.Optional(Type.Boolean({ default: false, description }))

export const IngestJobRequest = Type.Object(
  {
    path: Type.Optional(
      Type.String({
        maxLength: 1024,
        default: '',
        description: 'A folder or file of the library, relative to its root; all of it where this is left out.',
      }),
    ),
    include: patterns('Only files that match one of these, such as `*.jpg` or `phone/2024/**`.'),
    exclude: patterns('Neither files nor folders that match one of these.'),
    checksum: flag('Read every file, also those whose size and time are as they were recorded.'),
    restore: flag('Take pictures back that were deleted.'),
    prune: flag('Then forget pictures whose files are gone, unless more than half of them are.'),
  },
  { $id: 'IngestJobRequest', additionalProperties: false, examples: [{ path: 'phone', exclude: ['drafts/'] }] },
)
export type IngestJobRequest = Static<typeof IngestJobRequest>

const time = Type.String({ format: 'date-time' })
const count = Type.Integer({ minimum: 0 })

export const JobKind = Type.Enum(['ingest'], { $id: 'JobKind', type: 'string' })

export const JobState = Type.Enum(['queued', 'running', 'succeeded', 'failed', 'cancelled'], {
  $id: 'JobState',
  type: 'string',
})

export const JobProgress = Type.Object(
  {
    found: Type.Integer({ minimum: 0, description: 'Files found so far; all there are once `is_counted`.' }),
    is_counted: Type.Boolean(),
    done: Type.Integer({ minimum: 0, description: 'Files that have their outcome.' }),
    counts: Type.Record(Type.String(), count, { description: 'Files by outcome, such as `created` or `failed`.' }),
  },
  { $id: 'JobProgress', additionalProperties: false },
)

export const JobProblem = Type.Object(
  { relative_path: Type.String(), outcome: Type.String(), code: Type.String(), detail: Type.String() },
  { $id: 'JobProblem', additionalProperties: false, description: 'A file that was not taken, and why.' },
)

export const JobFault = Type.Object(
  { code: Type.String(), detail: Type.String() },
  { $id: 'JobFault', additionalProperties: false, description: 'What ended a job before its end.' },
)

export const JobLinks = Type.Object(
  { self: Type.String(), events: Type.String(), cancel: Type.String() },
  { $id: 'JobLinks', additionalProperties: false, description: 'Addresses relative to the service’s root.' },
)

export const Job = Type.Object(
  {
    job_id: ref(JobId),
    kind: ref(JobKind),
    state: ref(JobState),
    request: ref(IngestJobRequest),
    created_at: time,
    started_at: nullable(time),
    finished_at: nullable(time),
    progress: ref(JobProgress),
    problems: Type.Array(ref(JobProblem), {
      description: 'The first files that were not taken, when the job has ended; at most 100.',
    }),
    problems_left_out: count,
    fault: nullable(ref(JobFault)),
    is_cancel_requested: Type.Boolean(),
    attempts: Type.Integer({
      minimum: 0,
      description: 'How often an instance began with it: more than once where one died or was stopped.',
    }),
    links: ref(JobLinks),
  },
  { $id: 'Job', additionalProperties: false, description: 'Long work that goes on without its request.' },
)
export type Job = Static<typeof Job>

export const JobEventName = Type.Enum(['progress', 'end'], { $id: 'JobEventName', type: 'string' })

/** As readers of server-sent events hand them on. */
export const JobEvent = Type.Object(
  {
    event: ref(JobEventName),
    data: Type.String({
      contentMediaType: 'application/json',
      contentSchema: ref(Job),
      description: 'The job as it is then: a `Job`.',
    }),
  },
  { $id: 'JobEvent', additionalProperties: false, description: 'One of the events that a job is followed by.' },
)

export const JobList = Type.Object(
  { jobs: Type.Array(ref(Job), { description: 'The newest first.' }) },
  { $id: 'JobList', additionalProperties: false },
)
export type JobList = Static<typeof JobList>
