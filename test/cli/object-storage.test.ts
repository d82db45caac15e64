// The command line over pictures in object storage: ingest, its paths and what it refuses, and the doctor.
import { mkdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { examine } from '../../src/cli/doctor.ts'
import { credentials, startS3Server } from '../s3/s3-server.ts'
import { ask } from '../support/client.ts'
import { findFreePort } from '../support/free-port.ts'
import { requireNeed } from '../support/needs.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { makePlace, runCli, startServer } from './run-command.ts'

const { skip } = requireNeed('s3')
const photos = ['animals/chelsea-cat.jpg', 'food/coffee-cup.jpg', 'space/rocket-launch.jpg']

/** Settings of a library in a bucket that holds some photos. */
async function makeBucket(t: Test) {
  const storage = await startS3Server(t)
  const bucket = await storage.makeBucket()
  for (const photo of photos) await storage.put(bucket, `family/${photo}`, await readSamplePhoto(photo))
  const place = await makePlace(t)
  const library = { IMAGES_DIR: '', LIBRARY_URL: `s3://${bucket}/family`, LIBRARY_ENDPOINT: storage.endpoint }
  const env: Record<string, string> = { ...place.env, ...library }
  return { storage, bucket, place: { ...place, env } }
}

test('pictures in a bucket are ingested, and known again', { skip }, async (t) => {
  const { storage, bucket, place } = await makeBucket(t)
  // A time so new does not tell yet whether a file stays as it is.
  await sleep(3_000)
  const ingest = async (...more: string[]) => {
    const { code, stdout, stderr } = await runCli(t, ['ingest', '--json', ...more], place)
    t.equal(code, 0, stderr)
    return JSON.parse(stdout)
  }
  t.match(await ingest('space', `s3://${bucket}/family/food/coffee-cup.jpg`), { created: 2, failed: 0 })
  t.match(await ingest(), { created: 1, unchanged: 2 })
  t.match(await ingest('--dry-run', '--exclude', 'food/'), { created: 0, unchanged: 2 })

  const { url } = await startServer(t, place)
  await storage.put(bucket, 'family/new/coins.png', await readSamplePhoto('objects/greek-coins.png'))
  t.match(await ingest(), { created: 1, unchanged: 3 }, 'through the service')
  const { body } = await ask<{ total: number }>(`${url}/images`)
  t.equal(body.total, 4)

  const missing = await runCli(t, ['ingest', 'nowhere'], place)
  t.match(missing, { code: 2, stderr: /No file or folder lies at this path/ })
  const watching = await runCli(t, ['ingest', '--watch'], place)
  t.match(watching, { code: 2, stderr: /object storage tells of no changes/ })

  await storage.stop()
  const away = await runCli(t, ['ingest', '--prune'], place)
  t.match(away, { code: 2, stderr: /The storage of the pictures cannot be reached/ })
  t.equal((await ask<{ total: number }>(`${url}/images`)).body.total, 4)
})

test('a start tells what is wrong with the bucket, and no secret', { skip }, async (t) => {
  const { place } = await makeBucket(t)
  const serve = async (env: Record<string, string>) => {
    const { code, stdout, stderr } = await runCli(t, ['serve'], { env: { ...place.env, LOG_LEVEL: 'trace', ...env } })
    t.equal(code, 1)
    t.notMatch(stdout + stderr, new RegExp(`${credentials.AWS_SECRET_ACCESS_KEY}|another secret`))
    return stderr
  }
  t.match(
    await serve({ LIBRARY_URL: 's3://nobody/family' }),
    /^LIBRARY_URL names a bucket that is not there: nobody\n$/,
  )
  t.match(
    await serve({ AWS_SECRET_ACCESS_KEY: 'another secret' }),
    /^The storage refuses the credentials for the bucket/,
  )
  t.match(await serve({ IMAGES_DIR: place.imagesDir }), /IMAGES_DIR and LIBRARY_URL each say where the pictures are/)
})

test('the doctor looks at the bucket', { skip }, async (t) => {
  const { bucket, place } = await makeBucket(t)
  await mkdir(place.env.DATA_DIR!)
  const pictures = async (env = {}) => {
    const findings = await examine({ ...place.env, ...env })
    return findings.filter(({ check }) => check === 'pictures')
  }
  t.same(await pictures(), [{ check: 'pictures', verdict: 'ok', detail: `s3://${bucket}/family can be listed` }])
  t.match(await pictures({ LIBRARY_URL: 's3://nobody' }), [
    { verdict: 'failure', detail: 'LIBRARY_URL names a bucket that is not there: nobody', advice: /LIBRARY_URL/ },
  ])
  const endpoint = `http://127.0.0.1:${await findFreePort()}`
  t.match(await pictures({ LIBRARY_ENDPOINT: endpoint }), [
    { verdict: 'failure', detail: /cannot be reached\. ECONNREFUSED/, advice: /can be reached from here/ },
  ])
})
