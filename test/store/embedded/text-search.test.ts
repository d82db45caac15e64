// The words of the embedded store: filled for older files, in step with the rows, and searched whole while writes go on.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'tap'
import { firstDatabaseName as databaseName } from '../../../src/store/embedded/database-files.ts'
import type { StoredImage } from '../../../src/store/vector-store.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomUnitVector, sampleRecord, sampleSpace } from '../sample-images.ts'
import { findDamage } from './find-damage.ts'
import { createPlace } from './store-place.ts'

const dims = 32
const space = sampleSpace(dims)
const vector = randomUnitVector(createRandom(1), dims)

/** More than are read in one turn. Ids in an order other than that of the slots. */
const many = 12_000
const images: StoredImage[] = Array.from({ length: many }, (_, i) => {
  const imageId = `id-${String((i * 7_919) % many).padStart(5, '0')}`
  return { record: sampleRecord(imageId, { tags: ['sea', `day ${i % 3_000}`] }), vector }
})
const ids = images.map(({ record }) => record.imageId).sort()

const versionBeforeWords = 4

test('a store from before there were words has them after its next start, and room for captions and attributes', async (t) => {
  const place = createPlace(t)
  let store = await place.open(space)
  const tags = ['Ünïcode', '黒い猫', 'quote’s "NEAR"']
  await store.upsert([{ record: sampleRecord('one', { tags, imageName: "it's.png" }), vector }])
  await store.close()
  const sqlite = new DatabaseSync(join(place.folder, databaseName))
  sqlite.exec(
    'DROP TABLE image_words; ALTER TABLE images DROP COLUMN caption; ALTER TABLE images DROP COLUMN attributes',
  )
  sqlite.exec(`PRAGMA user_version = ${versionBeforeWords}`)
  sqlite.close()
  store = await place.open(space)
  for (const term of ['unicode', '猫', '黒い', 'near', 'it', 'phone', 'one']) {
    t.match(await store.searchText({ terms: [term], k: 10 }), [{ record: { imageId: 'one' } }], term)
  }
  t.match(await store.get(['one']), [{ caption: null, attributes: {} }])
  await store.update('one', { caption: 'By the harbour', attributes: { album: 'Lisbon' } }, '2026-01-01T00:00:00.000Z')
  t.match(await store.searchText({ terms: ['harbour'], k: 10 }), [{ record: { attributes: { album: 'Lisbon' } } }])
})

test('many words at once', async (t) => {
  const place = createPlace(t)
  const store = await place.open(space)
  for (let i = 0; i < many; i += 1_000) await store.upsert(images.slice(i, i + 1_000))
  const idsOf = async (terms: string[], k: number) =>
    (await store.searchText({ terms, k })).map(({ record }) => record.imageId)

  await t.test('of thousands of equal scores the first ids come', async (t) => {
    t.strictSame(await idsOf(['sea'], 1_000), ids.slice(0, 1_000))
    const best = images.filter(({ record }) => record.tags.includes('day 17')).map(({ record }) => record.imageId)
    t.strictSame(await idsOf(['sea', '17'], 6), [...best.sort(), ...ids.filter((id) => !best.includes(id)).slice(0, 2)])
  })

  await t.test('images that are rewritten, and so move, are found all the same, each once', async (t) => {
    const [first] = ids
    let isOver = false
    const writing = (async () => {
      for (let i = 0; !isOver; i++) {
        await store.upsert([images.find(({ record }) => record.imageId === ids[i % 20])!])
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    for (let i = 0; i < 10; i++) {
      const found = await idsOf(['sea'], 100)
      t.strictSame(found, ids.slice(0, 100), `search ${i} finds ${first} and the others`)
    }
    isOver = true
    await writing
  })

  await t.test('a search ends with its signal between the turns', async (t) => {
    const controller = new AbortController()
    const searching = store.searchText({ terms: ['sea'], k: 10 }, { signal: controller.signal })
    const reason = new Error('The client is gone.')
    controller.abort(reason)
    await t.rejects(searching, reason)
  })

  await t.test('words and rows are in step on the disk', async (t) => {
    await store.remove(ids.slice(0, 500))
    await store.update(ids[600]!, { tags: [] }, '2026-01-01T00:00:00.000Z')
    await store.close()
    t.strictSame(findDamage(place.folder), [])
    const sqlite = new DatabaseSync(join(place.folder, databaseName))
    sqlite.exec('DELETE FROM image_words WHERE rowid = (SELECT max(slot) FROM images)')
    sqlite.close()
    t.match(findDamage(place.folder), [/words/], 'the check sees a row without words')
  })
})
