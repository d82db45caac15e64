// Vectorize and search without HTTP: what is asked of the embedder and the store, and when it is given up.
import { test } from 'tap'
import type { Embedder } from '../src/embedder/embedder.ts'
import { createError } from '../src/errors.ts'
import { createImageCatalog } from '../src/image-catalog.ts'
import { createImageSearch, type ImageQuery, type PictureInput } from '../src/image-search.ts'
import { pageDepthMax } from '../src/search-page.ts'
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
  const byText = (text: string): ImageQuery => ({ parts: [{ text, weight: 1 }], options: { k: 1 } })
  const byPicture = (picture: PictureInput, k = 1): ImageQuery => ({ parts: [{ picture, weight: 1 }], options: { k } })
  async function searchOne(query: ImageQuery) {
    const [outcome] = await imageSearch.search([query])
    return outcome!
  }

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
    await t.rejects(imageSearch.search([byText('cat')], { signal }), reason)
    await t.rejects(imageSearch.search([byPicture({ bytes: cat })], { signal }), reason)
    t.equal(counts.finished, 0)
  })

  await t.test('a text that is no text is refused before the embedder is asked', async (t) => {
    const { counts, imageSearch } = counted()
    for (const text of ['', ' \n\t', '\u00a0\u3000', 'half \ud83e', '\udd8a half']) {
      await t.rejects(imageSearch.vectorize([{ text }]), { code: 'VALIDATION_FAILED' }, JSON.stringify(text))
      await t.rejects(imageSearch.search([byText(text)]), { code: 'VALIDATION_FAILED' }, JSON.stringify(text))
    }
    t.equal(counts.asked, 0)
  })

  await t.test('a page too deep is refused before the embedder is asked', async (t) => {
    const { counts, imageSearch } = counted()
    const after = { score: 0, imageId: 'cat', depth: pageDepthMax }
    await t.rejects(imageSearch.search([{ ...byText('cat'), options: { k: 1, after } }]), { code: 'PAGE_TOO_DEEP' })
    t.equal(counts.asked, 0)
    const last = { ...after, depth: pageDepthMax - 1 }
    t.resolves(imageSearch.search([{ ...byText('cat'), options: { k: 1, after: last } }]))
  })

  await t.test('the vector of a stored picture is read, not made again', async (t) => {
    const { counts, imageSearch } = counted()
    const [stored] = await imageSearch.vectorize([{ picture: { imageId: 'cat' } }])
    t.strictSame(stored, { type: 'image', vector: (await store.getVectors(['cat']))[0], tokens: null })
    const { hits } = await searchOne(byPicture({ imageId: 'cat' }, 5))
    t.strictSame(
      hits.map(({ record }) => record.imageId),
      ['cup'],
    )
    t.equal(counts.asked, 0)
  })

  await t.test('k counts without the picture that is left out', async (t) => {
    t.equal((await searchOne(byPicture({ imageId: 'cat' }))).hits.length, 1)
    t.equal((await searchOne(byPicture({ bytes: cat }))).hits[0]!.record.imageId, 'cat')
  })

  await t.test('an id that is not stored is IMAGE_NOT_FOUND', async (t) => {
    await t.rejects(imageSearch.search([byPicture({ imageId: 'nobody' })]), { code: 'IMAGE_NOT_FOUND' })
    await t.rejects(imageSearch.vectorize([{ text: 'cat' }, { picture: { imageId: 'nobody' } }]), {
      code: 'IMAGE_NOT_FOUND',
    })
  })

  await t.test('only a text that was cut says so', async (t) => {
    t.equal((await searchOne(byText('cat '.repeat(2000)))).truncated, true)
    t.notOk('truncated' in (await searchOne(byText('cat'))))
  })

  await t.test('pages follow each other until there are no more', async (t) => {
    const first = await searchOne(byText('a cat'))
    t.equal(first.hits.length, 1)
    const second = await searchOne({ ...byText('a cat'), options: { k: 1, after: first.next! } })
    t.strictSame(
      [...first.hits, ...second.hits].map(({ record }) => record.imageId),
      ['cat', 'cup'],
    )
    t.equal(second.next, null)
  })

  await t.test('parts add up by their weights, and push away below 0', async (t) => {
    const idsOf = async (parts: ImageQuery['parts']) =>
      (await searchOne({ parts, options: { k: 2 } })).hits.map(({ record }) => record.imageId)
    const [catVector, cupVector] = (await store.getVectors(['cat', 'cup'])) as [Float32Array, Float32Array]
    const both = (cat: number, cup: number) => [
      { vector: catVector, weight: cat },
      { vector: cupVector, weight: cup },
    ]
    t.strictSame(await idsOf(both(1, 0.5)), ['cat', 'cup'])
    t.strictSame(await idsOf(both(0.5, 1)), ['cup', 'cat'])
    t.strictSame(await idsOf(both(0, -1)), ['cat', 'cup'])
    t.strictSame(await idsOf([{ picture: { imageId: 'cat' }, weight: -1 }]), ['cup'], 'a stored part is left out')
    const whole = await searchOne({ parts: [{ vector: catVector, weight: 0.3 }], options: { k: 1 } })
    t.strictSame(whole.hits, (await searchOne({ parts: both(1, 0), options: { k: 1 } })).hits, 'one part is itself')
  })

  await t.test('parts that leave nothing are refused', async (t) => {
    const [vector] = (await store.getVectors(['cat'])) as [Float32Array]
    const fault = { code: 'VALIDATION_FAILED', faults: [{ pointer: '/parts' }] }
    const parts = (...weights: number[]) => weights.map((weight) => ({ vector, weight }))
    await t.rejects(searchOne({ parts: parts(0), options: { k: 1 } }), fault)
    await t.rejects(searchOne({ parts: parts(1, -1), options: { k: 1 } }), fault)
  })

  await t.test('an explained search tells what each part gives to each score', async (t) => {
    const { imageSearch } = counted()
    const parts: ImageQuery['parts'] = [
      { text: 'something never asked before', weight: 1 },
      { picture: { imageId: 'cup' }, weight: 0.5 },
      { picture: { bytes: cup }, weight: -0.4 },
    ]
    const [outcome] = await imageSearch.search([{ parts, options: { k: 5, isExplained: true } }])
    const { hits, explanation } = outcome!
    t.match(explanation, { kind: 'exact', numCandidates: null })
    t.strictSame(explanation!.parts, [
      { type: 'text', weight: 1, isKept: false },
      { type: 'image', weight: 0.5, isKept: null },
      { type: 'image', weight: -0.4, isKept: false },
    ])
    t.ok(explanation!.embedMs >= 0 && explanation!.storeMs > 0)
    t.equal(hits.length, 1)
    for (const { score, contributions } of hits) {
      const sum = contributions!.reduce((all, { contribution }) => all + contribution, 0)
      t.ok(Math.abs(sum - score) < 1e-6, `${sum} is ${score}`)
      t.ok(contributions![2]!.contribution < 0)
    }
    t.notOk('contributions' in (await searchOne(byText('cat'))).hits[0]!)
  })

  await t.test('searches of one call are answered in their order, all or nothing', async (t) => {
    const outcomes = await imageSearch.search([byPicture({ bytes: cup }), byPicture({ bytes: cat })])
    t.strictSame(
      outcomes.map(({ hits }) => hits[0]!.record.imageId),
      ['cup', 'cat'],
    )
    await t.rejects(imageSearch.search([byText('cat'), byPicture({ imageId: 'nobody' })]), { code: 'IMAGE_NOT_FOUND' })
  })
})
