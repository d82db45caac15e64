// What an ingest takes from the metadata of files: into new records, beside what clients have said, and into those of which nothing is known.
import { readFile } from 'node:fs/promises'
import { test } from 'tap'
import { ingestOptions } from '../../src/cli/ingest-options.ts'
import { readConfig } from '../../src/config.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { makeLibrary } from './make-library.ts'

const phone = await readFile(new URL('../fixtures/heic/phone.heic', import.meta.url))
const coffee = await readSamplePhoto('food/coffee-cup.jpg')
const facts = {
  takenAt: '2024-05-17T18:03:00.123Z',
  location: { lat: 52.52, lon: 13.405 },
  camera: 'Apple iPhone 15 Pro',
}

test('a phone’s picture is recorded with when, where and with what it was taken, and its format and size', async (t) => {
  const { write, ingest, catalog } = await makeLibrary(t)
  await write('IMG_1.HEIC', phone)
  await ingest()
  const [image] = (await catalog.list({ limit: 1 })).images
  t.match(image, { ...facts, format: 'heic', width: 320, height: 213, sizeBytes: phone.length, tags: [] })
  const { bytes, contentType } = (await catalog.thumbnail(image!.imageId, 'small')).thumbnail
  t.equal(contentType, 'image/webp')
  t.ok(bytes.length > 1000)
})

test('what a client has said comes before what the file tells, also when the file is edited', async (t) => {
  const { write, age, ingest, catalog } = await makeLibrary(t)
  await write('IMG_1.HEIC', coffee)
  await age('IMG_1.HEIC', 100)
  await ingest()
  const { imageId } = (await catalog.list({ limit: 1 })).images[0]!
  await catalog.change(imageId, { takenAt: '2020-01-01T00:00:00.000Z', tags: ['said'] })
  await write('IMG_1.HEIC', phone)
  t.match((await ingest()).counts, { updated: 1 })
  t.match(await catalog.get(imageId), { ...facts, takenAt: '2020-01-01T00:00:00.000Z', tags: ['said'] })
  const [upload] = await catalog.add([{ bytes: phone, relativePath: 'other.heic', location: { lat: 1, lon: 2 } }], {
    overwrite: false,
    restore: true,
  })
  t.match(upload, { status: 'created', record: { ...facts, location: { lat: 1, lon: 2 } } })
})

test('places are dropped where that is set', async (t) => {
  const { write, ingest, catalog } = await makeLibrary(t, { DROP_LOCATION: 'true' })
  await write('IMG_1.HEIC', phone)
  await ingest()
  t.match((await catalog.list({ limit: 1 })).images, [{ ...facts, location: null }])
})

test('a record of which nothing is known is filled in when its file is read again', async (t) => {
  const { write, age, ingest, catalog } = await makeLibrary(t)
  await write('IMG_1.HEIC', phone)
  await age('IMG_1.HEIC', 100)
  await ingest()
  const { imageId } = (await catalog.list({ limit: 1 })).images[0]!
  await catalog.change(imageId, { takenAt: null, location: null, camera: null, tags: [] })
  t.match((await ingest()).counts, { unchanged: 1 })
  t.match(await catalog.get(imageId), { takenAt: null, camera: null })
  const options = ingestOptions(readConfig({ WORKERS: '1' }), { readsAll: true })
  t.match((await ingest({ options })).counts, { updated: 1 })
  t.match(await catalog.get(imageId), facts)
  t.match((await ingest({ options })).counts, { unchanged: 1 })
})
