// The life of the databases of a data folder, below the migration: made, read, filled, switched to and deleted.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Test, test } from 'tap'
import { createEmbeddedLife } from '../../../src/store/embedded/embedded-life.ts'
import type { IndexLife } from '../../../src/store/index-life.ts'
import { openIndexLife } from '../../../src/store/open-store.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomImages, sampleSpace } from '../sample-images.ts'
import { createPlace } from './store-place.ts'

const space = sampleSpace(32)
const second = sampleSpace(64, { id: 'second-space' })
const third = sampleSpace(16, { id: 'third-space' })
const images = randomImages(createRandom(5), 30, 32)

function makeIndex(life: IndexLife, one = second) {
  return life.exclusively(() => life.create(one))
}

test('the first index of a store serves; another is not finished until it is switched to', async (t) => {
  const { folder, open } = createPlace(t)
  const life = await openIndexLife(`file:${join(folder, 'new')}`)
  t.same(await life.versions(), [])
  t.notOk(existsSync(join(folder, 'new')), 'looking makes nothing')
  const expected = { images: 0, pending: 0, usedBy: [], sizeBytes: Number }
  t.match(await makeIndex(life, space), {
    ...expected,
    name: 'store.sqlite',
    space,
    isServing: true,
    isFilling: false,
    isNewest: true,
  })
  t.match(await makeIndex(life), {
    ...expected,
    name: 'store-2.sqlite',
    space: second,
    isServing: false,
    isFilling: true,
    isNewest: false,
  })
  t.match(await makeIndex(life, third), { name: 'store-3.sqlite' })
  t.match(await makeIndex(life), { name: 'store-2.sqlite' }, 'one that is there is found')
  await life.exclusively(() => life.switchTo('store-2.sqlite'))
  const flags = (await life.versions()).map(({ isServing, isFilling, isNewest }) => [isServing, isFilling, isNewest])
  t.same(flags, [
    [false, false, true],
    [true, false, false],
    [false, true, false],
  ])
  await life.close()
  const { description } = await open(space)
  t.equal(life.description, description)
})

test('an index is read while another process owns it and writes to it', async (t) => {
  const { folder } = createPlace(t)
  const writer = await startWriter(t, folder)
  const life = createEmbeddedLife(folder)
  const source = await life.openSource('store.sqlite')
  t.teardown(() => source.close())
  t.match(await life.versions(), [{ name: 'store.sqlite', images: 30, usedBy: [`process ${writer.pid}`] }])
  t.equal(await source.count(), 30)
  const ids = images.map(({ record }) => record.imageId).sort()
  const first = await source.list({ limit: 20 })
  const rest = await source.list({ limit: 20, afterId: first.at(-1)!.imageId })
  t.same(
    [...first, ...rest].map(({ imageId }) => imageId),
    ids,
  )
  t.same(await source.get(['image-7', 'nobody']), [images[7]!.record, null])
  t.same(await source.listTombstones({ limit: 10 }), [])

  await writer.tell('remove')
  t.equal(await source.count(), 28, 'what it commits is seen at once')
  const buried = [images[1]!, images[2]!].map(({ record }) => record.relativePath).sort()
  t.same(await source.listTombstones({ limit: 10 }), buried)
  t.same(await source.listTombstones({ limit: 1, afterPath: buried[0] }), buried.slice(1))
  t.same(await source.findTombstones([...buried, 'elsewhere.jpeg']), new Set(buried))

  writer.kill('SIGKILL')
  await once(writer, 'exit')
  t.equal(await source.count(), 28, 'and stays readable when it is killed')
})

test('a target takes records and tombstones as they come, and no service opens it meanwhile', async (t) => {
  const { folder, open } = createPlace(t)
  const owner = await open(space)
  await owner.upsert(images)
  const life = createEmbeddedLife(folder)
  const { name } = await makeIndex(life)
  await life.exclusively(async () => {
    const target = await life.openTarget(name)
    const copies = randomImages(createRandom(6), 3, 64)
    await target.upsert(copies, { isSearchable: false })
    await target.bury(['gone.jpeg', copies[0]!.record.relativePath])
    t.same(await target.findTombstones(['gone.jpeg', copies[0]!.record.relativePath]), new Set(['gone.jpeg']))
    t.match(await life.versions(), [
      { usedBy: [`process ${process.pid}`] },
      { images: 3, usedBy: [`process ${process.pid}, a migration`] },
    ])
    await target.close()
  })
  await t.rejects(makeIndexReady(life, name), { code: 'INDEX_IN_USE' }, 'the one that serves')
  t.same((await life.versions())[1]?.usedBy, [])
})

/** Switches to the index, and opens it as a target then. */
function makeIndexReady(life: IndexLife, name: string) {
  return life.exclusively(async () => {
    await life.switchTo(name)
    await life.openTarget(name)
  })
}

test('an index that is filled anew is closed to services until it is switched to again', async (t) => {
  const { folder, open } = createPlace(t)
  await (await open(space)).close()
  const life = createEmbeddedLife(folder)
  await makeIndex(life)
  await life.exclusively(async () => {
    await life.switchTo('store-2.sqlite')
    await life.switchTo('store.sqlite')
    await (await life.openTarget('store-2.sqlite')).close()
  })
  t.match(await life.versions(), [{ isServing: true }, { isFilling: true }])
  await t.rejects(open(second), { code: 'STORE_MISMATCH' })
})

