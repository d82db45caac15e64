// A library that stops answering in the middle of an ingest, as object storage may: the run ends, and nothing is said of the files that it
// could not look at. The library is a folder whose calls fail from outside.
import { test } from 'tap'
import { createError } from '../../src/errors.ts'
import type { Library } from '../../src/library/library.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { makeLibrary } from './make-library.ts'

const cat = await readSamplePhoto('animals/chelsea-cat.jpg')

async function away(): Promise<never> {
  throw createError('LIBRARY_UNAVAILABLE', 'The storage is away.')
}

/** Everything works but what is named. */
function without(library: Library, ...names: (keyof Library)[]): Library {
  return { ...library, ...Object.fromEntries(names.map((name) => [name, away])) }
}

test('an ingest ends where files cannot be read, and the next one takes them', async (t) => {
  const { library, write, ingest } = await makeLibrary(t)
  await write('a.jpg', cat)
  const { counts, fault, problems } = await ingest({ library: without(library, 'read') })
  t.match(fault, { code: 'LIBRARY_UNAVAILABLE' })
  t.match(counts, { created: 0, failed: 0, skipped: 0 })
  t.same(problems, [])
  t.match(await ingest(), { counts: { created: 1 }, fault: null })
})

test('an ingest ends where files cannot be listed', async (t) => {
  const { library, write, ingest } = await makeLibrary(t)
  await write('a.jpg', cat)
  async function* walk(): ReturnType<Library['walk']> {
    yield* library.walk()
    await away()
  }
  const { counts, fault } = await ingest({ library: { ...library, walk } })
  t.match(fault, { code: 'LIBRARY_UNAVAILABLE' })
  t.equal(counts.failed, 0)
})

test('whether a film belongs to a picture is not guessed', async (t) => {
  const { library, write, ingest } = await makeLibrary(t)
  await write('a.jpg', cat)
  await write('a.mov', 'a film')
  const { counts, fault } = await ingest({ library: without(library, 'stat') })
  t.match(fault, { code: 'LIBRARY_UNAVAILABLE' })
  t.equal(counts.skipped, 0)
  t.match(await ingest(), { counts: { skipped: 1 }, reasons: { PAIRED: 1 }, fault: null })
})

test('a picture whose file cannot be looked at is not forgotten', async (t) => {
  const { library, write, ingest, catalog } = await makeLibrary(t)
  await write('a.jpg', cat)
  await ingest()
  // The catalog has the very object.
  const { stat } = library
  library.stat = away
  await t.rejects(catalog.forgetMissing({ limit: 10, isDryRun: false }), { code: 'LIBRARY_UNAVAILABLE' })
  library.stat = stat
  t.match(await catalog.forgetMissing({ limit: 10, isDryRun: false }), { checked: 1, missing: [] })
})
