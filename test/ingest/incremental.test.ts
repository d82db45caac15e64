// The same folder again: what is read of it, what is embedded, and what becomes of files that were renamed, copied or edited meanwhile.
import { cp, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type Test, test } from 'tap'
import { toFileTime } from '../../src/file-time.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { makeLibrary } from './make-library.ts'

const none = { created: 0, updated: 0, moved: 0, unchanged: 0, skipped: 0, failed: 0 }
const [cat, coffee, coins] = await Promise.all(
  ['animals/chelsea-cat.jpg', 'food/coffee-cup.jpg', 'objects/greek-coins.png'].map(readSamplePhoto),
)

/** A library that was ingested: two photos, an hour and a day old. `again` ingests it and tells what was read and embedded. */
async function makeIngested(t: Test) {
  const made = await makeLibrary(t)
  const { write, age, ingest, library, countDecoded } = made
  await write('cat.jpg', cat!)
  await write('cups/coffee.jpg', coffee!)
  await age('cat.jpg', 3600)
  await age('cups/coffee.jpg', 86_400)
  t.same((await ingest()).counts, { ...none, created: 2 })

  async function again(request: Parameters<typeof ingest>[0] = {}) {
    const read: string[] = []
    const watched = {
      ...library,
      read(relativePath: string) {
        read.push(relativePath)
        return library.read(relativePath)
      },
    }
    const before = await countDecoded()
    const { counts } = await ingest({ ...request, library: watched })
    return { counts, read, decoded: (await countDecoded()) - before }
  }
  const at = async (path: string) =>
    (await made.catalog.list({ limit: 100 })).images.find((i) => i.relativePath === path)
  return { ...made, again, at }
}

test('files whose size and time are as they were recorded are not read', async (t) => {
  const { again } = await makeIngested(t)
  t.same(await again(), { counts: { ...none, unchanged: 2 }, read: [], decoded: 0 })
})

test('all are read where that is asked for, and nothing is embedded anew', async (t) => {
  const { ingest, again } = await makeIngested(t)
  const options = {
    filesInFlightMax: 2,
    bytesInFlightMax: 1e8,
    imageBytesMax: 1e8,
    isPicture: () => true,
    readsAll: true,
  }
  const { read, ...rest } = await again({ options })
  t.same(read.sort(), ['cat.jpg', 'cups/coffee.jpg'])
  t.same(rest, { counts: { ...none, unchanged: 2 }, decoded: 0 })
  t.same((await ingest()).counts, { ...none, unchanged: 2 })
})

test('a file of another time is read once, found to be the same, and known from then on', async (t) => {
  const { again, age, at } = await makeIngested(t)
  const before = await at('cat.jpg')
  await age('cat.jpg', 60)
  t.same(await again(), { counts: { ...none, unchanged: 2 }, read: ['cat.jpg'], decoded: 0 })
  t.same(await again(), { counts: { ...none, unchanged: 2 }, read: [], decoded: 0 })
  const { fileModifiedAt, ...after } = (await at('cat.jpg'))!
  t.match(before, after, 'nothing else of the record has changed')
  t.ok(Math.abs(Date.now() - 60_000 - Date.parse(fileModifiedAt!)) < 30_000)
})

test('an edited file is embedded anew, also one of the same size', async (t) => {
  const { write, age, again, at } = await makeIngested(t)
  const before = await at('cat.jpg')
  const edited = Buffer.from(cat!)
  // In the comment or the last bytes of the data: still a picture, of the same length.
  edited[edited.length - 3] = edited[edited.length - 3]! ^ 1
  await write('cat.jpg', edited)
  await age('cat.jpg', 10)
  t.same(await again(), { counts: { ...none, updated: 1, unchanged: 1 }, read: ['cat.jpg'], decoded: 1 })
  const after = await at('cat.jpg')
  t.equal(after!.imageId, before!.imageId)
  t.not(after!.contentSha256, before!.contentSha256)
})

test('a file that was renamed keeps its record, its vector and all that is known of it', async (t) => {
  const { imagesDir, catalog, again, at } = await makeIngested(t)
  const before = await at('cups/coffee.jpg')
  await catalog.change(before!.imageId, { tags: ['breakfast'], takenAt: '2024-05-17T18:03:00.000Z' })
  await mkdir(join(imagesDir, 'kitchen'))
  await rename(join(imagesDir, 'cups/coffee.jpg'), join(imagesDir, 'kitchen/espresso.jpg'))
  t.same(await again(), {
    counts: { ...none, moved: 1, unchanged: 1 },
    read: ['kitchen/espresso.jpg'],
    decoded: 0,
  })
  t.match(await at('kitchen/espresso.jpg'), {
    imageId: before!.imageId,
    imageName: 'espresso.jpg',
    tags: ['breakfast'],
    takenAt: '2024-05-17T18:03:00.000Z',
    addedAt: before!.addedAt,
  })
  t.equal(await catalog.count(), 2)
  t.same((await again()).read, [], 'and is known from then on')
})

