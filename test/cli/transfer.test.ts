// `likeness export`, `import` and `copy` as a person runs them: out of one store and into another, where the same searches give the same
// answers.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import type { Hit } from '../../src/http/schemas/image.ts'
import { ask as engine, skip, useCluster } from '../elasticsearch/test-cluster.ts'
import { storeUrlOf } from '../store/elasticsearch/store-url.ts'
import { ask, json } from '../support/client.ts'
import { samplePath } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'
import { tinyPack } from '../support/tiny-packs.ts'
import { makePlace, type Place, projectFolder, runCli, start, startServer } from './run-command.ts'

const urls = await useCluster(1)

async function makeIngested(t: Test): Promise<Place> {
  const place = await makePlace(t)
  await cp(samplePath('animals'), join(place.imagesDir, 'animals'), { recursive: true })
  await cp(samplePath('food'), join(place.imagesDir, 'food'), { recursive: true })
  t.equal((await runCli(t, ['ingest'], place)).code, 0)
  return place
}

/** Another store for the same library. */
async function makeOther(t: Test, place: Place, storeUrl?: string): Promise<Place> {
  const other = await makePlace(t)
  const env = { ...other.env, IMAGES_DIR: place.imagesDir, ...(storeUrl && { STORE_URL: storeUrl }) }
  return { ...other, imagesDir: place.imagesDir, storeUrl: storeUrl ?? other.storeUrl, env }
}

function makeClusterPlace(t: Test, place: Place): Promise<Place> {
  const name = `test-${randomUUID()}`
  t.teardown(async () => {
    const found = await engine<object>(urls[0]!, 'GET', `${name}*?expand_wildcards=all`)
    for (const index of Object.keys(found)) await engine(urls[0]!, 'DELETE', index)
  })
  return makeOther(t, place, storeUrlOf(urls, name))
}

type Answers = { found: { query: string; hits: { id: string; score: number }[] }[]; images: object[] }

/** Scores are equal within what adding up in another order gives. */
const scoreTolerance = 1e-5

function assertSameAnswers(t: Test, actual: Answers, expected: Answers): void {
  t.strictSame(actual.images, expected.images)
  for (const [i, { query, hits }] of expected.found.entries()) {
    const found = actual.found[i]!.hits
    t.strictSame(
      found.map(({ id }) => id),
      hits.map(({ id }) => id),
      query,
    )
    const apart = Math.max(...hits.map(({ score }, j) => Math.abs(score - found[j]!.score)))
    t.ok(apart <= scoreTolerance, `the scores are ${apart} apart`)
  }
}

/** What searches by words find, and every record. */
async function answersOf(t: Test, { env }: Place): Promise<Answers> {
  const { PORT: _, ...settings } = env
  const { url } = await startService(t, { env: { ...settings, PORT: '0' } })
  const found: Answers['found'] = []
  for (const query of ['a cat', 'a cup of coffee', 'something to eat', 'a bird']) {
    const { body } = await ask<{ hits: Hit[] }>(`${url}/search/text`, json({ query, k: 20 }))
    found.push({ query, hits: body.hits.map(({ image_id, score }) => ({ id: image_id, score })) })
  }
  const { body } = await ask<{ images: object[] }>(`${url}/images?limit=1000`)
  return { found, images: body.images }
}

t.test('an export into the other store gives the same answers', { skip }, async (t) => {
  const place = await makeIngested(t)
  const file = join(place.folder, 'backup.ndjson')
  const exported = await runCli(t, ['export', file], place)
  t.match(exported, { code: 0, stderr: /images exported to / })
  const before = await answersOf(t, place)

  const other = await makeClusterPlace(t, place)
  const imported = await runCli(t, ['import', file, '--json'], other)
  t.match(
    { code: imported.code, ...JSON.parse(imported.stdout) },
    { code: 0, failed: 0, created: before.images.length },
  )
  assertSameAnswers(t, await answersOf(t, other), before)

  t.comment('and back: out of the cluster, into a new embedded store')
  const back = await makeOther(t, place)
  const fileBack = join(place.folder, 'back.ndjson')
  t.equal((await runCli(t, ['export', fileBack, '--vectors', 'base64'], other)).code, 0)
  t.equal((await runCli(t, ['import', fileBack], back)).code, 0)
  assertSameAnswers(t, await answersOf(t, back), before)
})

