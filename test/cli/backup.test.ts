// `likeness backup` beside a service that writes, and `likeness restore` into a fresh store.
import { cp, readdir, writeFile } from 'node:fs/promises'
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
