// A migration from one space to a real model's, while the store is owned and written to: what is brought over, and what is not.
// How it is killed and resumed is in migrate-crash.test.ts; how a person sees it in cli/index.test.ts.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { createCatchUp } from '../src/catch-up.ts'
import type { Embedder } from '../src/embedder/embedder.ts'
import { createError } from '../src/errors.ts'
import type { Library } from '../src/library/library.ts'
import type { MigrationResult } from '../src/migrate-index.ts'
import {
  bounds,
  embedAll,
  factsOf,
  makeMigrationPlace,
  oldSpace,
  openTinyEmbedder,
  readAll,
} from './support/migration-place.ts'
import { solidJpeg } from './support/solid-pictures.ts'

const embedder = await openTinyEmbedder()
t.teardown(() => embedder.close())
const newSpace = embedder.model.space
const later = '2026-03-01T00:00:00.000Z'

function countsOf(result: MigrationResult) {
  return result.kind === 'serving' ? null : result.summary?.counts
}

t.test('every picture is embedded anew under its own record, and removed paths stay removed', async (t) => {
  const { add, store, migrate, life, open, imagesDir, library, embedded } = await makeMigrationPlace(t, embedder)
  const records = [
    await add('a', '#f00', { origin: 'upload', tags: ['red'] }),
    await add('b', '#0f0'),
    await add('c', '#00f'),
  ]
  await add('d', '#fff')
  await store.remove(['d'])
  const before = await readAll(store)
  const steps: string[] = []
  const result = await migrate({
    onStart: (from, to) => steps.push(`${from.name} ${from.images} → ${to.name} ${to.images}`),
  })
  t.match(result, { kind: 'switched', from: { name: 'store.sqlite' }, to: { name: 'store-2.sqlite' } })
  t.same(steps, ['store.sqlite 3 → store-2.sqlite 0'])
  t.match(result, { summary: { isSettled: true, skipped: [] } })
  t.same(countsOf(result), { embedded: 3, updated: 0, 'already done': 0, skipped: 0, removed: 0 })
  t.equal(embedded.length, 3, 'each once')
  t.same(await readAll(store), before, 'the old index is as it was, and open')
  t.match(await life.versions(), [
    { space: oldSpace, images: 3, isServing: false, isFilling: false, isNewest: true },
    { space: newSpace, images: 3, isServing: true, isFilling: false, isNewest: false },
  ])
  t.match(await migrate(), { kind: 'serving', to: { name: 'store-2.sqlite' } }, 'again there is nothing to do')
  t.equal(embedded.length, 3)

  await store.close()
  const moved = await open(newSpace, createCatchUp({ embedder, library: closed(library), bounds }, quiet))
  t.strictSame(await readAll(moved), await embedAll(records, embedder, imagesDir))
  t.equal((await moved.findTombstones(['phone/d.jpeg', 'phone/a.jpeg'])).size, 1)
  const [hit] = await moved.search({ vector: (await readAll(moved))[1]!.vector, k: 1 })
  t.equal(hit?.record.imageId, 'b')
})

/** For a catch-up that must find nothing to embed: what it would embed is skipped, with a warning. */
function closed(library: Library): Library {
  const fail = () => Promise.reject(createError('INTERNAL', 'The library was asked.'))
  return { ...library, stat: fail, read: fail }
}

const quiet = { info: () => {}, warn: (line: string) => t.fail(line) }

/** The embedder, with something that happens once, after it has embedded the first picture. */
function embedderThat(happens: () => Promise<void>): Embedder {
  let happening: Promise<void> | undefined
  return {
    ...embedder,
    async embedImage(bytes, options) {
      const made = await embedder.embedImage(bytes, options)
      happening ??= happens()
      await happening
      return made
    },
    close: async () => {},
  }
}