t.test('a copy gives the same answers, and the same command again changes nothing', { skip }, async (t) => {
  const place = await makeIngested(t)
  const other = await makeClusterPlace(t, place)
  const copy = ['copy', '--from', place.storeUrl, '--to', other.storeUrl, '--json']
  const first = await runCli(t, copy, place)
  const before = await answersOf(t, place)
  t.match({ code: first.code, ...JSON.parse(first.stdout) }, { code: 0, created: before.images.length, failed: 0 })
  assertSameAnswers(t, await answersOf(t, other), before)
  const again = await runCli(t, copy, place)
  t.match({ code: again.code, ...JSON.parse(again.stdout) }, { code: 0, created: 0, unchanged: before.images.length })
})

t.test('an export beside a running service, and an import through one', async (t) => {
  const place = await makeIngested(t)
  const server = await startServer(t, place)
  const printed = await runCli(t, ['export'], place)
  t.equal(printed.code, 0)
  const [header, ...documents] = printed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.match(header, { format: 'likeness-images', version: 1, space: { dims: 512 } })
  t.match(documents[0], { image_id: String, image_name: String, relative_path: String, image_embedding: Array })
  t.equal(documents[0].image_embedding.length, 512)

  const file = join(place.folder, 'half.ndjson')
  const [changed, ...rest] = documents
  await writeFile(
    file,
    [header, { ...changed, tags: ['changed'] }, ...rest].map((line) => JSON.stringify(line)).join('\n'),
  )
  const through = await runCli(t, ['import', file, '--json'], place)
  t.match(through.stderr, `Working through the service at ${server.url}\n`)
  t.match(
    { code: through.code, ...JSON.parse(through.stdout) },
    { code: 0, updated: 1, unchanged: rest.length, failed: 0 },
  )
  const { body } = await ask<{ tags: string[] }>(`${server.url}/images/${changed.image_id}`)
  t.strictSame(body.tags, ['changed'])
})

t.test('documents of another program: the model is named, bad lines are told, good ones are taken', async (t) => {
  const place = await makePlace(t)
  const file = join(place.folder, 'documents.ndjson')
  const vector = Array.from({ length: 512 }, (_, i) => (i === 7 ? 3 : 0))
  const document = {
    image_id: 'IMG_4032',
    image_name: 'IMG_4032.jpeg',
    image_embedding: vector,
    relative_path: 'phone/IMG_4032.jpeg',
  }
  const lines = [
    JSON.stringify(document),
    'no JSON',
    JSON.stringify({ ...document, image_id: 'short', relative_path: 'a.jpg', image_embedding: [1, 2] }),
    '',
    JSON.stringify({ ...document, image_id: 'climber', relative_path: '../b.jpg' }),
    JSON.stringify({ ...document, image_id: 'taken' }),
    JSON.stringify({ ...document, image_id: 'zero', relative_path: 'c.jpg', image_embedding: vector.map(() => 0) }),
    JSON.stringify({ ...document, image_id: 'extra', relative_path: 'd.jpg', score: 1 }),
  ]
  await writeFile(file, lines.join('\n'))

  const unnamed = await runCli(t, ['import', file], place)
  t.match(unnamed, { code: 2, stderr: /--model/ })
  const { code, stdout } = await runCli(t, ['import', file, '--model', 'builtin', '--json'], place)
  t.equal(code, 1)
  const { failures, ...summary } = JSON.parse(stdout)
  t.match(summary, { created: 1, failed: 6, normalised: 1 })
  t.strictSame(
    failures.map(({ line, code }: { line: number; code: string }) => [line, code]),
    [
      [2, 'BODY_INVALID'],
      [3, 'VECTOR_INVALID'],
      [5, 'PATH_INVALID'],
      [6, 'PATH_TAKEN'],
      [7, 'VECTOR_INVALID'],
      [8, 'VALIDATION_FAILED'],
    ],
  )
  const printed = (await runCli(t, ['export'], place)).stdout.trim().split('\n')
  t.equal(printed.length, 2)
  t.match(JSON.parse(printed[1]!), {
    ...document,
    image_embedding: vector.map((x) => x / 3),
    tags: [],
    width: null,
    added_at: null,
    origin: 'ingest',
  })
})

