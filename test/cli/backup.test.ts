// `likeness backup` beside a service that writes, and `likeness restore` into a fresh store.
import { cp, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'tap'
import type { Hit, Image } from '../../src/http/schemas/image.ts'
import { addAt, ask } from '../support/client.ts'
import { samplePath } from '../support/sample-photos.ts'
import { solidJpeg } from '../support/solid-pictures.ts'
import { makePlace, runCli, startServer } from './run-command.ts'

test('a backup of a store that is written to, put back, gives the same answers', async (t) => {
  const place = await makePlace(t)
  await cp(samplePath('animals'), join(place.imagesDir, 'animals'), { recursive: true })
  await runCli(t, ['ingest'], place)
  const { url } = await startServer(t, place)
  const file = join(place.folder, 'copy.sqlite')

  let isSaved = false
  const saving = runCli(t, ['backup', file], place).finally(() => {
    isSaved = true
  })
  let added = 0
  while (!isSaved) await addAt(url, `new/${added}.jpg`, await solidJpeg(`#${String(100_000 + added++)}`))
  t.match(await saving, { code: 0, stdout: /^\d+ images in / })
  t.ok(added > 0, `${added} images were added meanwhile`)
  t.notMatch((await readdir(place.folder)).join(), 'partial')

  const other = await makePlace(t)
  const restored = await runCli(t, ['restore', file], other)
  t.match(restored, { code: 0, stdout: /images restored/ })
  const env = { ...other.env, IMAGES_DIR: place.imagesDir }
  const second = await startServer(t, { ...other, env })
  const answers = async (base: string) => {
    const { body } = await ask<{ hits: Hit[] }>(`${base}/search/text?q=a+cat&k=5&filter={"path_prefix":"animals/"}`)
    const { body: list } = await ask<{ images: Image[] }>(`${base}/images?limit=1000&filter={"path_prefix":"animals/"}`)
    return { hits: body.hits, images: list.images }
  }
  t.strictSame(await answers(second.url), await answers(url))
})

test('what cannot be done is said', async (t) => {
  const place = await makePlace(t)
  t.match(await runCli(t, ['backup', join(place.folder, 'x')], place), { code: 2, stderr: /nothing was added/ })
  await cp(samplePath('food'), place.imagesDir, { recursive: true })
  await runCli(t, ['ingest'], place)
  const file = join(place.folder, 'copy.sqlite')
  t.match(await runCli(t, ['backup', join(place.folder, 'no/folder')], place), { code: 2, stderr: /cannot be written/ })
  t.equal((await runCli(t, ['backup', file], place)).code, 0)
  t.match(await runCli(t, ['restore', file], place), { code: 2, stderr: /holds an index already/ })
  const other = await makePlace(t)
  await writeFile(
    join(other.folder, 'text'),
    'no database, but long enough to be looked at as one by whoever reads it'.repeat(20),
  )
  t.match(await runCli(t, ['restore', join(other.folder, 'text')], other), { code: 2, stderr: /damaged/ })
  t.match(await runCli(t, ['restore', join(other.folder, 'nothing')], other), { code: 2 })
  const cluster = { env: { ...place.env, STORE_URL: 'http://127.0.0.1:9/x' } }
  t.match(await runCli(t, ['backup', file], cluster), { code: 2, stderr: /snapshots of its own/ })
})

test('a copy never takes the place of a file of the store', async (t) => {
  const place = await makePlace(t)
  await cp(samplePath('food'), place.imagesDir, { recursive: true })
  await runCli(t, ['ingest'], place)
  const { url } = await startServer(t, place)
  const folder = join(place.folder, 'store')
  const store = await stat(join(folder, 'store.sqlite'))
  for (const name of ['store.sqlite', 'store.sqlite-wal', 'store-2.sqlite', 'index.json', 'owner.lock']) {
    const refused = await runCli(t, ['backup', join(folder, '../store', name)], place)
    t.match(refused, { code: 2, stderr: /a file of the store itself/ }, name)
  }
  t.equal((await stat(join(folder, 'store.sqlite'))).ino, store.ino)
  t.match(await ask(`${url}/images`), { status: 200, body: { images: [{}, {}, {}] } })
  t.equal((await runCli(t, ['backup', join(folder, 'store.sqlite.backup')], place)).code, 0, 'beside them it may lie')
})

test('a copy is put back without a write beside it, and what is none is told', async (t) => {
  const place = await makePlace(t)
  await cp(samplePath('food'), place.imagesDir, { recursive: true })
  await runCli(t, ['ingest'], place)
  const folder = join(place.folder, 'copies')
  await mkdir(folder)
  const file = join(folder, 'copy.sqlite')
  t.equal((await runCli(t, ['backup', file], place)).code, 0)
  const other = await makePlace(t)
  t.match(await runCli(t, ['restore', file], other), { code: 0, stdout: /^3 images restored/ })
  t.same(await readdir(folder), ['copy.sqlite'], 'reading it leaves nothing beside it')
  t.notMatch((await readdir(join(other.folder, 'store'))).join(), 'restoring')

  await writeFile(`${file}-wal`, 'writes that are not in the file yet')
  const third = await makePlace(t)
  t.match(await runCli(t, ['restore', file], third), { code: 2, stderr: /no copy that backup wrote/ })
  const missing = await runCli(t, ['restore', join(folder, 'nothing')], third)
  t.match(missing, { code: 2, stderr: /nothing cannot be read \(ENOENT\)/ })
  await writeFile(
    join(folder, 'text'),
    'no database, but long enough to be looked at as one by whoever reads it'.repeat(20),
  )
  t.match(await runCli(t, ['restore', join(folder, 'text')], third), { code: 2, stderr: /no copy of a store/ })
  t.notMatch((await readdir(join(third.folder, 'store'))).join(), 'sqlite')
})