t.test('what is written meanwhile is right at the end, without an instance of the old space noticing', async (t) => {
  const { add, store, migrate, open, imagesDir, library, writeFile } = await makeMigrationPlace(t, embedder)
  const ids = ['a', 'b', 'c', 'd', 'e']
  const records = Object.fromEntries(
    await Promise.all(ids.map(async (id, i) => [id, await add(id, `#${i}${i}${i}`)] as const)),
  )
  // A picture added, one removed with its file, one tagged and one replaced, after the first was embedded.
  async function write(): Promise<void> {
    records.f = await add('f', '#f0f')
    await store.remove(['b'])
    await rm(join(imagesDir, records.b!.relativePath))
    records.c = (await store.update('c', { tags: ['new'] }, later))!
    const bytes = await solidJpeg('#abc')
    await writeFile(records.d!.relativePath, bytes)
    records.d = { ...records.d!, ...factsOf(bytes), updatedAt: later }
    const [vector] = await store.getVectors(['d'])
    await store.upsert([{ record: records.d, vector: vector! }])
  }
  const result = await migrate({ openEmbedder: async () => embedderThat(write) })
  t.match(result, { kind: 'switched', summary: { isSettled: true, counts: { skipped: 0 } } })
  await store.close()
  const caughtUp: string[] = []
  const log = { info: (line: string) => caughtUp.push(line), warn: (line: string) => t.fail(line) }
  const moved = await open(newSpace, createCatchUp({ embedder, library, bounds }, log))
  const { b, ...left } = records
  t.strictSame(await readAll(moved), await embedAll(Object.values(left), embedder, imagesDir))
  t.same(await moved.findTombstones([b!.relativePath]), new Set([b!.relativePath]))
  t.match(caughtUp, [/was used since/, 'Taken over: 5 already done.'], 'nothing was left for the start')
})

t.test('a picture that takes the path of one that was removed in the same moment replaces it', async (t) => {
  const { add, store, migrate, life } = await makeMigrationPlace(t, embedder)
  const { relativePath } = await add('a', '#f00')
  // More than are worked on at once, so that the list goes on only after it has happened.
  for (let i = 0; i < bounds.filesMax + 1; i++) await add(`b${i}`, '#0f0')
  const during = embedderThat(async () => {
    await store.remove(['a'])
    await add('z', '#00f', { relativePath })
  })
  t.match(await migrate({ openEmbedder: async () => during }), { kind: 'switched', summary: { isSettled: true } })
  const moved = await life.openSource('store-2.sqlite')
  t.teardown(() => moved.close())
  const records = await moved.list({ limit: 10 })
  t.equal(records.length, bounds.filesMax + 2)
  t.match(records.at(-1), { imageId: 'z', relativePath })
  t.match(records[0], { imageId: 'b0' })
})

t.test('pictures that go while they are looked at are not taken for skipped', async (t) => {
  const { add, store, migrate, library, imagesDir } = await makeMigrationPlace(t, embedder)
  let next = 0
  const addOne = async () => add(`image-${next++}`, '#f00')
  await addOne()
  const vanishing: Library = {
    ...library,
    async stat(relativePath) {
      await store.remove([`image-${next - 1}`])
      await rm(join(imagesDir, relativePath))
      await addOne()
      return library.stat(relativePath)
    },
  }
  const result = await migrate({ library: vanishing })
  t.match(result, { kind: 'switched', summary: { isSettled: false, counts: { embedded: 0, skipped: 0 } } })
  t.ok(next >= 10, 'in each pass another one')
})

t.test('changed metadata is taken over without embedding again', async (t) => {
  const { add, store, migrate, embedded, imagesDir, writeFile } = await makeMigrationPlace(t, embedder)
  const records = [await add('a', '#f00'), await add('b', '#0f0'), await add('c', '#00f')]
  const bytes = await solidJpeg('#123')
  await add('z', '#123')
  await rm(join(imagesDir, 'phone/z.jpeg'))
  t.match(await migrate(), { kind: 'held back' })
  t.equal(embedded.length, 3)
  await store.update('b', { imageName: 'other', takenAt: null, location: null }, later)
  const [vector] = await store.getVectors(['c'])
  await store.upsert([{ record: { ...records[2]!, origin: 'upload', relativePath: 'moved/c.jpeg' }, vector: vector! }])
  await writeFile('phone/z.jpeg', bytes)
  const result = await migrate()
  t.same(countsOf(result), { embedded: 1, updated: 2, 'already done': 1, skipped: 0, removed: 0 })
  t.equal(embedded.length, 4, 'but the one that was missing')
})

