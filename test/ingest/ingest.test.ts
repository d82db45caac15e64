// Ingest in this process, over the real parts: what becomes of each file, and of the same folder the next time.
import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'tap'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { makeLibrary } from './make-library.ts'

const none = { created: 0, updated: 0, moved: 0, unchanged: 0, skipped: 0, failed: 0 }

const cat = await readSamplePhoto('animals/chelsea-cat.jpg')
const coffee = await readSamplePhoto('food/coffee-cup.jpg')
const coins = await readSamplePhoto('objects/greek-coins.png')

test('every file of a mixed folder gets its outcome, and the bad ones stop nothing', async (t) => {
  const imageBytesMax = Math.max(cat.length, coffee.length) + 1
  const { imagesDir, write, ingest, catalog } = await makeLibrary(t, { IMAGE_BYTES_MAX: String(imageBytesMax) })
  await write('a-broken.jpg', cat.subarray(0, 2000))
  await write('cat.jpg', cat)
  await write('deep/er/coffee.jpg', coffee)
  await write('empty.jpg', '')
  await write('film.mp4', Buffer.alloc(imageBytesMax + 1, 'film'))
  await write('large.jpg', Buffer.concat([coffee, Buffer.alloc(imageBytesMax)]))
  await write('notes.txt', 'not a picture')
  await write('.hidden.jpg', cat)
  await symlink(join(imagesDir, 'cat.jpg'), join(imagesDir, 'link.jpg'))

  const { counts, reasons, problems, problemsLeftOut, interrupted, fault } = await ingest()
  t.same(counts, { ...none, created: 2, skipped: 3, failed: 3 })
  t.same(reasons, {
    IMAGE_UNDECODABLE: 2,
    IMAGE_TOO_LARGE: 1,
    UNSUPPORTED_IMAGE_TYPE: 2,
    PLACE_SKIPPED: 1,
  })
  const outcomes = problems.map(({ relativePath, outcome, code }) => `${relativePath} ${outcome} ${code}`)
  t.same(outcomes.sort(), [
    'a-broken.jpg failed IMAGE_UNDECODABLE',
    'empty.jpg failed IMAGE_UNDECODABLE',
    'film.mp4 skipped UNSUPPORTED_IMAGE_TYPE',
    'large.jpg failed IMAGE_TOO_LARGE',
    'link.jpg skipped PLACE_SKIPPED',
    'notes.txt skipped UNSUPPORTED_IMAGE_TYPE',
  ])
  t.ok(
    problems.every(({ reason }) => reason.length > 10 && !reason.includes(imagesDir)),
    'each has a reason without machine paths',
  )
  t.match({ problemsLeftOut, interrupted, fault }, { problemsLeftOut: 0, interrupted: false, fault: null })

  const { images } = await catalog.list({ limit: 10 })
  t.match(
    images.map(({ relativePath, imageName, origin }) => ({ relativePath, imageName, origin })),
    [
      { relativePath: 'cat.jpg', imageName: 'cat.jpg', origin: 'ingest' },
      { relativePath: 'deep/er/coffee.jpg', imageName: 'coffee.jpg', origin: 'ingest' },
    ],
  )
})

test('a second run recognises what is unchanged and takes over what was edited, under the same id', async (t) => {
  const { write, ingest, catalog } = await makeLibrary(t)
  await write('one.jpg', cat)
  await write('two.jpg', coffee)
  t.same((await ingest()).counts, { ...none, created: 2 })
  const [before] = (await catalog.list({ limit: 1 })).images

  t.same((await ingest()).counts, { ...none, unchanged: 2 })
  await write('one.jpg', coins)
  t.same((await ingest()).counts, { ...none, updated: 1, unchanged: 1 })
  t.match(await catalog.get(before!.imageId), { relativePath: 'one.jpg', format: 'png' })
  t.equal(await catalog.count(), 2)
})

test('a deleted picture stays out until it is asked for again', async (t) => {
  const { write, ingest, catalog } = await makeLibrary(t)
  await write('cat.jpg', cat)
  await ingest()
  const [image] = (await catalog.list({ limit: 1 })).images
  await catalog.remove(image!.imageId)

  const { counts, problems } = await ingest()
  t.same(counts, { ...none, skipped: 1 })
  t.match(problems, [{ relativePath: 'cat.jpg', outcome: 'skipped', code: 'IMAGE_DELETED' }])
  t.equal(await catalog.count(), 0)
  t.same((await ingest({ restore: true })).counts, { ...none, created: 1 })
  t.same((await ingest()).counts, { ...none, unchanged: 1 })
})

test('only what lies below the given paths is taken', async (t) => {
  const { write, ingest } = await makeLibrary(t)
  for (const path of ['in/a.jpg', 'in/b.jpg', 'out/c.jpg', 'single.jpg', 'other.jpg']) await write(path, cat)
  t.same((await ingest({ paths: ['in', 'single.jpg'] })).counts, { ...none, created: 3 })
  await t.rejects(ingest({ paths: ['nowhere'] }), { code: 'FILE_NOT_FOUND' })
})

test('a run that is stopped keeps what it has added, and the next one does the rest', async (t) => {
  const { write, ingest, catalog } = await makeLibrary(t)
  for (let i = 0; i < 20; i++) await write(`${i}.jpg`, Buffer.concat([cat, Buffer.from([i])]))
  const stop = new AbortController()
  const stopped = await ingest({
    signal: stop.signal,
    onProgress: ({ done }) => {
      if (done === 5) stop.abort()
    },
  })
  t.equal(stopped.interrupted, true)
  const { created } = stopped.counts
  t.ok(created >= 5 && created < 20, `${created} were added`)
  t.same(stopped.counts, { ...none, created }, 'what was given up is not told as a failure')

  const counted = await catalog.count()
  t.ok(counted >= created, 'all that was told is there')
  t.same((await ingest()).counts, { ...none, unchanged: counted, created: 20 - counted })
})

test('progress ends with every place found and done', async (t) => {
  const { write, ingest } = await makeLibrary(t)
  for (const path of ['a.jpg', 'b.jpg', 'c.txt']) await write(path, path.endsWith('txt') ? 'text' : cat)
  const seen: number[] = []
  let last = {}
  await ingest({
    onProgress: (progress) => {
      seen.push(progress.done)
      last = structuredClone(progress)
    },
  })
  t.same(seen, [1, 2, 3])
  t.match(last, { found: 3, isCounted: true, done: 3 })
})

test('a file that vanishes before it is read is skipped', async (t) => {
  const { imagesDir, library, write, ingest } = await makeLibrary(t)
  for (const path of ['a.jpg', 'b.jpg']) await write(path, cat)
  const walkThenRemove: typeof library.walk = async function* (start) {
    for await (const entry of library.walk(start)) {
      if (entry.relativePath === 'b.jpg') await rm(join(imagesDir, 'b.jpg'), { force: true })
      yield entry
    }
  }
  const { counts, reasons } = await ingest({ library: { ...library, walk: walkThenRemove } })
  t.same(counts, { ...none, created: 1, skipped: 1 })
  t.same(reasons, { FILE_NOT_FOUND: 1 })
})
