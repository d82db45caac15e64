// An embedded store whose disk is full: it refuses to write, goes on to serve, and loses nothing that it acknowledged.
import { test } from 'tap'
import { createRandom } from '../../support/seeded-random.ts'
import { runOnSmallDisk } from '../../support/small-disk.ts'
import { randomImages, sampleSpace } from '../sample-images.ts'
import { createPlace } from './store-place.ts'

const space = sampleSpace(512)
const imageCount = 1_000

test('writes without room are STORE_UNAVAILABLE; what was acknowledged stays, here and after a restart', async (t) => {
  const { folder, open } = createPlace(t)
  const source = (path: string) => JSON.stringify(import.meta.resolve(path))
  const script = `
    import { openStore } from ${source('../../../src/store/open-store.ts')}
    import { createRandom } from ${source('../../support/seeded-random.ts')}
    import { randomImages } from ${source('../sample-images.ts')}
    const store = await openStore('file:' + process.argv[1], { space: ${JSON.stringify(space)}, workers: 1 })
    const written = []
    let refused
    for (const image of randomImages(createRandom(1), ${imageCount}, 512)) {
      refused = await store.upsert([image]).catch((error) => error)
      if (refused) break
      written.push(image)
    }
    const removal = await store.remove([written[0].record.imageId]).catch((error) => error)
    const searches = written.map(({ vector }) => store.search({ vector, k: 1 }))
    const nearest = (await Promise.all(searches)).map(([hit]) => hit.record.imageId)
    await store.close()
    console.log(JSON.stringify({ refused: [refused.code, refused.message], removal: removal.code, nearest }))
  `
  const { refused, removal, nearest } = (await runOnSmallDisk(script, folder)) as Record<string, string[]>
  t.strictSame(refused, ['STORE_UNAVAILABLE', 'The database of the embedded store does not answer.'])
  t.equal(removal, 'STORE_UNAVAILABLE', 'nor is anything removed by halves')
  const count = nearest!.length
  t.ok(count > 0 && count < imageCount, `${count} images found room`)
  const images = randomImages(createRandom(1), count + 1, 512)
  const ids = images.map(({ record }) => record.imageId)
  t.strictSame(nearest, ids.slice(0, count))
  const store = await open(space)
  t.strictSame((await store.list({ limit: 1_000 })).map(({ imageId }) => imageId).sort(), ids.slice(0, count).sort())
  await store.upsert([images[count]!])
  t.equal(await store.count(), count + 1, 'with room again, it takes more')
})
