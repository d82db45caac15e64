// Vectorize and search without HTTP: what is asked of the embedder and the store, and when it is given up.
import { test } from 'tap'
import type { Embedder } from '../src/embedder/embedder.ts'
import { createError } from '../src/errors.ts'
import { createImageCatalog } from '../src/image-catalog.ts'
import { createImageSearch } from '../src/image-search.ts'
import { startParts } from './support/parts.ts'
import { readSamplePhoto } from './support/sample-photos.ts'

test('vectorize and search', async (t) => {
  const parts = await startParts(t)
  const { embedder, store } = parts
  const cat = await readSamplePhoto('animals/chelsea-cat.jpg')
  const cup = await readSamplePhoto('food/coffee-cup.jpg')
  const catalog = createImageCatalog(parts)
  const uploads = [
    { bytes: cat, relativePath: 'cat.jpg', imageId: 'cat' },
    { bytes: cup, relativePath: 'cup.jpg', imageId: 'cup' },
  ]
  await catalog.add(uploads, { overwrite: false, restore: true })

  /** The use cases over the real embedder, which counts what it is asked and what it finishes. */
  function counted() {
    const counts = { asked: 0, finished: 0 }
    async function count<T>(work: () => Promise<T>): Promise<T> {
      counts.asked++
      const result = await work()
      counts.finished++
      return result
    }
    const counting: Embedder = {
      ...embedder,
      embedText: (text, options) => count(() => embedder.embedText(text, options)),
      embedImage: (bytes, options) => count(() => embedder.embedImage(bytes, options)),
    }
    return { counts, imageSearch: createImageSearch({ embedder: counting, store }) }
  }
  const { imageSearch } = counted()

  await t.test('the first input that fails is the answer, and gives up those that have not started', async (t) => {
    const { counts, imageSearch } = counted()
    const broken = { picture: { bytes: Buffer.from('not a picture') } }
    const many = Array.from({ length: 40 }, () => ({ picture: { bytes: cat } }))
    await t.rejects(imageSearch.vectorize([broken, ...many]), { code: 'UNSUPPORTED_IMAGE_TYPE' })
    t.equal(counts.asked, 41)
    t.ok(counts.finished < 40, `${counts.finished} of 40 were finished`)
  })

  await t.test('a signal ends the work with its reason', async (t) => {
    const { counts, imageSearch } = counted()
    const reason = createError('TIMED_OUT', 'enough')
    const signal = AbortSignal.abort(reason)
    await t.rejects(imageSearch.vectorize([{ picture: { bytes: cat } }], { signal }), reason)
    await t.rejects(imageSearch.searchByText('cat', { k: 1 }, { signal }), reason)
    await t.rejects(imageSearch.searchByImage({ bytes: cat }, { k: 1 }, { signal }), reason)
    t.equal(counts.finished, 0)
  })

  await t.test('a text that is no text is refused before the embedder is asked', async (t) => {
    const { counts, imageSearch } = counted()
    for (const text of ['', ' \n\t', '\u00a0\u3000', 'half \ud83e', '\udd8a half']) {
      await t.rejects(imageSearch.vectorize([{ text }]), { code: 'VALIDATION_FAILED' }, JSON.stringify(text))
      await t.rejects(imageSearch.searchByText(text, { k: 1 }), { code: 'VALIDATION_FAILED' }, JSON.stringify(text))
    }
    t.equal(counts.asked, 0)
  })

  await t.test('numCandidates below k is refused before the embedder is asked', async (t) => {
    const { counts, imageSearch } = counted()
    const options = { k: 5, numCandidates: 4 }
    const fault = { code: 'VALIDATION_FAILED', faults: [{ pointer: '/num_candidates' }] }
    await t.rejects(imageSearch.searchByText('cat', options), fault)
    await t.rejects(imageSearch.searchByImage({ bytes: cat }, options), fault)
    await t.rejects(imageSearch.searchByImage({ imageId: 'cat' }, options), fault)
    t.equal(counts.asked, 0)
  })

  await t.test('the vector of a stored picture is read, not made again', async (t) => {
    const { counts, imageSearch } = counted()
    const [stored] = await imageSearch.vectorize([{ picture: { imageId: 'cat' } }])
    t.strictSame(stored, { type: 'image', vector: (await store.getVectors(['cat']))[0] })
    const { hits } = await imageSearch.searchByImage({ imageId: 'cat' }, { k: 5 })
    t.strictSame(
      hits.map(({ record }) => record.imageId),
      ['cup'],
    )
    t.equal(counts.asked, 0)
  })

  await t.test('k counts without the picture that is left out', async (t) => {
    t.equal((await imageSearch.searchByImage({ imageId: 'cat' }, { k: 1 })).hits.length, 1)
    t.equal((await imageSearch.searchByImage({ bytes: cat }, { k: 1 })).hits[0]!.record.imageId, 'cat')
  })

  await t.test('an id that is not stored is IMAGE_NOT_FOUND', async (t) => {
    await t.rejects(imageSearch.searchByImage({ imageId: 'nobody' }, { k: 1 }), { code: 'IMAGE_NOT_FOUND' })
    await t.rejects(imageSearch.vectorize([{ text: 'cat' }, { picture: { imageId: 'nobody' } }]), {
      code: 'IMAGE_NOT_FOUND',
    })
  })

  await t.test('only a text that was cut says so', async (t) => {
    t.equal((await imageSearch.searchByText('cat '.repeat(2000), { k: 1 })).truncated, true)
    t.notOk('truncated' in (await imageSearch.searchByText('cat', { k: 1 })))
  })
})