t.test('pictures that cannot be embedded are named, and hold the switch back unless that is allowed', async (t) => {
  const { add, migrate, life, imagesDir, writeFile, store, open, library } = await makeMigrationPlace(t, embedder)
  await add('a', '#f00')
  for (const id of ['changed', 'gone', 'same-size', 'torn']) await add(id, '#0f0')
  await rm(join(imagesDir, 'phone/gone.jpeg'))
  await writeFile('phone/changed.jpeg', await solidJpeg('#fe0'))
  const bytes = await solidJpeg('#0f0')
  bytes[bytes.length - 3]! ^= 1
  await writeFile('phone/same-size.jpeg', bytes)
  const torn = Buffer.from('no picture at all')
  await writeFile('phone/torn.jpeg', torn)
  const [record] = await store.get(['torn'])
  const [vector] = await store.getVectors(['torn'])
  await store.upsert([{ record: { ...record!, ...factsOf(torn) }, vector: vector! }])

  const result = await migrate()
  t.match(result, { kind: 'held back', summary: { isSettled: true, counts: { embedded: 1, skipped: 4 } } })
  const skipped = result.kind === 'held back' ? result.summary.skipped : []
  t.match(
    skipped.toSorted((a, b) => (a.relativePath < b.relativePath ? -1 : 1)),
    [
      { relativePath: 'phone/changed.jpeg', reason: /^The file is another one than was added/ },
      { relativePath: 'phone/gone.jpeg', reason: /^No file lies/ },
      { relativePath: 'phone/same-size.jpeg', reason: /^The file is another one than was added/ },
      { relativePath: 'phone/torn.jpeg', reason: /^The bytes are not a JPEG/ },
    ],
  )
  t.match(await life.versions(), [{ isServing: true }, { isServing: false, isFilling: true, images: 1 }])
  t.match(await migrate({ allowSkipped: true }), {
    kind: 'switched',
    summary: { counts: { 'already done': 1, skipped: 4 } },
  })
  t.match(await life.versions(), [{ isServing: false }, { isServing: true, images: 1 }])

  await store.close()
  const warnings: string[] = []
  const log = { info: () => {}, warn: (line: string) => warnings.push(line) }
  const moved = await open(newSpace, createCatchUp({ embedder, library, bounds }, log))
  t.equal(warnings.length, 4, 'a start that catches up tells of each, and starts')
  t.equal(await moved.count(), 1)
  await moved.close()
  const back = await open(oldSpace, createCatchUp({ embedder, library: closed(library), bounds }, quiet))
  t.equal(await back.count(), 5, 'and going back, none of them is taken for removed')
})

t.test('pictures may have traded paths and ids', async (t) => {
  const { add, store, migrate, imagesDir, writeFile, open, library } = await makeMigrationPlace(t, embedder)
  const [a, b] = [await add('a', '#f00'), await add('b', '#0f0')]
  await add('c', '#00f')
  await add('z', '#123')
  await rm(join(imagesDir, 'phone/z.jpeg'))
  t.match(await migrate(), { kind: 'held back', summary: { counts: { embedded: 3 } } })
  await writeFile('phone/z.jpeg', await solidJpeg('#123'))

  const vectors = await store.getVectors(['a', 'b'])
  await writeFile(a.relativePath, await solidJpeg('#0f0'))
  await writeFile(b.relativePath, await solidJpeg('#f00'))
  const traded = [
    { ...a, relativePath: b.relativePath },
    { ...b, relativePath: a.relativePath },
  ]
  await store.upsert(traded.map((record, i) => ({ record, vector: vectors[i]! })))
  await store.remove(['c'])
  const d = await add('0d', '#00f', { relativePath: 'phone/c.jpeg' })
  t.match(await migrate(), { kind: 'switched', summary: { isSettled: true } })
  await store.close()
  const moved = await open(newSpace, createCatchUp({ embedder, library, bounds }, quiet))
  const records = await moved.list({ limit: 10 })
  const [z] = await moved.get(['z'])
  t.strictSame(records, [d, ...traded, z])
  t.equal((await moved.findTombstones([a.relativePath, b.relativePath, 'phone/c.jpeg'])).size, 0)
  t.strictSame(await readAll(moved), await embedAll(records as never, embedder, imagesDir))
})

