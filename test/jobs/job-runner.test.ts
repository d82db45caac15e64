// Who works on a job: one instance at a time, another one where that died, none after it was cancelled. The store is real, the work is
// whatever the test needs it to be.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { createError } from '../../src/errors.ts'
import { type JobRunner, type RunIngestJob, startJobRunner } from '../../src/jobs/job-runner.ts'
import { createJobs } from '../../src/jobs/jobs.ts'
import type { Job } from '../../src/store/job-store.ts'
import { startParts } from '../support/parts.ts'

const request = { path: '', include: [], exclude: [], readsAll: false, restore: false, prune: false }
const times = { pollMs: 20, renewMs: 20, leaseMs: 200 }
const silent = { info: () => {}, warn: () => {} }
const done = { found: 1, isCounted: true, done: 1, counts: { created: 1 } }
const result = { progress: done, problems: [], problemsLeftOut: 0, fault: null }

async function makePlace(t: Test) {
  const { store, library } = await startParts(t)
  const runners: JobRunner[] = []
  t.teardown(() => Promise.all(runners.map((runner) => runner.close())))
  const start = (run: RunIngestJob) => {
    const runner = startJobRunner({ store: store.jobs, run, log: silent }, times)
    runners.push(runner)
    return runner
  }
  const jobs = createJobs({ store: store.jobs, library, wake: () => {} })
  /** Polls the store, as any client can. */
  async function until(jobId: string, isReached: (job: Job) => boolean): Promise<Job> {
    for (;;) {
      const job = await jobs.get(jobId)
      if (isReached(job)) return job
      await sleep(10)
    }
  }
  return { store: store.jobs, jobs, start, until }
}

const hasEnded = ({ finishedAt }: Job) => finishedAt !== null
/** Work that goes on until it is given up. */
const endless: RunIngestJob = async (_request, { onProgress, signal }) => {
  while (!signal.aborted) {
    onProgress({ found: 9, isCounted: false, done: 4, counts: { created: 4 } })
    await sleep(5)
  }
  return { ...result, progress: { found: 9, isCounted: false, done: 5, counts: { created: 5 } } }
}

test('jobs are done one after the other, in the order they came', async (t) => {
  const { jobs, start, until } = await makePlace(t)
  const order: string[] = []
  let open = 0
  const [first, second, third] = [
    await jobs.startIngest({ ...request, exclude: ['1'] }),
    await jobs.startIngest({ ...request, exclude: ['2'] }),
    await jobs.startIngest({ ...request, exclude: ['3'] }),
  ]
  t.equal(first.state, 'queued')
  start(async ({ exclude }) => {
    open += 1
    t.equal(open, 1)
    order.push(exclude[0]!)
    await sleep(10)
    open -= 1
    return result
  })
  const ended = await until(third.jobId, hasEnded)
  t.strictSame(order, ['1', '2', '3'])
  t.match(ended, { state: 'succeeded', progress: done, owner: null, leaseUntil: null, attempts: 1, fault: null })
  t.match(
    (await jobs.list(10)).map(({ jobId }) => jobId),
    [third.jobId, second.jobId, first.jobId],
  )
})

test('jobs of the same millisecond keep their order', async (t) => {
  const { jobs } = await makePlace(t)
  const now = Date.now()
  t.intercept(Date, 'now', { value: () => now })
  const ids: string[] = []
  for (let i = 0; i < 8; i++) ids.push((await jobs.startIngest(request)).jobId)
  t.strictSame(
    (await jobs.list(10)).map(({ jobId }) => jobId),
    ids.toReversed(),
  )
})

test('progress can be seen while it goes on, and a job that is cancelled ends', async (t) => {
  const { jobs, start, until } = await makePlace(t)
  start(endless)
  const { jobId } = await jobs.startIngest(request)
  t.match(await until(jobId, ({ progress }) => progress.done > 0), { state: 'running', progress: { done: 4 } })
  t.match(await jobs.cancel(jobId), { state: 'running', isCancelRequested: true })
  t.match(await until(jobId, hasEnded), { state: 'cancelled', progress: { done: 5 } })
  t.match(await jobs.cancel(jobId), { state: 'cancelled' }, 'and stays so')
})

test('a job that waits is cancelled at once and never begun', async (t) => {
  const { jobs, start } = await makePlace(t)
  const { jobId } = await jobs.startIngest(request)
  t.match(await jobs.cancel(jobId), { state: 'cancelled', finishedAt: String })
  start(async () => {
    t.fail('it was begun')
    return result
  })
  await sleep(100)
  t.match(await jobs.get(jobId), { state: 'cancelled', attempts: 0 })
})

