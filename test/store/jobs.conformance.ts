// What every store does with jobs and kept answers. Part of vector-store.conformance.ts.
import type { Test } from 'tap'
import type { Job } from '../../src/store/job-store.ts'
import type { VectorStore } from '../../src/store/vector-store.ts'

/** A job with made-up values; the fields given stand in for them. */
export function sampleJob(jobId: string, changes: Partial<Job> = {}): Job {
  return {
    jobId,
    kind: 'ingest',
    state: 'queued',
    request: { path: 'phone/Ärger', include: ['*.jpg'], exclude: [], readsAll: false, restore: false, prune: true },
    createdAt: '2025-01-01T00:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    progress: { found: 3, isCounted: true, done: 2, counts: { created: 1, failed: 1 } },
    problems: [{ relativePath: 'phone/a.jpg', outcome: 'failed', code: 'IMAGE_UNDECODABLE', reason: 'It is damaged.' }],
    problemsLeftOut: 0,
    fault: null,
    isCancelRequested: false,
    attempts: 0,
    owner: null,
    leaseUntil: null,
    ...changes,
  }
}

export function testJobs(
  test: (title: string, work: (t: Test) => Promise<void>) => void,
  name: string,
  open: (t: Test) => Promise<VectorStore>,
): void {
  test(`${name}: jobs are kept, listed by time, and written only by who has seen them last`, async (t) => {
    const { jobs } = await open(t)
    t.strictSame(await jobs.list(10), [])
    t.equal(await jobs.get('none'), null)
    for (const [i, state] of (['succeeded', 'queued', 'running'] as const).entries()) {
      await jobs.create(sampleJob(`job-${i}`, { state, createdAt: `2025-01-0${i + 1}T00:00:00.000Z` }))
    }
    const idsOf = (found: { job: Job }[]) => found.map(({ job }) => job.jobId)
    t.strictSame(idsOf(await jobs.list(10)), ['job-2', 'job-1', 'job-0'])
    t.strictSame(idsOf(await jobs.list(1)), ['job-2'])
    t.strictSame(idsOf(await jobs.listOpen(10)), ['job-1', 'job-2'])
    const { job, version } = (await jobs.get('job-1'))!
    t.strictSame(job, sampleJob('job-1', { state: 'queued', createdAt: '2025-01-02T00:00:00.000Z' }))

    const next = await jobs.replace({ ...job, state: 'running', attempts: 1 }, version)
    t.ok(next !== null && next !== version)
    t.equal(await jobs.replace({ ...job, state: 'cancelled' }, version), null, 'somebody was faster')
    t.match(await jobs.get('job-1'), { job: { state: 'running', attempts: 1 }, version: next })
    t.ok(await jobs.replace({ ...job, state: 'succeeded' }, next!))
    t.strictSame(idsOf(await jobs.listOpen(10)), ['job-2'])

    await jobs.remove(['job-0', 'never'])
    t.strictSame(idsOf(await jobs.list(10)), ['job-2', 'job-1'])
    await t.rejects(jobs.create(sampleJob('job-2')), 'an id is taken once')
  })

  test(`${name}: an answer is kept for whoever comes again under its key`, async (t) => {
    const { answers } = await open(t)
    const limits = { staleBefore: '2025-01-01T12:00:00.000Z', forgottenBefore: '2025-01-01T00:00:00.000Z' }
    const at = (time: string) => ({ fingerprint: 'a', answer: null, at: `2025-01-01T${time}.000Z` })
    const answered = { ...at('13:00:00'), answer: { status: 201, body: '{"ü":1}' } }
    t.equal(await answers.take('k', at('13:00:00'), limits), null)
    t.strictSame(await answers.take('k', at('13:00:01'), limits), at('13:00:00'), 'taken by the first')
    await answers.put('k', answered)
    t.strictSame(await answers.take('k', at('14:00:00'), limits), answered)
    t.equal(await answers.take('other', at('13:00:00'), limits), null)
    await answers.drop('k')
    t.equal(await answers.take('k', at('11:00:00'), limits), null, 'free again')
    t.equal(await answers.take('k', at('13:30:00'), limits), null, 'its instance has died')
    await answers.put('k', { ...answered, at: '2024-12-31T23:00:00.000Z' })
    t.equal(await answers.take('k', at('15:00:00'), limits), null, 'after a day it is forgotten')
    const racing = await Promise.all([1, 2, 3, 4].map((i) => answers.take('race', at(`16:00:0${i}`), limits)))
    t.equal(racing.filter((found) => found === null).length, 1, 'one of them has it')
  })
}