t.test('vectors of another model are refused', async (t) => {
  const place = await makeIngested(t)
  const file = join(place.folder, 'backup.ndjson')
  await runCli(t, ['export', file], place)
  const other = await makePlace(t)
  const env = { ...other.env, MODEL_DIR: tinyPack('tiny-clip') }
  t.match(await runCli(t, ['import', file], { env }), { code: 2, stderr: /are of the space/ })
  t.match(await runCli(t, ['import', file, '--model', 'other'], other), { code: 2, stderr: /leave --model out/ })
  const named = join(place.folder, 'named.ndjson')
  await writeFile(named, '{}')
  t.match(await runCli(t, ['import', named, '--model', 'other'], other), { code: 2, stderr: /not “other”/ })
})

t.test('what cannot be done is said, and nothing is left behind', async (t) => {
  const place = await makePlace(t)
  t.match(await runCli(t, ['export'], place), { code: 2, stderr: /nothing was added/ })
  t.match(await runCli(t, ['import'], place), { code: 2, stderr: /Name one FILE/ })
  t.match(await runCli(t, ['import', join(place.folder, 'none.ndjson')], place), {
    code: 2,
    stderr: /cannot be read \(ENOENT\)/,
  })
  t.match(await runCli(t, ['copy', '--from', place.storeUrl], place), {
    code: 2,
    stderr: /--to must be the address of a store/,
  })
  t.match(await runCli(t, ['export', '--vectors', 'words'], place), { code: 2, stderr: /numbers or base64/ })
  const full = await makeIngested(t)
  const intoDevice = await runCli(t, ['export', '/dev/full'], full)
  t.match(intoDevice, { code: 2, stderr: /cannot be written \(ENOSPC\)/ })
  t.ok((await stat('/dev/full')).isCharacterDevice(), 'a device is written to, not replaced')
  t.match(await runCli(t, ['export', ''], full), { code: 2, stderr: /^The export cannot be written \(ENOENT\)\.$/m })
  t.match(await runCli(t, ['export', join(full.folder, 'no/such/folder.ndjson')], full), {
    code: 2,
    stderr: /cannot be written/,
  })
  t.notMatch((await readdir(full.folder)).join(), 'partial')
})

t.test('Ctrl-C ends an import whose input does not come', async (t) => {
  const place = await makePlace(t)
  await startServer(t, place)
  const child = spawn(process.execPath, ['bin/likeness.js', 'import', '-', '--model', 'builtin'], {
    cwd: projectFolder,
    env: { ...process.env, ...place.env },
  })
  t.teardown(() => child.kill('SIGKILL'))
  const stdout = text(child.stdout)
  // The line of a document, and then nothing for ever.
  child.stdin.write('{}\n')
  const told: string[] = []
  for await (const part of child.stderr.setEncoding('utf8')) {
    if (told.push(part) === 1) child.kill('SIGINT')
  }
  t.match(told.join(''), /^Working through the service.*\nStopped\. What was taken is kept/)
  t.match(await stdout, /^0 documents in /)
  t.equal(child.exitCode ?? (await once(child, 'exit'))[0], 130)
})

t.test('Ctrl-C ends a command that waits for a service that does not answer', async (t) => {
  const place = await makePlace(t)
  await mkdir(place.imagesDir)
  const file = join(place.folder, 'documents.ndjson')
  await writeFile(file, '{}\n')
  const server = createServer()
  t.teardown(() => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const command of [['ingest'], ['import', file, '--model', 'builtin']]) {
    const running = start(t, [process.execPath, 'bin/likeness.js', ...command, '--url', url], place)
    const [socket] = await once(server, 'connection')
    running.child.kill('SIGINT')
    // As the system ends it: a shell counts 130.
    t.equal(await running.exit, null, command.join(' '))
    t.equal(running.child.signalCode, 'SIGINT')
    socket.destroy()
  }
})
