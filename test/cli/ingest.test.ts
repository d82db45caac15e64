// `likeness ingest` as a person runs it: child processes over a folder of photos, with the service before and after it.
import { cp, mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { test } from 'tap'
import { acquireOwnerLock } from '../../src/store/embedded/owner-lock.ts'
import { makePhotoVariants } from '../support/photo-variants.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { finish, makePlace, runCli, start, startCli, startServer } from './run-command.ts'

type Hit = { image_id: string; image_name: string; relative_path: string }

async function search(url: string, q: string, k = 3): Promise<Hit[]> {
  const response = await fetch(`${url}/search/text?${new URLSearchParams({ q, k: String(k) })}`)
  return ((await response.json()) as { hits: Hit[] }).hits
}

async function listImages(url: string): Promise<{ relative_path: string }[]> {
  const response = await fetch(`${url}/images?limit=1000`)
  return ((await response.json()) as { images: { relative_path: string }[] }).images
}

test('ingest, start, search by words: the sequence any user runs, and ingest again beside the service', async (t) => {
  const place = await makePlace(t)
  const { imagesDir, env } = place
  const variants = await makePhotoVariants(imagesDir, 90, 11)
  // Thirty now, among them the cat's; the others come while the service runs.
  const later = join(place.folder, 'later')
  const kept = new Set(['animals/chelsea-cat.jpg', 'food/coffee-cup.jpg', 'space/rocket-launch.jpg'])
  const first = variants.filter(({ sample }, i) => kept.has(sample) || i % 4 === 0)
  for (const { relativePath } of variants.filter((variant) => !first.includes(variant))) {
    await cp(join(imagesDir, relativePath), join(later, relativePath))
    await unlink(join(imagesDir, relativePath))
  }

  const ingested = await finish(start(t, ['npx', '--no', 'likeness', 'ingest', '--json'], { env }))
  t.equal(ingested.code, 0)
  t.match(JSON.parse(ingested.stdout), { created: first.length, updated: 0, unchanged: 0, skipped: 0, failed: 0 })

  const { url } = await startServer(t, place)
  for (const [words, name] of [
    ['a cat', /^chelsea-cat-\d+\.jpg$/],
    ['a cup of coffee', /^coffee-cup-\d+\.jpg$/],
    ['a rocket launch', /^rocket-launch-\d+\.jpg$/],
  ] as const) {
    const [hit] = await search(url, words)
    t.match(hit!.image_name, name)
    t.equal(hit!.image_name, basename(hit!.relative_path))
  }

  await cp(later, imagesDir, { recursive: true })
  const through = await runCli(t, ['ingest', '--json'], { env })
  t.equal(through.code, 0)
  t.match(through.stderr, `Working through the service at ${url}\n`)
  t.match(JSON.parse(through.stdout), { created: variants.length - first.length, unchanged: first.length })
  t.same(
    (await listImages(url)).map((image) => image.relative_path).sort(),
    variants.map(({ relativePath }) => relativePath).sort(),
  )

  const named = await runCli(t, ['ingest', 'space', '--url', url, '--json'], {
    env: { ...env, STORE_URL: 'file:/nowhere' },
  })
  t.equal(named.code, 0)
  t.match(JSON.parse(named.stdout), {
    created: 0,
    unchanged: variants.filter((v) => v.sample.startsWith('space/')).length,
  })
})

test('a deleted picture stays out, until --restore', async (t) => {
  const place = await makePlace(t)
  await makePhotoVariants(place.imagesDir, 3, 5)
  await runCli(t, ['ingest'], place)
  const server = await startServer(t, place)
  const [image] = await search(server.url, 'an animal', 1)
  t.equal((await fetch(`${server.url}/images/${image!.image_id}`, { method: 'DELETE' })).status, 204)
  server.child.kill('SIGTERM')
  t.equal(await server.exit, 0)

  const again = await runCli(t, ['ingest'], place)
  t.equal(again.code, 0)
  t.match(again.stdout, /skipped +1\n/)
  t.match(again.stdout, `${image!.relative_path}: IMAGE_DELETED: `)
  const restored = await runCli(t, ['ingest', '--restore'], place)
  t.equal(restored.code, 0)
  t.match(restored.stdout, /created +1\n {2}updated +0\n {2}moved +0\n {2}unchanged +2\n/)
})

test('bad files are told with their reasons, and only failures make the exit code 1', async (t) => {
  const place = await makePlace(t)
  const { imagesDir } = place
  await makePhotoVariants(imagesDir, 2, 5)
  await writeFile(join(imagesDir, 'notes.txt'), 'not a picture')
  const skipped = await runCli(t, ['ingest'], place)
  t.equal(skipped.code, 0)
  t.match(skipped.stdout, /\nSkipped:\n {2}notes\.txt: UNSUPPORTED_IMAGE_TYPE: /)

  const cat = await readSamplePhoto('animals/chelsea-cat.jpg')
  await mkdir(join(imagesDir, 'bad'))
  for (let i = 0; i < 25; i++) await writeFile(join(imagesDir, `bad/${i}.jpg`), cat.subarray(0, 1000 + i))
  const failed = await runCli(t, ['ingest'], place)
  t.equal(failed.code, 1)
  t.match(failed.stdout, /created +0\n {2}updated +0\n {2}moved +0\n {2}unchanged +2\n {2}skipped +1\n {2}failed +25\n/)
  t.match(failed.stdout, '  IMAGE_UNDECODABLE: 25\n')
  t.match(failed.stdout, /\nFailed:\n {2}bad\/\d+\.jpg: IMAGE_UNDECODABLE: /)
  t.match(failed.stdout, '  … and 5 more; --json lists them\n')
  const { files } = JSON.parse((await runCli(t, ['ingest', '--json'], place)).stdout)
  t.equal(files.length, 26)
})

test('--include and --exclude choose the files, and --report tells of each what became of it', async (t) => {
  const place = await makePlace(t)
  const { imagesDir, folder } = place
  const cat = await readSamplePhoto('animals/chelsea-cat.jpg')
  for (const path of ['cat.jpg', 'CAT2.JPG', 'raw/cat.jpg', 'phone/raw/cat.jpg', 'phone/broken.jpg', 'phone/cat.png']) {
    await mkdir(join(imagesDir, dirname(path)), { recursive: true })
    await writeFile(join(imagesDir, path), path.includes('broken') ? cat.subarray(0, 2000) : cat)
  }
  const report = join(folder, 'reports/first.ndjson')
  const options = ['--include', '*.jpg', '--exclude', 'raw', '--report', report]
  const { code, stdout } = await runCli(t, ['ingest', '--json', ...options], place)
  t.equal(code, 1)
  t.match(JSON.parse(stdout), { created: 2, failed: 1, skipped: 0 })
  const lines = (await readFile(report, 'utf8')).trimEnd().split('\n')
  t.match(
    lines.map((line) => JSON.parse(line)).sort((a, b) => (a.relative_path < b.relative_path ? -1 : 1)),
    [
      { relative_path: 'CAT2.JPG', outcome: 'created' },
      { relative_path: 'cat.jpg', outcome: 'created' },
      { relative_path: 'phone/broken.jpg', outcome: 'failed', code: 'IMAGE_UNDECODABLE', detail: /./ },
    ],
  )

  const inside = await runCli(t, ['ingest', '--report', join(imagesDir, 'report.ndjson')], place)
  t.equal(inside.code, 2)
  t.match(inside.stderr, /inside the library, where nothing is written/)
  const nowhere = await runCli(t, ['ingest', '--report', join(report, 'below.ndjson')], place)
  t.equal(nowhere.code, 2)
  t.match(nowhere.stderr, /The report cannot be written: /)
})

test('--prune forgets what is gone, but not a library that seems to be away', async (t) => {
  const place = await makePlace(t)
  const { imagesDir } = place
  const variants = await makePhotoVariants(imagesDir, 30, 6)
  await runCli(t, ['ingest'], place)
  await unlink(join(imagesDir, variants[0]!.relativePath))
  const plain = await runCli(t, ['ingest', '--json'], place)
  t.match(JSON.parse(plain.stdout), { unchanged: 29, pruned: null })
  const pruned = await runCli(t, ['ingest', '--prune'], place)
  t.equal(pruned.code, 0)
  t.match(pruned.stdout, /unchanged +29\n {2}skipped +0\n {2}failed +0\n {2}pruned +1\n/)

  for (const { relativePath } of variants.slice(1, 23)) await unlink(join(imagesDir, relativePath))
  const refused = await runCli(t, ['ingest', '--prune', '--json'], place)
  t.equal(refused.code, 2)
  t.match(JSON.parse(refused.stdout), { unchanged: 7, pruned: 0 })
  t.match(refused.stderr, '22 of 29 files are gone')
  const forced = await runCli(t, ['ingest', '--prune', '--force', '--json'], place)
  t.equal(forced.code, 0)
  t.match(JSON.parse(forced.stdout), { unchanged: 7, pruned: 22 })
})

test('an ingest that is killed half-way goes on where it was, with nothing lost and nothing twice', async (t) => {
  const place = await makePlace(t)
  const variants = await makePhotoVariants(place.imagesDir, 150, 3)
  const first = startCli(t, ['ingest'], place)
  const [, told] = await first.waitFor('stderr', /^(\d+) of \d/m)
  first.child.kill('SIGKILL')
  t.equal(await first.exit, null)

  const second = await runCli(t, ['ingest', '--json'], place)
  t.equal(second.code, 0)
  const { created, unchanged, updated } = JSON.parse(second.stdout)
  t.ok(unchanged >= Number(told), `${unchanged} of at least ${told} were kept`)
  t.ok(created > 0, `it was killed half-way; ${created} were left`)
  t.same([created + unchanged, updated], [variants.length, 0])

  const { url } = await startServer(t, place)
  t.same(
    (await listImages(url)).map((image) => image.relative_path).sort(),
    variants.map(({ relativePath }) => relativePath).sort(),
  )
})

test('Ctrl-C stops in good order: exit code 130, a summary, and what was added is kept', async (t) => {
  const place = await makePlace(t)
  const variants = await makePhotoVariants(place.imagesDir, 150, 4)
  const running = startCli(t, ['ingest', '--json'], place)
  await running.waitFor('stderr', /^\d+ of \d/m)
  running.child.kill('SIGINT')
  const stopped = await finish(running)
  t.equal(stopped.code, 130)
  t.match(stopped.stderr, 'Stopped. What was added is kept; the same command goes on from here.\n')
  const summary = JSON.parse(stopped.stdout)
  t.match(summary, { interrupted: true, failed: 0, skipped: 0 })

  const rest = JSON.parse((await runCli(t, ['ingest', '--json'], place)).stdout)
  t.ok(summary.created > 0 && rest.unchanged >= summary.created)
  t.equal(rest.created + rest.unchanged, variants.length)
})

test('a store whose owner serves nothing is left alone', async (t) => {
  const place = await makePlace(t)
  await makePhotoVariants(place.imagesDir, 1, 1)
  const folder = place.storeUrl.slice('file:'.length)
  await mkdir(folder)
  const lock = acquireOwnerLock(folder)
  t.teardown(() => lock.release())
  const { code, stderr, stdout } = await runCli(t, ['ingest'], place)
  t.equal(code, 2)
  t.match(stderr, new RegExp(`^Process ${process.pid} owns this data folder and serves nothing`))
  t.equal(stdout, '')
})

test('what cannot run says why in a line, without a stack, with exit code 2', async (t) => {
  const place = await makePlace(t)
  const { env, folder, imagesDir } = place
  const runs: [string[], Record<string, string>, RegExp][] = [
    [['ingest'], {}, /^IMAGES_DIR names a folder that does not exist: /],
    [['ingest', '--nonsense'], {}, /^Unknown option '--nonsense'.*\nSee npx --no likeness ingest --help\n$/s],
    [['ingest', '--exclude', ''], {}, /^--include and --exclude take a pattern/],
    [['ingest', '--url'], {}, /^Option '--url <value>' argument missing/],
    [['ingest', folder], { IMAGES_DIR: join(folder, 'made') }, /lies outside of the library/],
    [['ingest', 'nowhere'], { IMAGES_DIR: join(folder, 'made') }, /^There is no file or folder "nowhere"\.\n$/],
    [['ingest', '--url', 'http://127.0.0.1:9'], { IMAGES_DIR: join(folder, 'made') }, /:9\/ does not answer\.\n$/],
    [['ingest'], { WORKERS: 'many' }, /WORKERS must be a whole number/],
    [
      ['ingest'],
      { IMAGES_DIR: join(folder, 'made'), STORE_URL: 'ftp://x' },
      /STORE_URL must be the address of a store/,
    ],
  ]
  await mkdir(join(folder, 'made'))
  for (const [cliArguments, more, message] of runs) {
    const { code, stdout, stderr } = await runCli(t, cliArguments, { env: { ...env, ...more } })
    t.equal(code, 2, cliArguments.join(' '))
    t.match(stderr, message)
    t.notMatch(stderr, /^ +at /m)
    t.equal(stdout, '')
  }
  t.notOk((await readdir(folder)).includes(basename(imagesDir)), 'no folder is made for a mistyped name')
})
