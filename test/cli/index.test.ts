// `likeness index` as a person runs it: from the built-in model to another one while a real service serves, back again, and what is
// refused. What a migration brings over is in ../migrate-index.test.ts.
import { cp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { indexCommand } from '../../src/cli/index-command.ts'
import { formatIndexes } from '../../src/cli/index-status.ts'
import { createMigrationDisplay } from '../../src/cli/migration-display.ts'
import type { ImagePage } from '../../src/http/schemas/image.ts'
import type { IndexVersion } from '../../src/store/index-life.ts'
import { noCounts, type SyncProgress } from '../../src/sync-tally.ts'
import { sampleSpace } from '../store/sample-images.ts'
import { addAt, ask, json, raw, search } from '../support/client.ts'
import { readSamplePhoto, samplePath } from '../support/sample-photos.ts'
import { tinyPack } from '../support/tiny-packs.ts'
import { finish, makePlace, type Place, runCli, startCli, startServer } from './run-command.ts'

const cat = 'animals/chelsea-cat.jpg'

/** A place with the sample photos of some folders, in the store of the built-in model; and the settings of another model. */
async function makeIngestedPlace(t: Test, folders = ['animals']): Promise<{ old: Place; new: Place }> {
  const place = await makePlace(t)
  for (const folder of folders) await cp(samplePath(folder), join(place.imagesDir, folder), { recursive: true })
  t.match(await runCli(t, ['ingest', '--json'], place), { code: 0 })
  return { old: place, new: { ...place, env: { ...place.env, MODEL_DIR: tinyPack('tiny-clip') } } }
}

async function listPaths(url: string): Promise<string[]> {
  const { body } = await ask<ImagePage>(`${url}/images?limit=1000`)
  return body.images.map((image) => image.relative_path).sort()
}

const findCat = (url: string) => search(`${url}/search/text`, json({ query: 'a cat', k: 1 }))

/** Searches all the time until it is told to stop; then tells how many searches there were and what was wrong with any. */
function keepSearching(url: string) {
  let isStopped = false
  const expected = findCat(url)
  const run = (async () => {
    const faults: unknown[] = []
    const first = await expected
    let count = 0
    for (; !isStopped; count++) {
      const { status, body } = await findCat(url)
      const isSame = JSON.stringify(body.hits) === JSON.stringify(first.body.hits)
      if (status !== 200 || !isSame) faults.push({ status, body })
      await sleep(20)
    }
    return { count, faults, first: first.body.hits[0]?.relative_path }
  })()
  return {
    async stop() {
      isStopped = true
      return run
    },
  }
}

async function stopServer(t: Test, { child, exit }: Awaited<ReturnType<typeof startServer>>): Promise<void> {
  child.kill('SIGTERM')
  t.equal(await exit, 0)
}

test('to another model and back while services serve: nothing fails, mixes models, or is lost', async (t) => {
  const places = await makeIngestedPlace(t)
  const { imagesDir } = places.old
  const before = await startServer(t, places.old)
  const searching = keepSearching(before.url)
  t.match(await runCli(t, ['index', 'status'], places.new), {
    code: 0,
    stdout: new RegExp(
      `^ +NAME +SPACE .*\\n +store\\.sqlite +likeness-builtin-1 +512 +[0-9a-f]{12} +18 +0 +serves +process ${before.child.pid} .*\\nThe model that the settings choose \\(space "tiny-clip"\\) has none here`,
    ),
  })

  const migrating = startCli(t, ['index', 'migrate'], places.new)
  await migrating.waitFor(
    'stderr',
    /^From store\.sqlite \(space "likeness-builtin-1", 18 pictures\) to store-2\.sqlite/,
  )
  migrating.child.kill('SIGSTOP')
  const coffee = await readSamplePhoto('food/coffee-cup.jpg')
  const uploaded = await addAt(before.url, 'new/coffee-cup.jpg', coffee, { tags: ['meanwhile'] })
  await remove(before.url, 'animals/crab.jpg')
  migrating.child.kill('SIGCONT')
  const migrated = await finish(migrating)
  t.equal(migrated.code, 0)
  t.match(migrated.stdout, /^18 pictures: .* 0 skipped, .*\nstore-2\.sqlite serves now\./)
  t.match(migrated.stdout, /Start the service anew with MODEL_DIR=<the folder of the pack of the space "tiny-clip">/)

  // After the switch the old service goes on, and what is written then is not lost either.
  await addAt(before.url, 'new/afterwards.jpg', await readSamplePhoto('food/citrus-slices.jpg'))
  await remove(before.url, 'animals/sheep.jpg')
  const paths = await listPaths(before.url)
  t.equal(paths.length, 18)
  const { count, faults, first } = await searching.stop()
  t.same(faults, [])
  t.equal(first, cat)
  t.ok(count > 20, `${count} searches were answered meanwhile`)
  await stopServer(t, before)

  const after = await startServer(t, { ...places.new, env: { ...places.new.env, LOG_LEVEL: 'info' } })
  t.match(
    after.output.stdout,
    /"msg":"Taken over: 1 embedded, 17 already done, 1 removed\."/,
    'before it serves, it catches up',
  )
  t.same(await listPaths(after.url), paths)
  t.match(await ask(`${after.url}/images/${uploaded.image_id}`), { status: 200, body: { ...uploaded, links: {} } })
  const found = await ask<{ hits: { relative_path: string; score: number }[] }>(
    `${after.url}/search/image?k=1`,
    raw(await readFile(join(imagesDir, cat))),
  )
  t.match(found, { status: 200, body: { hits: [{ relative_path: cat }] } })
  t.ok(found.body.hits[0]!.score > 0.999, 'its vectors are those of the new model')
  t.match(await ask(`${after.url}/health/ready`), { body: { model: { name: 'tiny-clip' } } })
  await remove(after.url, 'animals/koala.jpg')
  t.equal((await ask(`${after.url}/images/${uploaded.image_id}`, json({ tags: ['later'] }, 'PATCH'))).status, 200)
  await stopServer(t, after)

  t.match(await runCli(t, ['index', 'rollback'], places.new), {
    code: 0,
    stdout: /^store\.sqlite \(.*\) serves again\..*\nStart the service anew with MODEL=builtin: /,
  })
  const again = await startServer(t, places.old)
  t.same(
    await listPaths(again.url),
    paths.filter((path) => path !== 'animals/koala.jpg'),
  )
  t.match(await ask(`${again.url}/images/${uploaded.image_id}`), { body: { tags: ['later'] } })
  t.match(await findCat(again.url), { body: { hits: [{ relative_path: cat }] } })
  t.match(await runCli(t, ['index', 'rollback'], places.old), { code: 2, stderr: /^There is no earlier index/ })
  t.match(await runCli(t, ['index', 'prune', '--all'], places.old), {
    code: 0,
    stdout: 'Kept. The index store.sqlite serves.\nDeleted store-2.sqlite (space "tiny-clip", 17 pictures).\n',
  })
})

async function remove(url: string, relativePath: string): Promise<void> {
  const { body } = await ask<ImagePage>(`${url}/images?limit=1000`)
  const { image_id } = body.images.find((image) => image.relative_path === relativePath)!
  const { status } = await ask(`${url}/images/${image_id}`, { method: 'DELETE' })
  if (status !== 204) throw new Error(`${relativePath} was not removed: ${status}`)
}

test('a migration is stopped, killed and resumed; others wait for it; pictures it lacks hold the switch back', async (t) => {
  const places = await makeIngestedPlace(t, ['nature'])
  const stopped = startCli(t, ['index', 'migrate'], places.new)
  await stopped.waitFor('stderr', /^From store\.sqlite/)
  stopped.child.kill('SIGINT')
  const { code, stderr } = await finish(stopped)
  t.equal(code, 130)
  t.match(stderr, /Stopped\. What was embedded is kept; the same command goes on from here\.\n$/)

  const held = startCli(t, ['index', 'migrate'], places.new)
  await fillingOf(places.new, held.child.pid!)
  // Stopped while it makes its tables it would hold them locked.
  await held.waitFor('stderr', /^From store\.sqlite/)
  held.child.kill('SIGSTOP')
  const busy = new RegExp(`^Process ${held.child.pid} is changing the indexes of this store`)
  t.match(await runCli(t, ['index', 'migrate'], places.new), { code: 2, stdout: '', stderr: busy })
  const status = await runCli(t, ['index', 'status'], places.new)
  t.match(
    status.stdout,
    new RegExp(`^\\* +store-2\\.sqlite .* not finished +process ${held.child.pid}, a migration`, 'm'),
  )
  const refused = await runCli(t, ['ingest'], places.new)
  t.match(refused, { code: 2, stderr: /^The migration to the space "tiny-clip" .* is not finished/ })
  held.child.kill('SIGKILL')
  await held.exit

  await rm(join(places.old.imagesDir, 'nature/dahlia.jpg'))
  const lacking = await runCli(t, ['index', 'migrate'], places.new)
  t.equal(lacking.code, 1)
  t.match(lacking.stdout, /^\d+ pictures: \d+ embedded, 0 updated, \d+ already done, 1 skipped, 0 removed\nSkipped:\n/)
  t.match(
    lacking.stdout,
    /^ {2}nature\/dahlia\.jpg: No file lies at this path\.\nstore-2\.sqlite is not switched to.*: --allow-skipped$/m,
  )
  const switched = await runCli(t, ['index', 'migrate', '--allow-skipped'], places.new)
  t.match(switched, {
    code: 0,
    stdout: /: 0 embedded, 0 updated, \d+ already done, 1 skipped.*store-2\.sqlite serves now/s,
  })
})

/** Resolves when that process has opened the index that it fills. */
async function fillingOf({ folder }: Place, pid: number): Promise<void> {
  for (;;) {
    const record = await readFile(join(folder, 'store', 'migration.json'), 'utf8').catch(() => '{}')
    const { pid: holder, database } = JSON.parse(record)
    if (holder === pid && database) return
    await sleep(5)
  }
}

test('create makes the index of a model, and a store may have none yet', async (t) => {
  const place = await makePlace(t)
  t.match(await runCli(t, ['index', 'status'], place), { code: 0, stdout: /^The store holds no index yet/ })
  t.match(await runCli(t, ['index', 'create'], place), {
    code: 0,
    stdout: 'store.sqlite (space "likeness-builtin-1", 0 pictures): a service of this model uses it.\n',
  })
  const unknown = { env: { ...place.env, MODEL_DIR: place.imagesDir } }
  t.match(await runCli(t, ['index', 'status'], unknown), {
    code: 0,
    stdout: /^ +store\.sqlite .* serves .*cannot be told: Model pack/ms,
  })
})

test('what does not fit together is told', async (t) => {
  const wrong = [
    [],
    ['toString'],
    ['status', 'x'],
    ['prune'],
    ['prune', '--all', 'store.sqlite'],
    ['migrate', '--all'],
    ['rollback', '--allow-skipped'],
  ]
  for (const words of wrong) {
    await t.rejects(indexCommand(words), { code: 'CONFIG_INVALID', message: /^Say what to do: index status, / })
  }
})

test('the table tells of each index what it is for, and marks the model’s', async (t) => {
  const space = sampleSpace(32)
  const version: IndexVersion = {
    name: 'one',
    space,
    images: 1234,
    pending: 5,
    isServing: true,
    isFilling: false,
    isNewest: true,
    sizeBytes: 1_250_000,
    usedBy: ['instance a on h1', 'instance b on h2'],
  }
  const byHand = { ...version, name: 'two-by-hand', space: null, isServing: false, usedBy: [], sizeBytes: 0 }
  const filling = { ...byHand, name: 'three', isFilling: true, isNewest: false }
  const lines = formatIndexes([version, byHand, filling], (one) => one === space).split('\n')
  t.match(
    lines[1],
    /^\* {2}one +sample-space +32 +abababababab +1234 +5 +serves +instance a on h1; instance b on h2 +1\.\d MB$/,
  )
  t.match(lines[2], /^ {3}two-by-hand +- +- +- +1234 +5 +kept, used last +- +0\.0 MB$/)
  t.match(lines[3], /^ {3}three .* not finished +- /)
})

test('the first pass is shown as it goes, a later one only where it lasts', async (t) => {
  const stream = new PassThrough({ encoding: 'utf8' })
  let nowMs = 0
  const display = createMigrationDisplay(stream, () => nowMs)
  const progress = (done: number): SyncProgress => ({
    found: 100,
    isCounted: true,
    done,
    counts: { ...noCounts(), embedded: done },
  })
  for (const [pass, done, afterMs] of [
    [1, 10, 0],
    [1, 50, 5_000],
    [2, 1, 0],
    [2, 2, 1_000],
    [3, 0, 0],
    [3, 40, 2_000],
    [3, 80, 6_000],
  ] as const) {
    nowMs += afterMs
    display.update(progress(done), pass)
  }
  display.end()
  t.match(String(stream.read()).trimEnd().split('\n'), [
    /^50 of 100, 50 % .* 50 embedded$/,
    'Pass 3, over what changed meanwhile:',
    /^80 of 100, 80 % /,
  ])
})
