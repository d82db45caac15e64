// /jobs over HTTP: an ingest that is asked for, followed, cancelled, and that survives a restart of the service.
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test, test } from 'tap'
import type { Job, JobList } from '../../src/http/schemas/jobs.ts'
import { makePlace, startServer } from '../cli/run-command.ts'
import { ask, json } from '../support/client.ts'
import { makePhotoVariants } from '../support/photo-variants.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'

// While one test waits for the lease of a killed service to end, half a minute, the others run.
t.jobs = 2

const cat = await readSamplePhoto('animals/chelsea-cat.jpg')

/** A service with 200 pictures to take in, and the job that does, under way. */
async function startIngest(t: Test, seed: number) {
  const place = await makePlace(t)
  await makePhotoVariants(place.imagesDir, 200, seed)
  const first = await startServer(t, place)
  const { body } = await ask<Job>(`${first.url}/jobs/ingest`, json({}))
  while ((await ask<Job>(`${first.url}/jobs/${body.job_id}`)).body.progress.done === 0) await sleep(50)
  return { place, first, body }
}

async function untilEnded(url: string, jobId: string): Promise<Job> {
  for (;;) {
    const { body } = await ask<Job>(`${url}/jobs/${jobId}`)
    if (body.finished_at !== null) return body
    await sleep(50)
  }
}

test('a job survives a service that is killed: the next start goes on with it', { buffered: true }, async (t) => {
  const { place, first, body } = await startIngest(t, 33)
  first.child.kill('SIGKILL')
  await first.exit
  const second = await startServer(t, place)
  const job = await untilEnded(second.url, body.job_id)
  t.match(job, { state: 'succeeded', attempts: 2, progress: { done: 200 } })
  t.ok(job.progress.counts.unchanged! > 0, 'what was done was not done again')
  t.equal((await ask<{ total: number }>(`${second.url}/images?limit=1`)).body.total, 200)
})

test('an ingest of a folder of the library', { buffered: true }, async (t) => {
  const { url, imagesDir } = await startService(t)
  await mkdir(join(imagesDir, 'phone/drafts'), { recursive: true })
  await mkdir(join(imagesDir, 'other'))
  for (const path of ['phone/a.jpg', 'phone/drafts/b.jpg', 'other/c.jpg']) await writeFile(join(imagesDir, path), cat)
  await writeFile(join(imagesDir, 'phone/broken.jpg'), cat.subarray(0, 2000))

  const asked = await ask<Job>(`${url}/jobs/ingest`, json({ path: 'phone', exclude: ['drafts/'] }))
  t.equal(asked.status, 202)
  t.equal(asked.headers.get('location'), `/jobs/${asked.body.job_id}`)
  t.match(asked.body, {
    kind: 'ingest',
    state: 'queued',
    request: { path: 'phone', exclude: ['drafts/'] },
    attempts: 0,
  })

  const job = await untilEnded(url, asked.body.job_id)
  t.match(job, {
    state: 'succeeded',
    progress: { found: 2, is_counted: true, done: 2, counts: { created: 1, failed: 1 } },
    problems: [{ relative_path: 'phone/broken.jpg', outcome: 'failed', code: 'IMAGE_UNDECODABLE' }],
    problems_left_out: 0,
    fault: null,
  })
  const { body } = await ask<{ images: { relative_path: string }[] }>(`${url}/images`)
  t.match(body.images, [{ relative_path: 'phone/a.jpg' }])

  const again = await ask<Job>(`${url}/jobs/ingest`, json({}))
  t.match(await untilEnded(url, again.body.job_id), { request: { path: '' }, progress: { done: 4 } })
  const list = await ask<JobList>(`${url}/jobs?limit=1`)
  t.match(list.body, { jobs: [{ job_id: again.body.job_id }] })
  t.equal(list.body.jobs.length, 1)

  t.comment('what is wrong is told')
  for (const [body, status, code] of [
    [{ path: '../outside' }, 400, 'PATH_INVALID'],
    [{ path: 'nowhere' }, 404, 'FILE_NOT_FOUND'],
    [{ folder: 'phone' }, 400, 'VALIDATION_FAILED'],
  ] as const) {
    t.match(await ask(`${url}/jobs/ingest`, json(body)), { status, body: { code } })
  }
  const unknown = '00000000-0000-4000-8000-000000000000'
  for (const path of [`/jobs/${unknown}`, `/jobs/${unknown}/events`]) {
    t.match(await ask(url + path), { status: 404, body: { code: 'JOB_NOT_FOUND' } })
  }
  t.match(await ask(`${url}/jobs/no-id`), { status: 400 })
  t.match(await ask(`${url}/jobs/${unknown}/cancel`, { method: 'POST' }), { status: 404 })
})

test('a job is followed by events, and cancelled', { buffered: true }, async (t) => {
  const { url, imagesDir } = await startService(t)
  await makePhotoVariants(imagesDir, 400, 31)
  const { body } = await ask<Job>(`${url}/jobs/ingest`, json({}))
  const response = await fetch(url + body.links.events)
  t.equal(response.headers.get('content-type'), 'text/event-stream')
  const seen: [string, Job][] = []
  let isCancelled = false
  let text = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? []
      text = text.slice(end + 2)
      if (data) seen.push([event!, JSON.parse(data)])
    }
    const done = seen.at(-1)?.[1].progress.done ?? 0
    if (done > 0 && !isCancelled) {
      isCancelled = true
      t.equal((await ask(url + body.links.cancel, { method: 'POST' })).status, 202)
    }
  }
  t.ok(seen.length >= 3, `${seen.length} events`)
  t.match(seen.at(-1), ['end', { state: 'cancelled', is_cancel_requested: true }])
  t.ok(seen.slice(0, -1).every(([event]) => event === 'progress'))
  const { done } = seen.at(-1)![1].progress
  t.ok(done > 0 && done < 400, `${done} were taken until then`)
})

test('a service that stops in good order gives its job back at once', { buffered: true }, async (t) => {
  const { place, first, body } = await startIngest(t, 34)
  first.child.kill('SIGTERM')
  t.equal(await first.exit, 0)
  const second = await startServer(t, place)
  t.match(await untilEnded(second.url, body.job_id), { state: 'succeeded', attempts: 2, progress: { done: 200 } })
})

test('a client that keeps a stop waiting does not keep the job', { buffered: true }, async (t) => {
  const place = await makePlace(t)
  await makePhotoVariants(place.imagesDir, 120, 35)
  const server = await startServer(t, { ...place, env: { ...place.env, LOG_LEVEL: 'info' } })
  const client = connect(Number(new URL(server.url).port), '127.0.0.1')
  t.teardown(() => client.destroy())
  await once(client, 'connect')
  client.on('error', () => {})
  client.write(
    'POST /images HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/jpeg\r\nContent-Length: 1000\r\n\r\nhalf',
  )
  const { body } = await ask<Job>(`${server.url}/jobs/ingest`, json({}))
  await server.waitFor('stdout', new RegExp(`${body.job_id}.*job started`))
  server.child.kill('SIGTERM')
  await server.waitFor('stdout', /job left/)
  t.notOk(client.destroyed, 'its request is still waited for')
  client.destroy()
  t.equal(await server.exit, 0)
  const second = await startServer(t, place)
  t.match(await untilEnded(second.url, body.job_id), { state: 'succeeded', attempts: 2, progress: { done: 120 } })
})
