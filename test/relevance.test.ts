// The cut-off that adapts: its rules, and that they tell answers from the rest better than any flat threshold does.
import { test } from 'tap'
import { createImageCatalog } from '../src/image-catalog.ts'
import { createImageSearch, type ImageQuery } from '../src/image-search.ts'
import { countRelevant, describeScores, findCutoff } from '../src/relevance.ts'
import {
  countAbove,
  countAuto,
  type JudgedQuery,
  judge,
  placesAbove,
  scoreJudgedQueries,
} from './support/judged-scores.ts'
import { startParts } from './support/parts.ts'
import { listSamplePhotos, readSamplePhoto } from './support/sample-photos.ts'

const background = { median: 0.1, deviation: 0.1 }

test('a best hit that does not stand out is no answer', async (t) => {
  t.equal(findCutoff('text', 0.34, background), null)
  const { scoreMin, dropMax } = findCutoff('text', 0.36, background)!
  t.ok(Math.abs(scoreMin - 0.23) < 1e-9 && Math.abs(dropMax - 0.026) < 1e-9)
  t.equal(findCutoff('image', 0.49, background), null, 'a picture must stand out further')
  t.ok(findCutoff('image', 0.51, background))
})

test('hits end at the height that they need, or at a drop', async (t) => {
  const cutoff = { scoreMin: 0.3, dropMax: 0.1 }
  t.equal(countRelevant([0.6, 0.55, 0.46, 0.4, 0.31, 0.29], cutoff), 5)
  t.equal(countRelevant([0.6, 0.55, 0.44, 0.43], cutoff), 2)
  t.equal(countRelevant([0.44, 0.43], cutoff, 0.55), 0, 'also where a page begins')
  t.equal(countRelevant([0.5, 0.45], cutoff, 0.55), 2)
  t.equal(countRelevant([], cutoff), 0)
})

test('a few scores that stand out do not move the background', async (t) => {
  const usual = Array.from({ length: 101 }, (_, i) => (i - 50) / 1000)
  const { median, deviation } = describeScores([...usual, 0.9, 0.95, 1])
  t.ok(Math.abs(median) < 0.003)
  t.ok(deviation > 0.03 && deviation < 0.045, `${deviation}`)
})

test('on the sample photos', async (t) => {
  const parts = await startParts(t)
  const paths = await listSamplePhotos()
  const judged = await scoreJudgedQueries(parts.embedder)

  await t.test(
    'auto tells answers from the rest better than any flat threshold, for words and for pictures',
    async (t) => {
      for (const kind of ['text', 'image'] as const) {
        const queries = judged.filter((query) => query.kind === kind)
        const meanF1 = (count: (query: JudgedQuery) => number) =>
          queries.reduce((sum, query) => sum + judge(placesAbove(query.scores, count(query)), query.relevant).f1, 0) /
          queries.length
        const auto = meanF1(countAuto)
        const flat = Array.from({ length: 90 }, (_, i) => meanF1((query) => countAbove(query, i / 100)))
        t.ok(queries.length > 30)
        t.ok(auto > Math.max(...flat) + 0.01, `${kind}: ${auto} against ${Math.max(...flat)}`)
      }
    },
  )

  await t.test('a search ends with its answers, and is empty where there are none', async (t) => {
    const catalog = createImageCatalog(parts)
    const uploads = await Promise.all(
      paths.map(async (path) => ({ bytes: await readSamplePhoto(path), relativePath: path })),
    )
    await catalog.add(uploads, { overwrite: false, restore: true })
    const imageSearch = createImageSearch(parts)
    async function searchAll(parts: ImageQuery['parts'], k: number) {
      const found: string[] = []
      for (let after: ImageQuery['options']['after']; ; ) {
        const [outcome] = await imageSearch.search([
          { parts, options: { k, relevance: 'auto', after, isExplained: true } },
        ])
        found.push(...outcome!.hits.map(({ record }) => record.relativePath))
        if (outcome!.next === null) return { found, explanation: outcome!.explanation! }
        after = outcome!.next
      }
    }
    const cat = await searchAll([{ text: 'a cat', weight: 1 }], 10)
    t.strictSame(cat.found, ['animals/chelsea-cat.jpg'])
    t.ok(cat.explanation.cutoffScore! > 0)
    const none = await searchAll([{ text: 'a swimming pool', weight: 1 }], 10)
    t.strictSame(none.found, [])
    t.equal(none.explanation.cutoffScore, null)
    const whole = await searchAll([{ text: 'an insect', weight: 1 }], 100)
    t.ok(whole.found.length > 2 && whole.found.length < 10, `${whole.found.length}`)
    t.strictSame((await searchAll([{ text: 'an insect', weight: 1 }], 2)).found, whole.found, 'the same in pages')
    const bytes = await readSamplePhoto('animals/kingfisher.jpg')
    const copies = await searchAll([{ picture: { bytes }, weight: 1 }], 10)
    t.strictSame(copies.found.toSorted(), ['animals/kingfisher.jpg', 'inbox/kingfisher-copy.jpg'])
  })

  await t.test('too few pictures do not tell: all hits count', async (t) => {
    await parts.store.remove((await parts.store.list({ limit: 1000 })).slice(19).map(({ imageId }) => imageId))
    const [outcome] = await createImageSearch(parts).search([
      { parts: [{ text: 'a swimming pool', weight: 1 }], options: { k: 100, relevance: 'auto' } },
    ])
    t.equal(outcome!.hits.length, 19)
  })
})