test('an instance that stops gives its job back, and the next one goes on with it', async (t) => {
  const { jobs, start, until } = await makePlace(t)
  const { jobId } = await jobs.startIngest(request)
  const first = start(endless)
  await until(jobId, ({ progress }) => progress.done > 0)
  await first.close()
  t.match(await jobs.get(jobId), { state: 'queued', owner: null, progress: { done: 5 } })
  start(async () => result)
  t.match(await until(jobId, hasEnded), { state: 'succeeded', attempts: 2 })
})

test('the job of an instance that died is taken over when its lease has run out, and not before', async (t) => {
  const { store, jobs, start, until } = await makePlace(t)
  const { jobId } = await jobs.startIngest(request)
  const { job, version } = (await store.get(jobId))!
  const leaseUntil = new Date(Date.now() + 300).toISOString()
  await store.replace({ ...job, state: 'running', owner: 'dead', leaseUntil, attempts: 1 }, version)
  let begunMs = 0
  start(async () => {
    begunMs = Date.now()
    return result
  })
  t.match(await until(jobId, hasEnded), { state: 'succeeded', attempts: 2 })
  t.ok(begunMs >= Date.parse(leaseUntil))
})

test('two instances do each job once', async (t) => {
  const { jobs, start, until } = await makePlace(t)
  const done: string[] = []
  const run: RunIngestJob = async ({ exclude }) => {
    done.push(exclude[0]!)
    await sleep(5)
    return result
  }
  start(run)
  start(run)
  const asked: Job[] = []
  for (let i = 0; i < 20; i++) asked.push(await jobs.startIngest({ ...request, exclude: [`${i}`] }))
  for (const { jobId } of asked) await until(jobId, hasEnded)
  t.strictSame(
    done.toSorted((a, b) => Number(a) - Number(b)),
    asked.map((_, i) => `${i}`),
  )
})

test('an instance whose job was taken by another lets go of it', async (t) => {
  const { store, jobs, start, until } = await makePlace(t)
  const { jobId } = await jobs.startIngest(request)
  let isGivenUp = false
  start(async (asked, call) => {
    const ended = await endless(asked, call)
    isGivenUp = true
    return ended
  })
  await until(jobId, ({ progress }) => progress.done > 0)
  for (;;) {
    const { job, version } = (await store.get(jobId))!
    const leaseUntil = new Date(Date.now() + 60_000).toISOString()
    if (await store.replace({ ...job, owner: 'other', leaseUntil }, version)) break
  }
  while (!isGivenUp) await sleep(10)
  await sleep(100)
  t.match(await jobs.get(jobId), { state: 'running', owner: 'other' }, 'what the other writes is left alone')
})

test('a job that cannot be done fails with its reason, and the next one is done', async (t) => {
  const { jobs, start, until } = await makePlace(t)
  const [first, second, third] = [
    await jobs.startIngest({ ...request, exclude: ['catalogued'] }),
    await jobs.startIngest({ ...request, exclude: ['unexpected'] }),
    await jobs.startIngest(request),
  ]
  start(async ({ exclude }) => {
    if (exclude[0] === 'catalogued') throw createError('STORE_UNAVAILABLE', 'The store does not answer.')
    if (exclude[0] === 'unexpected') throw new Error('secret')
    return { ...result, fault: { code: 'STORE_READ_ONLY', detail: 'It is only read.' } }
  })
  t.match(await until(first.jobId, hasEnded), { state: 'failed', fault: { code: 'STORE_UNAVAILABLE' } })
  const unexpected = await until(second.jobId, hasEnded)
  t.match(unexpected, { state: 'failed', fault: { code: 'INTERNAL' } })
  t.notMatch(JSON.stringify(unexpected), 'secret')
  t.match(await until(third.jobId, hasEnded), { state: 'failed', fault: { code: 'STORE_READ_ONLY' } })
})

test('what cannot be asked for', async (t) => {
  const { jobs } = await makePlace(t)
  await t.rejects(jobs.startIngest({ ...request, path: '../outside' }), { code: 'PATH_INVALID' })
  await t.rejects(jobs.startIngest({ ...request, path: 'nowhere' }), { code: 'FILE_NOT_FOUND' })
  await t.rejects(jobs.get('none'), { code: 'JOB_NOT_FOUND' })
  await t.rejects(jobs.cancel('none'), { code: 'JOB_NOT_FOUND' })
  for (let i = 0; i < 100; i++) await jobs.startIngest(request)
  await t.rejects(jobs.startIngest(request), { code: 'OVERLOADED' })
})
