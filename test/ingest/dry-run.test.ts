// A dry run tells what an ingest would do and changes nothing; and files that belong to a picture are told as such.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'tap'
import { ingestOptions } from '../../src/cli/ingest-options.ts'
import { readConfig } from '../../src/config.ts'
import { createCatalogTarget } from '../../src/ingest/catalog-target.ts'
import { prune } from '../../src/ingest/prune.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { makeLibrary } from './make-library.ts'

const none = { created: 0, updated: 0, moved: 0, unchanged: 0, skipped: 0, failed: 0 }
const cat = await readSamplePhoto('animals/chelsea-cat.jpg')
const coffee = await readSamplePhoto('food/coffee-cup.jpg')

test('what is new, changed, unchanged or no picture is told, and nothing is read whole or stored', async (t) => {
  const made = await makeLibrary(t)
  const { write, age, ingest, catalog, library, countDecoded } = made
  await write('changed.jpg', cat)
  await write('same.jpg', coffee)
  await age('changed.jpg', 3600)
  await age('same.jpg', 3600)
  await ingest()
  await write('changed.jpg', coffee)
  await write('new.jpg', cat)
  await write('notes.txt', 'no picture')
  await write('empty.jpg', '')
  const decoded = await countDecoded()
  const before = (await catalog.list({ limit: 10 })).images

  const watched = { ...library, read: () => Promise.reject(new Error('a file was read')) }
  const options = ingestOptions(readConfig({ WORKERS: '1' }), { isDryRun: true })
  const outcomes: Record<string, string> = {}
  const { counts } = await ingest({
    library: watched,
    options,
    onOutcome: ({ relativePath, outcome }) => {
      outcomes[relativePath] = outcome
    },
  })
  t.strictSame(outcomes, {
    'changed.jpg': 'updated',
    'empty.jpg': 'failed',
    'new.jpg': 'created',
    'notes.txt': 'skipped',
    'same.jpg': 'unchanged',
  })
  t.strictSame(counts, { ...none, created: 1, updated: 1, unchanged: 1, skipped: 1, failed: 1 })
  t.equal(await countDecoded(), decoded)
  t.strictSame((await catalog.list({ limit: 10 })).images, before)
})

test('a dry run of a prune counts and removes nothing', async (t) => {
  const { imagesDir, write, ingest, catalog } = await makeLibrary(t)
  await write('stays.jpg', cat)
  await write('goes.jpg', coffee)
  await ingest()
  await rm(join(imagesDir, 'goes.jpg'))
  const request = {
    target: createCatalogTarget(catalog, { restore: false }),
    paths: [''],
    isForced: false,
    isDryRun: true,
    onPruned: () => t.fail('nothing may be removed'),
    signal: new AbortController().signal,
  }
  t.strictSame(await prune(request), { checked: 2, missing: 1, isRefused: false })
  t.equal(await catalog.count(), 2)
})

test('the film of a Live Photo, raw data and edits belong to their picture; those without one are no pictures', async (t) => {
  const { write, ingest } = await makeLibrary(t)
  await write('IMG_1.jpg', cat)
  await write('IMG_1.MOV', 'film')
  await write('IMG_1.aae', 'edits')
  await write('DSC_2.JPG', coffee)
  await write('DSC_2.NEF', 'raw data')
  await write('IMG_3.mov', 'film')
  await write('sub/IMG_1.mov', 'film of another folder')
  await write('IMG_1.txt', 'notes')
  const { counts, problems } = await ingest()
  t.strictSame(counts, { ...none, created: 2, skipped: 6 })
  t.strictSame(
    problems.map(({ relativePath, code, reason }) => [relativePath, code === 'PAIRED' ? reason : code]).sort(),
    [
      ['DSC_2.NEF', 'It belongs to DSC_2.JPG.'],
      ['IMG_1.MOV', 'It belongs to IMG_1.jpg.'],
      ['IMG_1.aae', 'It belongs to IMG_1.jpg.'],
      ['IMG_1.txt', 'UNSUPPORTED_IMAGE_TYPE'],
      ['IMG_3.mov', 'UNSUPPORTED_IMAGE_TYPE'],
      ['sub/IMG_1.mov', 'UNSUPPORTED_IMAGE_TYPE'],
    ],
  )
})
