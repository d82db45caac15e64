// Which database of a data folder a store opens: the one of its space, once it is finished, and after what was written to another
// one since has been taken over.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'tap'
import type { VectorSpace } from '../../../src/embedder/embedder.ts'
import { createEmbeddedLife } from '../../../src/store/embedded/embedded-life.ts'
import type { CatchUp } from '../../../src/store/index-life.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomImages, sampleSpace } from '../sample-images.ts'
import { createPlace, type EmbeddedPlace } from './store-place.ts'

const space = sampleSpace(32)
const other = sampleSpace(32, { id: 'other-space' })
const images = randomImages(createRandom(3), 3, 32)

/** A catch-up that notes what it was called with, and takes nothing over. */
function noteCatchUps(): { catchUp: CatchUp; counts: [source: number, target: number][] } {
  const counts: [number, number][] = []
  return { counts, catchUp: async (source, target) => void counts.push([await source.count(), await target.count()]) }
}

async function fillFirst(place: EmbeddedPlace): Promise<void> {
  const store = await place.open(space)
  await store.upsert(images)
  await store.close()
}

/** The other space's index, empty, and switched to. */
async function switchToOther({ folder }: EmbeddedPlace, to: VectorSpace = other): Promise<void> {
  const life = createEmbeddedLife(folder)
  await life.exclusively(async () => life.switchTo((await life.create(to)).name))
}

function readState({ folder }: EmbeddedPlace) {
  return JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))
}

test('a folder with one database needs no index.json', async (t) => {
  const place = createPlace(t)
  await fillFirst(place)
  t.notOk(existsSync(join(place.folder, 'index.json')))
  t.equal(await (await place.open(space)).count(), 3)
})

test('an index that is not finished is refused, with both spaces and what to do', async (t) => {
  const place = createPlace(t)
  await fillFirst(place)
  const life = createEmbeddedLife(place.folder)
  await life.exclusively(() => life.create(other))
  const error = await place.open(other).catch((reason) => reason)
  t.equal(error.code, 'STORE_MISMATCH')
  t.match(
    error.message,
    /^The migration to the space "other-space" .* is not finished\..*"sample-space".*index migrate/,
  )
  t.equal(await (await place.open(space)).count(), 3, 'the one that serves goes on')
})

test('before an index is used that was not used last, it catches up, once', async (t) => {
  const place = createPlace(t)
  await fillFirst(place)
  await switchToOther(place)
  t.match(readState(place), { serving: 'store-2.sqlite', last_used: 'store.sqlite' })
  await t.rejects(place.open(other), { code: 'STORE_INVALID', message: /must take its writes over/ })

  const there = noteCatchUps()
  await (await place.open(other, there)).close()
  t.same(there.counts, [[3, 0]])
  t.match(readState(place), { last_used: 'store-2.sqlite' })
  await (await place.open(other, there)).close()
  t.equal(there.counts.length, 1, 'not again')

  const back = noteCatchUps()
  await (await place.open(space, back)).close()
  t.same(back.counts, [[0, 3]], 'and so does the old one when it is used again')
  t.match(readState(place), { serving: 'store-2.sqlite', last_used: 'store.sqlite' })
})

test('a catch-up that fails gives the folder back and is due again', async (t) => {
  const place = createPlace(t)
  await fillFirst(place)
  await switchToOther(place)
  const fault = new Error('the disk is gone')
  await t.rejects(place.open(other, { catchUp: () => Promise.reject(fault) }), fault)
  const there = noteCatchUps()
  await place.open(other, there)
  t.equal(there.counts.length, 1)
})

test('an index.json that is damaged is told, and nothing is opened or changed', async (t) => {
  const damages = [
    '',
    '{"serving"',
    'null',
    '[]',
    '{"serving":"../x","last_used":null,"finished":[]}',
    '{"serving":null}',
  ]
  const place = createPlace(t)
  await fillFirst(place)
  for (const text of damages) {
    writeFileSync(join(place.folder, 'index.json'), text)
    for (const one of [space, other]) {
      await t.rejects(place.open(one), { code: 'STORE_INVALID', message: /^index\.json in the data folder is damaged/ })
    }
    const life = createEmbeddedLife(place.folder)
    await t.rejects(life.versions(), { code: 'STORE_INVALID' })
    await t.rejects(
      life.exclusively(() => life.switchTo('store.sqlite')),
      { code: 'STORE_INVALID' },
    )
    t.equal(readFileSync(join(place.folder, 'index.json'), 'utf8'), text)
  }
  rmSync(join(place.folder, 'index.json'))
  mkdirSync(join(place.folder, 'index.json'))
  await t.rejects(place.open(space), { code: 'STORE_INVALID', message: /cannot be read/ })
})

test('without its index.json a folder serves the oldest database, and trusts no other', async (t) => {
  const place = createPlace(t)
  await fillFirst(place)
  await switchToOther(place)
  await (await place.open(other, noteCatchUps())).close()
  rmSync(join(place.folder, 'index.json'))
  await t.rejects(place.open(other), { code: 'STORE_MISMATCH', message: /is not finished/ })
  t.equal(await (await place.open(space)).count(), 3)
})

test('a database that was removed or renamed by hand is as if it had never been', async (t) => {
  const place = createPlace(t)
  await fillFirst(place)
  await switchToOther(place)
  renameSync(join(place.folder, 'store.sqlite'), join(place.folder, 'kept.sqlite'))
  await (await place.open(other)).close()
  t.match(readState(place), { serving: 'store-2.sqlite', last_used: 'store.sqlite' }, 'there was nothing to note')
  rmSync(join(place.folder, 'store-2.sqlite'))
  const store = await place.open(space)
  t.equal(await store.count(), 0, 'an empty folder is a new store, whatever index.json says')
  await store.close()
  t.ok(existsSync(join(place.folder, 'store.sqlite')))
  await (await place.open(space)).close()
})

test('a damaged database of another space does not keep a store from opening', async (t) => {
  const place = createPlace(t)
  await fillFirst(place)
  await switchToOther(place)
  writeFileSync(join(place.folder, 'store-2.sqlite'), 'These bytes are no database. '.repeat(100))
  t.equal(await (await place.open(space)).count(), 3)
  const life = createEmbeddedLife(place.folder)
  await t.rejects(life.versions(), { code: 'STORE_INVALID', message: /^The index store-2\.sqlite: .* damaged/ })
})

test('a later database that was made and killed before it got its space is taken by the next one made', async (t) => {
  const place = createPlace(t)
  await fillFirst(place)
  new DatabaseSync(join(place.folder, 'store-2.sqlite')).close()
  await t.rejects(place.open(other), { code: 'STORE_MISMATCH', message: /holds vectors of the space "sample-space"/ })
  const life = createEmbeddedLife(place.folder)
  t.match(await life.exclusively(() => life.create(other)), { name: 'store-2.sqlite', isFilling: true, space: other })
})
