// How the embedded store uses slots over a long life, seen in its file.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'tap'
import { firstDatabaseName as databaseName } from '../../../src/store/embedded/database-files.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomImages, sampleSpace } from '../sample-images.ts'
import { createPlace } from './store-place.ts'

const dims = 32
const space = sampleSpace(dims)

test('removing, replacing and reopening leaves the slots as dense as the images', async (t) => {
  const { folder, open } = createPlace(t)
  const random = createRandom(1)
  const images = randomImages(random, 100, dims)
  const ids = images.map(({ record }) => record.imageId)
  let store = await open(space)
  for (let round = 0; round < 6; round++) {
    await store.upsert(images)
    await store.remove(ids.filter((_, i) => i % 3 === round % 3))
    if (round % 2 === 1) {
      await store.close()
      store = await open(space)
    }
  }
  await store.upsert(images)
  t.equal(await store.count(), 100)
  await store.close()
  const sqlite = new DatabaseSync(join(folder, databaseName), { readOnly: true })
  t.teardown(() => sqlite.close())
  const { slotEnd } = sqlite.prepare('SELECT max(slot) + 1 AS slotEnd FROM images').get()!
  // A batch that replaces every image needs as many slots again before the old ones are free.
  t.ok(Number(slotEnd) <= 200, `slots reach to ${slotEnd}`)
})

test('images of one batch may trade their paths', async (t) => {
  const store = await createPlace(t).open(space)
  const [one, two] = randomImages(createRandom(2), 2, dims)
  await store.upsert([one!, two!])
  const paths = [one!.record.relativePath, two!.record.relativePath]
  const traded = [
    { ...one!, record: { ...one!.record, relativePath: paths[1]! } },
    { ...two!, record: { ...two!.record, relativePath: paths[0]! } },
  ]
  await store.upsert(traded)
  t.strictSame(await store.getByPath(paths), [traded[1]!.record, traded[0]!.record])
  t.equal(await store.count({ pathPrefix: paths[1]! }), 1)
})
