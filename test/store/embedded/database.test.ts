// Which files the embedded store opens: its own, whole and of a version it knows.
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Test, test } from 'tap'
import { firstDatabaseName as databaseName } from '../../../src/store/embedded/database-files.ts'
import { inspectSpace, openDatabaseToRead } from '../../../src/store/embedded/read-database.ts'
import { applicationId, migrations } from '../../../src/store/embedded/schema.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { sampleJob } from '../jobs.conformance.ts'
import { randomImages, sampleSpace } from '../sample-images.ts'
import { createPlace, type EmbeddedPlace } from './store-place.ts'

const space = sampleSpace(32)

test('a new store has the newest schema, large pages, and every commit on the disk', async (t) => {
  const place = createPlace(t)
  await fillStore(place, 1)
  const sqlite = openFile(t, place)
  t.strictSame({ ...sqlite.prepare('PRAGMA user_version').get() }, { user_version: migrations.length })
  t.strictSame({ ...sqlite.prepare('PRAGMA application_id').get() }, { application_id: applicationId })
  t.strictSame({ ...sqlite.prepare('PRAGMA page_size').get() }, { page_size: 16384 })
  t.strictSame({ ...sqlite.prepare('PRAGMA journal_mode').get() }, { journal_mode: 'wal' })
})

test('a file that was made but never got its tables, as after a kill, becomes a store', async (t) => {
  const place = createPlace(t)
  openFile(t, place).exec('PRAGMA journal_mode = WAL; PRAGMA user_version = 0')
  t.equal(await (await place.open(space)).count(), 0)
})

test('a store of a newer schema is refused with both versions named, and left as it is', async (t) => {
  const place = createPlace(t)
  await fillStore(place, 3)
  const sqlite = openFile(t, place)
  sqlite.exec(`PRAGMA user_version = ${migrations.length + 6}`)
  await t.rejects(place.open(space), {
    code: 'STORE_INVALID',
    message: new RegExp(`schema version ${migrations.length + 6}.*knows up to ${migrations.length}`),
  })
  sqlite.exec(`PRAGMA user_version = ${migrations.length}`)
  t.equal(await (await place.open(space)).count(), 3)
})

test('another program’s database is refused and left as it is', async (t) => {
  const place = createPlace(t)
  const sqlite = openFile(t, place)
  sqlite.exec('CREATE TABLE recipes (name TEXT)')
  await t.rejects(place.open(space), { code: 'STORE_INVALID', message: /not made by this service/ })
  t.equal(sqlite.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.tables, 1)
})

test('a damaged file is refused with no text of the driver', async (t) => {
  const damages: Record<string, (file: string) => void> = {
    'not a database': (file) => writeFileSync(file, 'These bytes are no database. '.repeat(100)),
    'cut short': (file) => truncateSync(file, statSync(file).size - 5 * 16384),
    'overwritten pages': (file) => overwrite(file, 3 * 16384, statSync(file).size - 3 * 16384),
  }
  for (const [name, damage] of Object.entries(damages)) {
    await t.test(name, async (t) => {
      const place = createPlace(t)
      await fillStore(place, 500)
      damage(join(place.folder, databaseName))
      await t.rejects(place.open(space), { code: 'STORE_INVALID', message: /damaged/ })
    })
  }
})

test('a row with a vector that is none is refused', async (t) => {
  for (const vector of [Buffer.alloc(12), Buffer.alloc(32 * 4), Buffer.alloc(32 * 4, 0xff)]) {
    const place = createPlace(t)
    await fillStore(place, 3)
    openFile(t, place).prepare('UPDATE images SET vector = ? WHERE image_id = ?').run(vector, 'image-1')
    await t.rejects(place.open(space), { code: 'STORE_INVALID', message: /damaged/ })
  }
})

test('rows whose vectors have the right length together only are refused', async (t) => {
  for (const lengths of [
    [31, 33, 32],
    [16, 16, 64],
    [31, 31, 31],
  ]) {
    const place = createPlace(t)
    await fillStore(place, 3)
    const change = openFile(t, place).prepare('UPDATE images SET vector = ? WHERE image_id = ?')
    for (const [i, length] of lengths.entries()) {
      change.run(Buffer.from(new Float32Array(length).fill(Math.sqrt(1 / length)).buffer), `image-${i}`)
    }
    await t.rejects(place.open(space), { code: 'STORE_INVALID', message: /damaged/ }, lengths.join(', '))
  }
})

test('a folder that cannot be made is refused', async (t) => {
  const place = createPlace(t)
  writeFileSync(join(place.folder, 'file'), '')
  await t.rejects(place.open(space, { folder: join(place.folder, 'file', 'data') }), { code: 'STORE_INVALID' })
  mkdirSync(join(place.folder, databaseName))
  await t.rejects(place.open(space), { code: 'STORE_INVALID' })
})

async function fillStore(place: EmbeddedPlace, count: number): Promise<void> {
  const store = await place.open(space)
  await store.upsert(randomImages(createRandom(1), count, 32))
  await store.close()
}

/** The store's file, as another program sees it. */
function openFile(t: Test, { folder }: EmbeddedPlace): DatabaseSync {
  const sqlite = new DatabaseSync(join(folder, databaseName))
  t.teardown(() => sqlite.close())
  return sqlite
}

function overwrite(file: string, position: number, length: number): void {
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(length, 0x5a), 0, length, position)
  closeSync(descriptor)
}

test('a store whose folder is taken away acknowledges no writes, until it is back', async (t) => {
  const { folder, open } = createPlace(t)
  const store = await open(space)
  const [first, second] = randomImages(createRandom(1), 2, space.dims)
  await store.upsert([first!])
  const away = `${folder}-away`
  renameSync(folder, away)
  t.teardown(() => rmSync(away, { recursive: true, force: true }))
  const gone = { code: 'STORE_UNAVAILABLE', message: /gone from its folder/ }
  await t.rejects(store.check(), gone)
  await t.rejects(store.upsert([second!]), gone)
  await t.rejects(store.remove([first!.record.imageId]), gone)
  await t.rejects(store.jobs.create(sampleJob('job-1')), gone)
  t.match(await store.search({ vector: first!.vector, k: 1 }), [{ record: first!.record }], 'it is still searched')
  renameSync(away, folder)
  await store.check()
  await store.upsert([second!])
  t.equal(await store.count(), 2)
})

test('who may not write to the folder of a closed store is told so, not that it is damaged', async (t) => {
  const place = createPlace(t)
  await fillStore(place, 1)
  chmodSync(place.folder, 0o555)
  // Root may write everywhere.
  const isRoot = process.getuid?.() === 0
  if (isRoot) process.seteuid!(65534)
  try {
    const refused = { code: 'STORE_INVALID', message: /cannot be opened by this user/ }
    t.throws(() => inspectSpace(join(place.folder, databaseName)), refused)
    t.throws(() => openDatabaseToRead(join(place.folder, databaseName)), refused)
  } finally {
    if (isRoot) process.seteuid!(0)
    chmodSync(place.folder, 0o755)
  }
})
