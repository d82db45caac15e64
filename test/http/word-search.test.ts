// `mode` of the searches that take a text: words of names, paths and tags, alone and fused with what pictures show.
import { test } from 'tap'
import { addAt, ask, cosine, form, json, pathsOf, search, vectorsOf } from '../support/client.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'

const tagsOf: Record<string, string[]> = {
  'animals/chelsea-cat.jpg': ['黒い猫', 'home'],
  'animals/german-shepherd.jpg': ['Bärbel', 'home'],
  'animals/honey-bee.jpg': [],
  'food/coffee-cup.jpg': ['grandma'],
  'nature/dahlia.jpg': ['Grandma'],
  'space/rocket-launch.jpg': [],
}
const paths = Object.keys(tagsOf)

test('searches by words', async (t) => {
  const { url } = await startService(t)
  for (const path of paths) await addAt(url, path, await readSamplePhoto(path), { tags: tagsOf[path] })
  const byText = (body: object) => search(`${url}/search/text`, json(body))
  const found = async (body: object) => pathsOf((await byText(body)).body.hits)

  await t.test('a name, a folder or a tag that no picture shows finds its pictures alone', async (t) => {
    const cases: [string, string[]][] = [
      ['猫', ['animals/chelsea-cat.jpg']],
      ['BARBEL', ['animals/german-shepherd.jpg']],
      ['coffee-cup', ['food/coffee-cup.jpg']],
      ['space', ['space/rocket-launch.jpg']],
      ['grandma', ['food/coffee-cup.jpg', 'nature/dahlia.jpg']],
      ['nothing-like-it', []],
      ['🦊 …', []],
    ]
    for (const [query, expected] of cases) {
      t.strictSame((await found({ query, mode: 'text' })).sort(), expected, query)
    }
    t.equal((await found({ query: 'coffee-cup.jpg', mode: 'text' }))[0], 'food/coffee-cup.jpg')
  })

  await t.test('a fused search finds by both, and the score stays the cosine', async (t) => {
    const query = 'a photo of grandma'
    const { status, body } = await byText({ query, mode: 'hybrid' })
    t.equal(status, 200)
    t.strictSame(pathsOf(body.hits).sort(), paths)
    t.strictSame(pathsOf(body.hits.slice(0, 2)).sort(), ['food/coffee-cup.jpg', 'nature/dahlia.jpg'])
    for (const { image_id, score, rank_score, text_score, tags } of body.hits) {
      const [words, picture] = await vectorsOf(url, [{ text: query }, { image: { image_id } }])
      t.ok(Math.abs(score - cosine(words!, picture!)) < 1e-5, image_id)
      t.ok(rank_score! > 0 && rank_score! <= 2 / 61)
      t.equal(
        text_score !== undefined,
        tags!.some((tag) => /grandma/i.test(tag)),
        image_id,
      )
    }
    const rocket = await found({ query: 'a rocket launch 猫', mode: 'hybrid', k: 2 })
    t.strictSame(rocket, ['space/rocket-launch.jpg', 'animals/chelsea-cat.jpg'])
    t.equal(body.next_cursor, null)
  })

  await t.test('by words alone each hit has its cosine and its text score, and no other', async (t) => {
    const { body } = await byText({ query: 'grandma', mode: 'text', fields: [] })
    t.strictSame(Object.keys(body.hits[0]!).sort(), ['image_id', 'links', 'score', 'text_score'])
    const [words, picture] = await vectorsOf(url, [
      { text: 'grandma' },
      { image: { image_id: body.hits[0]!.image_id } },
    ])
    t.ok(Math.abs(body.hits[0]!.score - cosine(words!, picture!)) < 1e-5)
  })

  await t.test('the mode vector is what a search without one is', async (t) => {
    const plain = await byText({ query: 'grandma' })
    t.strictSame((await byText({ query: 'grandma', mode: 'vector' })).body.hits, plain.body.hits)
    t.strictSame(
      Object.keys(plain.body.hits[0]!).filter((name) => name.endsWith('_score')),
      [],
    )
  })

  await t.test('filters and k act on both sides, min_score on the vectors alone', async (t) => {
    const filter = { path_prefix: 'animals/' }
    t.strictSame(await found({ query: 'grandma', mode: 'text', filter }), [])
    t.strictSame((await found({ query: 'home', mode: 'text', filter })).length, 2)
    t.strictSame((await found({ query: 'grandma', mode: 'hybrid', filter })).sort(), paths.slice(0, 3))
    t.strictSame((await found({ query: 'grandma', mode: 'hybrid', k: 1 })).length, 1)
    const worded = ['food/coffee-cup.jpg', 'nature/dahlia.jpg']
    t.strictSame((await found({ query: 'grandma', mode: 'hybrid', min_score: 1 })).sort(), worded)
    t.strictSame((await found({ query: 'grandma', mode: 'text', min_score: 1 })).sort(), worded)
    t.match(await byText({ query: 'grandma', mode: 'hybrid', k: 1000 }), { status: 200 })
  })

  await t.test('the address, a composed search, its form and a batch take a mode too', async (t) => {
    const expected = (await byText({ query: 'grandma', mode: 'hybrid' })).body.hits
    t.strictSame((await search(`${url}/search/text?q=grandma&mode=hybrid`)).body.hits, expected)
    const one = { parts: [{ text: 'grandma' }], mode: 'hybrid' }
    t.strictSame((await search(`${url}/search`, json(one))).body.hits, expected)
    const batch = await ask<{ results: { hits: unknown }[] }>(`${url}/search/batch`, json({ searches: [one, one] }))
    t.strictSame(
      batch.body.results.map(({ hits }) => hits),
      [expected, expected],
    )
    const picture = { name: 'x.jpg', bytes: await readSamplePhoto('space/rocket-launch.jpg') }
    const parts = [{ text: 'grandma' }, { image: { upload: 0 } }, { text: 'a flower', weight: -0.5 }]
    const sent = await search(
      `${url}/search`,
      form([
        ['parts', JSON.stringify(parts)],
        ['image', picture],
        ['mode', 'text'],
        ['explain', 'true'],
      ]),
    )
    t.strictSame(pathsOf(sent.body.hits).sort(), ['food/coffee-cup.jpg', 'nature/dahlia.jpg'])
    t.match(sent.body.explanation, { kind: 'exact', num_candidates: null, parts: [{}, {}, {}] })
    const [hit] = sent.body.hits
    const sum = hit!.contributions!.reduce((total, { contribution }) => total + contribution, 0)
    t.ok(Math.abs(sum - hit!.score) < 1e-5, 'what the parts give adds up to the score')
  })

  await t.test('words follow a change and a removal', async (t) => {
    const { image_id } = await addAt(url, 'later.jpg', await readSamplePhoto('animals/crab.jpg'), { tags: ['Zebulon'] })
    t.strictSame(await found({ query: 'zebulon', mode: 'text' }), ['later.jpg'])
    await ask(`${url}/images/${image_id}`, json({ tags: ['Ezekiel'] }, 'PATCH'))
    t.strictSame(await found({ query: 'zebulon', mode: 'text' }), [])
    t.strictSame(await found({ query: 'ezekiel', mode: 'text' }), ['later.jpg'])
    await ask(`${url}/images/${image_id}`, { method: 'DELETE' })
    t.strictSame(await found({ query: 'ezekiel', mode: 'text' }), [])
  })

  await t.test('a cursor has no place beside words', async (t) => {
    const { next_cursor: cursor } = (await byText({ query: 'grandma', k: 1 })).body
    for (const mode of ['text', 'hybrid']) {
      const refused = await byText({ query: 'grandma', k: 1, mode, cursor })
      t.match(refused, { status: 400, body: { code: 'VALIDATION_FAILED', errors: [{ pointer: '/cursor' }] } })
    }
    t.match(await byText({ query: 'grandma', k: 1, mode: 'vector', cursor }), { status: 200, body: { hits: [{}] } })
  })
})