test('a name that somebody gave stays when its file is renamed', async (t) => {
  const { imagesDir, catalog, again, at } = await makeIngested(t)
  const { imageId } = (await at('cat.jpg'))!
  await catalog.change(imageId, { imageName: 'Chelsea' })
  await rename(join(imagesDir, 'cat.jpg'), join(imagesDir, 'moved.jpg'))
  t.match((await again()).counts, { moved: 1 })
  t.match(await at('moved.jpg'), { imageId, imageName: 'Chelsea' })
})

test('a copy has a record of its own and needs no embedding', async (t) => {
  const { imagesDir, imageSearch, again, at } = await makeIngested(t)
  await cp(join(imagesDir, 'cat.jpg'), join(imagesDir, 'cups/cat.jpg'), { preserveTimestamps: true })
  t.same(await again(), { counts: { ...none, created: 1, unchanged: 2 }, read: ['cups/cat.jpg'], decoded: 0 })
  const [original, copy] = [await at('cat.jpg'), await at('cups/cat.jpg')]
  t.not(copy!.imageId, original!.imageId)
  t.match(copy, {
    width: original!.width,
    height: original!.height,
    format: 'jpeg',
    contentSha256: original!.contentSha256,
  })
  const parts = [{ picture: { imageId: original!.imageId }, weight: 1 }]
  const [found] = await imageSearch.search([{ parts, options: { k: 1 } }])
  const { hits } = found!
  t.match(hits, [{ record: { imageId: copy!.imageId }, score: 1 }])
})

test('two new names of one file that is gone: one is the move, the other a copy', async (t) => {
  const { imagesDir, catalog, again } = await makeIngested(t)
  await cp(join(imagesDir, 'cat.jpg'), join(imagesDir, 'one.jpg'))
  await rename(join(imagesDir, 'cat.jpg'), join(imagesDir, 'two.jpg'))
  const { counts, decoded } = await again()
  t.same({ counts, decoded }, { counts: { ...none, moved: 1, created: 1, unchanged: 1 }, decoded: 0 })
  t.equal(await catalog.count(), 3)
})

test('copies that are moved together keep their records, each that of its name', async (t) => {
  const { imagesDir, write, catalog, again, at } = await makeIngested(t)
  const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}.jpg`)
  for (const name of names) await write(`one/${name}`, cat!)
  await again()
  for (const name of names) await catalog.change((await at(`one/${name}`))!.imageId, { tags: [name] })

  await rename(join(imagesDir, 'one'), join(imagesDir, 'two'))
  t.match(await again(), { counts: { ...none, moved: names.length, unchanged: 2 }, decoded: 0 })
  for (const name of names) t.same((await at(`two/${name}`))?.tags, [name])

  for (const name of names) await rename(join(imagesDir, `two/${name}`), join(imagesDir, `two/new-${name}`))
  t.match(await again(), { counts: { ...none, moved: names.length, unchanged: 2 }, decoded: 0 })
  const tags = await Promise.all(names.map(async (name) => (await at(`two/new-${name}`))?.tags[0]))
  t.same(tags.toSorted(), names)
})

test('a renamed file in whose place another one came is a copy of it no more', async (t) => {
  const { imagesDir, write, age, again, at } = await makeIngested(t)
  const before = await at('cat.jpg')
  await rename(join(imagesDir, 'cat.jpg'), join(imagesDir, 'zzz.jpg'))
  await write('cat.jpg', coins!)
  await age('cat.jpg', 30)
  const { counts } = await again()
  t.same(counts, { ...none, updated: 1, created: 1, unchanged: 1 })
  t.equal((await at('cat.jpg'))!.imageId, before!.imageId, 'a record stays at its path')
  t.match(await at('zzz.jpg'), { contentSha256: before!.contentSha256 })
})

test('a deleted picture does not come back by a new name of its file’s place', async (t) => {
  const { catalog, again, at } = await makeIngested(t)
  await catalog.remove((await at('cat.jpg'))!.imageId)
  t.match((await again()).counts, { ...none, skipped: 1, unchanged: 1 })
})

test('a time of just now is not recorded, as the file may change again within the same tick', async (t) => {
  const nowMs = Date.parse('2026-01-01T00:00:10.000Z')
  t.equal(toFileTime(nowMs - 1999, nowMs), null)
  t.equal(toFileTime(nowMs + 5, nowMs), null, 'nor one that lies ahead')
  t.equal(toFileTime(-1e15, nowMs), null, 'nor one that is no time of a photo')
  t.equal(toFileTime(-1, nowMs), '1969-12-31T23:59:59.999Z')
  t.equal(toFileTime(nowMs - 2000.7, nowMs), '2026-01-01T00:00:07.999Z')
  const { write, ingest, again, at } = await makeIngested(t)
  await write('new.jpg', coins!)
  t.match((await ingest()).counts, { created: 1 })
  t.equal((await at('new.jpg'))!.fileModifiedAt, null)
  t.same((await again()).read, ['new.jpg'])
})