t.test('stopped, it keeps what it has embedded, and goes on from there', async (t) => {
  const { add, migrate, life, embedded } = await makeMigrationPlace(t, embedder)
  for (let i = 0; i < 40; i++) await add(`image-${i}`, `#${String(100 + i)}`)
  const stop = new AbortController()
  const stopped = migrate({
    signal: stop.signal,
    onProgress({ done }) {
      if (done >= 16) stop.abort()
    },
  })
  await t.rejects(stopped, { name: 'AbortError' })
  const [, filling] = await life.versions()
  t.match(filling, { isFilling: true, isServing: false })
  t.equal(filling!.images, embedded.length, 'all of it')
  t.ok(filling!.images >= 16 && filling!.images < 40, `${filling!.images} were embedded by then`)
  const result = await migrate()
  t.match(countsOf(result), { embedded: 40 - filling!.images, 'already done': filling!.images })
  t.equal(new Set(embedded).size, 40)
  t.equal(embedded.length, 40, 'none twice')
})

t.test('a failing model stops it, and nothing is switched', async (t) => {
  const { add, migrate, life } = await makeMigrationPlace(t, embedder)
  await add('a', '#f00')
  const fault = createError('OVERLOADED', 'Too many are waiting.')
  const broken = { ...embedder, embedImage: () => Promise.reject(fault), close: async () => {} }
  await t.rejects(migrate({ openEmbedder: async () => broken }), fault)
  await t.rejects(migrate({ openEmbedder: () => Promise.reject(fault) }), fault)
  t.match(await life.versions(), [{ isServing: true }, { isFilling: true, images: 0 }])
  t.match(await migrate(), { kind: 'switched' })
})

t.test('a store that is written to all the time is switched all the same; the start takes the rest over', async (t) => {
  const { add, store, migrate, open, imagesDir, library } = await makeMigrationPlace(t, embedder)
  const records = [await add('a', '#f00')]
  const bytes = await solidJpeg('#f00')
  let writes: Promise<unknown> = Promise.resolve()
  const result = await migrate({
    onProgress({ done }, pass) {
      if (done > 0) writes = writes.then(() => store.update('a', { imageName: `pass ${pass}` }, later))
    },
  })
  await writes
  t.match(result, { kind: 'switched', summary: { isSettled: false, counts: { embedded: 1 } } })
  records[0] = (await store.get(['a']))[0]!
  t.equal(records[0].sizeBytes, bytes.length)
  await store.close()
  const moved = await open(newSpace, createCatchUp({ embedder, library, bounds }, quiet))
  t.strictSame(await readAll(moved), await embedAll(records, embedder, imagesDir))
})

t.test(
  'after going back, what the new model’s service wrote is not lost, and neither is going forth again',
  async (t) => {
    const { add, store, migrate, open, library, life } = await makeMigrationPlace(t, embedder)
    await add('a', '#f00')
    await add('b', '#0f0')
    await migrate()
    await store.close()
    const forth = createCatchUp({ embedder, library, bounds }, quiet)
    const moved = await open(newSpace, forth)
    await moved.update('a', { tags: ['kept'] }, later)
    await moved.remove(['b'])
    await moved.close()
    await life.exclusively(() => life.switchTo('store.sqlite'))
    t.match(await life.versions(), [
      { isServing: true, isNewest: false },
      { isServing: false, isNewest: true },
    ])

    t.match(await migrate(), { kind: 'switched', from: { name: 'store-2.sqlite' }, summary: null }, 'it lacks nothing')
    await life.exclusively(() => life.switchTo('store.sqlite'))
    const back = await open(oldSpace, createCatchUp({ embedder, library: closed(library), bounds }, quiet))
    t.match(await back.list({ limit: 10 }), [{ imageId: 'a', tags: ['kept'], updatedAt: later }])
    t.equal((await back.findTombstones(['phone/b.jpeg'])).size, 1)
    await back.update('a', { tags: ['kept', 'again'] }, later)
    t.match(await migrate(), { kind: 'switched', summary: { counts: { embedded: 0, updated: 1 } } })
  },
)