test('an index is deleted unless it serves, was used last, or is in use', async (t) => {
  const { folder, open } = createPlace(t)
  const owner = await open(space)
  const life = createEmbeddedLife(folder)
  await makeIndex(life)
  await makeIndex(life, third)
  const remove = (name: string) => life.exclusively(() => life.delete(name))
  const refusal = (message: RegExp) => ({ code: 'INDEX_IN_USE', message })

  await t.rejects(remove('store.sqlite'), refusal(/^The index store\.sqlite serves\.$/))
  await life.exclusively(() => life.switchTo('store-2.sqlite'))
  await t.rejects(remove('store.sqlite'), refusal(new RegExp(`in use by process ${process.pid}`)))
  await owner.close()
  await t.rejects(remove('store.sqlite'), refusal(/was used last, so it may hold writes/))
  await (await open(second, { catchUp: async () => {} })).close()
  await remove('store.sqlite')
  await remove('store-3.sqlite')
  t.same(
    (await life.versions()).map(({ name }) => name),
    ['store-2.sqlite'],
  )
  t.notMatch(readdirSync(folder).join(' '), /store(-3)?\.sqlite/, 'with all their files')
  await t.rejects(remove('store.sqlite'), { code: 'CONFIG_INVALID', message: /no index "store\.sqlite"/ })
  await t.rejects(remove('../owner.lock'), { code: 'CONFIG_INVALID' })
  t.match(await makeIndex(life, third), { name: 'store-3.sqlite' }, 'numbers go up, so that names tell the age')
})

test('a process that has not told what it opens is taken to use any index', async (t) => {
  const { folder, open } = createPlace(t)
  await open(space)
  const life = createEmbeddedLife(folder)
  await makeIndex(life)
  await life.exclusively(async () => {
    await life.switchTo('store-2.sqlite')
    await life.switchTo('store.sqlite')
  })
  const owner = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8'))
  t.equal(owner.database, 'store.sqlite')
  writeFileSync(join(folder, 'owner.json'), JSON.stringify({ ...owner, database: undefined }))
  await t.rejects(
    life.exclusively(() => life.delete('store-2.sqlite')),
    { code: 'INDEX_IN_USE' },
  )
})

test('what a deletion that was cut short has left is removed before a database of that name is made', async (t) => {
  const { folder, open } = createPlace(t)
  await (await open(space)).close()
  for (const file of ['store-2.sqlite.deleted', 'store-2.sqlite-wal', 'store-2.sqlite-shm']) {
    writeFileSync(join(folder, file), 'left')
  }
  const life = createEmbeddedLife(folder)
  t.match(await makeIndex(life), { name: 'store-2.sqlite', images: 0 })
  t.notOk(existsSync(join(folder, 'store-2.sqlite.deleted')))
  t.match(await life.versions(), [{ images: 0 }, { images: 0 }])
})

test('one process at a time changes the indexes; a dead one’s hold is taken over', async (t) => {
  const { folder, open } = createPlace(t)
  await (await open(space)).close()
  const life = createEmbeddedLife(folder)
  const holder = await startHolder(t, folder)
  await t.rejects(makeIndex(life), {
    code: 'MIGRATION_RUNNING',
    message: new RegExp(`^Process ${holder.pid} is changing the indexes`),
  })
  t.match(await life.versions(), [{ name: 'store.sqlite' }], 'looking is allowed')
  await (await open(space)).close()
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  t.ok(existsSync(join(folder, 'migration.json')), 'the killed process left its record behind')
  await makeIndex(life)
  t.notOk(existsSync(join(folder, 'migration.json')))
  await t.rejects(
    life.exclusively(() => Promise.reject(new Error('no room'))),
    { message: 'no room' },
  )
  await life.exclusively(async () => {})
  await t.rejects(life.switchTo('store-2.sqlite'), /within `exclusively` only/)
})

/** A process that owns the folder, has written the images, and removes two of them when it is told to. */
async function startWriter(t: Test, folder: string) {
  const source = (path: string) => JSON.stringify(import.meta.resolve(path))
  const child = startProcess(
    t,
    folder,
    `
    import { createEmbeddedStore } from ${source('../../../src/store/embedded/embedded-store.ts')}
    import { createRandom } from ${source('../../support/seeded-random.ts')}
    import { randomImages } from ${source('../sample-images.ts')}
    const store = await createEmbeddedStore({ folder: process.argv[1], space: ${JSON.stringify(space)}, workers: 1 })
    await store.upsert(randomImages(createRandom(5), 30, 32))
    console.log('ready')
    for await (const _line of process.stdin) {
      await store.remove(['image-1', 'image-2'])
      console.log('done')
    }
  `,
  )
  await once(child.stdout!, 'data')
  return Object.assign(child, {
    async tell(line: string) {
      child.stdin!.write(`${line}\n`)
      await once(child.stdout!, 'data')
    },
  })
}

/** A process that changes the folder's indexes for ever. */
async function startHolder(t: Test, folder: string) {
  const child = startProcess(
    t,
    folder,
    `
    import { createEmbeddedLife } from ${JSON.stringify(import.meta.resolve('../../../src/store/embedded/embedded-life.ts'))}
    await createEmbeddedLife(process.argv[1]).exclusively(async () => {
      console.log('ready')
      for await (const _line of process.stdin);
    })
  `,
  )
  await once(child.stdout!, 'data')
  return child
}

function startProcess(t: Test, folder: string, script: string) {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}
