// `likeness index` on a real cluster as a person runs it: services of the old and of the new model at once, which both write.
import { cp, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { ImagePage } from '../../src/http/schemas/image.ts'
import { ask as engine, skip, useCluster } from '../elasticsearch/test-cluster.ts'
import { createIndexPlace } from '../store/elasticsearch/index-place.ts'
import { addAt, ask, json, raw, search } from '../support/client.ts'
import { readSamplePhoto, samplePath } from '../support/sample-photos.ts'
import { tinyPack } from '../support/tiny-packs.ts'
import { finish, makePlace, type Place, type Running, runCli, start, startCli } from './run-command.ts'

const urls = await useCluster(1)
const cat = 'animals/chelsea-cat.jpg'
type Service = Running & { url: string }

/** The sample photos of some folders in an index of the built-in model; and the settings of another model. */
async function makeIngestedPlace(t: Test, folders = ['animals']): Promise<{ name: string; old: Place; new: Place }> {
  const { name, storeUrl } = createIndexPlace(t, urls)
  const place = await makePlace(t)
  const old = { ...place, storeUrl, env: { ...place.env, STORE_URL: storeUrl } }
  for (const folder of folders) await cp(samplePath(folder), join(place.imagesDir, folder), { recursive: true })
  t.match(await runCli(t, ['ingest', '--json'], old), { code: 0 })
  return { name, old, new: { ...old, env: { ...old.env, MODEL_DIR: tinyPack('tiny-clip') } } }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Resolves when it is ready. */
async function startService(t: Test, { env }: Place): Promise<Service> {
  const port = await freePort()
  const running = start(t, [process.execPath, 'src/server.ts'], { env: { ...env, PORT: String(port) } })
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    const ready = await fetch(`${url}/health/ready`).catch(() => null)
    if (ready?.status === 200) return { ...running, url }
    const ended = await Promise.race([sleep(100, false), running.exit.then(() => true)])
    if (ended) throw new Error(`The service ended:\n${running.output.stderr}`)
  }
}

async function stopService(t: Test, { child, exit }: Service): Promise<void> {
  child.kill('SIGTERM')
  t.equal(await exit, 0)
}

const findCat = (url: string) => search(`${url}/search/text`, json({ query: 'a cat', k: 1 }))

type Found = Awaited<ReturnType<typeof findCat>>['body']['hits']

/** The engine adds up in another order once it has merged: equal scores are those within the store's own tolerance. */
function isSameAnswer(hits: Found, expected: Found): boolean {
  const withoutScores = (some: Found) => JSON.stringify(some.map(({ score, ...hit }) => hit))
  const isNear = hits.every(({ score }, i) => Math.abs(score - expected[i]!.score) < 1e-5)
  return withoutScores(hits) === withoutScores(expected) && isNear
}

/** Searches all the time until it is told to stop; then tells how many searches there were and what was wrong with any. */
function keepSearching(url: string) {
  const stop = new AbortController()
  const run = (async () => {
    const first = await findCat(url)
    const faults: unknown[] = []
    let count = 0
    for (; !stop.signal.aborted; count++) {
      const { status, body } = await findCat(url)
      if (status !== 200 || !isSameAnswer(body.hits, first.body.hits)) faults.push({ status, first: first.body, body })
      await sleep(20)
    }
    return { count, faults, first: first.body.hits[0]?.relative_path }
  })()
  return async () => {
    stop.abort()
    return run
  }
}

async function listPaths(url: string): Promise<string[]> {
  const { body } = await ask<ImagePage>(`${url}/images?limit=1000`)
  return body.images.map((image) => image.relative_path).sort()
}

async function idAt(url: string, relativePath: string): Promise<string> {
  const { body } = await ask<ImagePage>(`${url}/images?limit=1000`)
  return body.images.find((image) => image.relative_path === relativePath)!.image_id
}

/** The best hit for the bytes of a file, as soon as that is the file itself: within the time that filling may take. */
async function findItself(url: string, imagesDir: string, relativePath: string): Promise<unknown> {
  const bytes = await readFile(join(imagesDir, relativePath))
  for (let i = 0; ; i++) {
    const { body } = await search(`${url}/search/image?k=1`, raw(bytes))
    const [hit] = body.hits
    if (hit?.relative_path === relativePath || i === 200) return hit
    await sleep(100)
  }
}

t.test('instances of two models roll over one by one, and no write of either is lost', { skip }, async (t) => {
  const places = await makeIngestedPlace(t)
  const { imagesDir } = places.old
  const before = await startService(t, places.old)
  const stopSearching = keepSearching(before.url)

  const migrating = startCli(t, ['index', 'migrate'], places.new)
  await migrating.waitFor('stderr', /^From \S+-v1 \(space "likeness-builtin-1", 18 pictures\) to \S+-v2/)
  const uploaded = await addAt(before.url, 'new/coffee.jpg', await readSamplePhoto('food/coffee-cup.jpg'), {
    tags: ['meanwhile'],
  })
  t.equal((await ask(`${before.url}/images/${await idAt(before.url, 'animals/crab.jpg')}`, del)).status, 204)
  const migrated = await finish(migrating)
  t.match(migrated, { code: 0, stdout: /-v2 serves now\./ })

  const after = await startService(t, places.new)
  t.same(await listPaths(after.url), await listPaths(before.url))
  t.match(await ask(`${after.url}/images/${uploaded.image_id}`), { body: { tags: ['meanwhile'] } })
  t.match(await findItself(after.url, imagesDir, cat), { relative_path: cat })
  t.match(await findItself(after.url, imagesDir, 'new/coffee.jpg'), { relative_path: 'new/coffee.jpg' })

  await addAt(before.url, 'new/by-old.jpg', await readSamplePhoto('food/citrus-slices.jpg'))
  await addAt(after.url, 'new/by-new.jpg', await readSamplePhoto('city/colosseum.jpg'))
  for (const path of ['new/by-old.jpg', 'new/by-new.jpg']) {
    for (const { url } of [before, after]) t.match(await findItself(url, imagesDir, path), { relative_path: path })
  }
  const id = await idAt(after.url, 'new/by-old.jpg')
  t.equal((await ask(`${after.url}/images/${id}`, json({ tags: ['both'] }, 'PATCH'))).status, 200)
  t.match(await ask(`${before.url}/images/${id}`), { body: { tags: ['both'] } })
  t.equal((await ask(`${before.url}/images/${id}`, del)).status, 204)
  t.equal((await ask(`${after.url}/images/${id}`)).status, 404)

  const { count, faults, first } = await stopSearching()
  t.same(faults, [])
  t.equal(first, cat)
  t.ok(count > 20, `${count} searches were answered meanwhile`)

  const inUse = await runCli(t, ['index', 'prune', `${places.name}-v1`], places.new)
  t.match(inUse, { code: 2, stderr: /^The index "\S+-v1" is used by process \d+ on / })
  t.match(await runCli(t, ['index', 'rollback'], places.new), { code: 0, stdout: /-v1 \(.*\) serves again/ })
  t.match(await ask(`${after.url}/health/ready`), { status: 200, body: { model: { name: 'tiny-clip' } } })
  t.match(await runCli(t, ['index', 'migrate'], places.new), { code: 2, stderr: /used by process \d+ on / })
  await stopService(t, after)
  t.match(await runCli(t, ['index', 'migrate'], places.new), { code: 0, stdout: /-v2 serves now\./ })
  await stopService(t, before)
  t.match(await runCli(t, ['index', 'prune', '--all'], places.new), { code: 0, stdout: /^Deleted \S+-v1 /m })
  t.match(await runCli(t, ['index', 'status'], places.new), { code: 0, stdout: /\n\* +\S+-v2 .* serves [^\n]*\n$/ })
})

async function countStored(index: string): Promise<number> {
  await engine(urls[0]!, 'POST', `${index}/_refresh`)
  return (await engine<{ count: number }>(urls[0]!, 'GET', `${index}/_count`)).count
}

const del = { method: 'DELETE' }

t.test('a migration that is killed goes on, and two at once are one', { skip }, async (t) => {
  const places = await makeIngestedPlace(t, ['animals', 'nature', 'city', 'food', 'travel'])
  const killed = startCli(t, ['index', 'migrate'], places.new)
  await killed.waitFor('stderr', /^From /)
  killed.child.kill('SIGSTOP')
  const second = await runCli(t, ['index', 'migrate'], places.new)
  t.match(second, { code: 2, stderr: new RegExp(`process ${killed.child.pid} on \\S+ changes the indexes`) })
  killed.child.kill('SIGCONT')
  while ((await countStored(`${places.name}-v2`)) === 0) await sleep(10)
  killed.child.kill('SIGKILL')
  await killed.exit
  t.match(await runCli(t, ['ingest'], places.new), { code: 2, stderr: /is not finished/ })

  // Its lock runs out by itself.
  let resumed = await runCli(t, ['index', 'migrate'], places.new)
  for (let i = 0; i < 10 && /changes the indexes/.test(resumed.stderr); i++) {
    await sleep(3_000)
    resumed = await runCli(t, ['index', 'migrate'], places.new)
  }
  t.match(resumed, { code: 0, stdout: /serves now\./ })
  const [, embedded, done] = /: (\d+) embedded, 0 updated, (\d+) already done, 0 skipped/.exec(resumed.stdout) ?? []
  t.ok(Number(done) > 0 && Number(embedded) > 0, `${done} were done before the kill, ${embedded} after it`)
})

t.test('what to do where the index was deleted is said, and does it', { skip }, async (t) => {
  const { name, old } = await makeIngestedPlace(t)
  await engine(urls[0]!, 'DELETE', `${name}-v1`)
  const status = await runCli(t, ['index', 'status'], old)
  t.match(status, { code: 0, stdout: /One that was deleted is made anew by index create alone/ })
  t.match(await runCli(t, ['ingest'], old), { code: 2, stderr: /not there any more/ })
  t.equal((await runCli(t, ['index', 'create'], old)).code, 0)
  t.match(await runCli(t, ['ingest'], old), { code: 0, stdout: /created +1\d/ })
})
