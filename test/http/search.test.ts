// POST and GET /search/text, and the parameters that every search takes.
import { test } from 'tap'
import type { Filter } from '../../src/http/schemas/filter.ts'
import { addAt, ask, cosine, json, pathsOf, search, vectorsOf } from '../support/client.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'

const tagsOf: Record<string, string[]> = {
  'animals/chelsea-cat.jpg': ['animal', 'home'],
  'animals/honey-bee.jpg': ['animal', 'garden'],
  'food/coffee-cup.jpg': ['home'],
  'space/rocket-launch.jpg': [],
}
const paths = Object.keys(tagsOf)

test('search by words', async (t) => {
  const { url } = await startService(t)
  for (const path of paths) await addAt(url, path, await readSamplePhoto(path), { tags: tagsOf[path] })
  const byText = (body: object) => search(`${url}/search/text`, json(body))

  await t.test('the picture that shows what the words say comes first, and worse ones follow', async (t) => {
    for (const { query, path } of [
      { query: 'a cat', path: 'animals/chelsea-cat.jpg' },
      { query: 'a cup of coffee', path: 'food/coffee-cup.jpg' },
      { query: 'a rocket launch', path: 'space/rocket-launch.jpg' },
    ]) {
      const { status, body } = await byText({ query })
      t.equal(status, 200)
      t.equal(pathsOf(body.hits)[0], path, query)
      const scores = body.hits.map(({ score }) => score)
      t.strictSame(
        scores,
        scores.toSorted((a, b) => b - a),
      )
      t.match(body, { took_ms: Number, model: { name: 'builtin', dims: 512 } })
    }
  })

  await t.test('the score is the cosine of the two vectors that POST /vectorize gives', async (t) => {
    const { body } = await byText({ query: 'a bee on a flower' })
    t.equal(body.hits.length, paths.length)
    for (const { image_id, score } of body.hits) {
      const [words, picture] = await vectorsOf(url, [{ text: 'a bee on a flower' }, { image: { image_id } }])
      t.ok(Math.abs(score - cosine(words!, picture!)) < 1e-5, image_id)
    }
  })

  await t.test('GET with the query in the address answers the same', async (t) => {
    const filter = { tags: { any: ['animal'] } }
    const query = new URLSearchParams({ q: 'a cat', k: '3', min_score: '-1', filter: JSON.stringify(filter) })
    query.append('fields', 'relative_path')
    query.append('fields', 'tags')
    const inAddress = await search(`${url}/search/text?${query}`)
    const inBody = await byText({ query: 'a cat', k: 3, min_score: -1, filter, fields: ['relative_path', 'tags'] })
    t.equal(inAddress.status, 200)
    t.equal(inAddress.body.hits.length, 2)
    t.strictSame(inAddress.body.hits, inBody.body.hits)
  })

  await t.test('k bounds the hits, and more than there are pictures is no fault', async (t) => {
    t.equal((await byText({ query: 'a cat', k: 2 })).body.hits.length, 2)
    t.equal((await byText({ query: 'a cat', k: 1000 })).body.hits.length, paths.length)
  })

  await t.test('hits below min_score are left out', async (t) => {
    const [best, second] = (await byText({ query: 'a cat' })).body.hits
    const between = (best!.score + second!.score) / 2
    t.strictSame(pathsOf((await byText({ query: 'a cat', min_score: between })).body.hits), [best!.relative_path])
    t.strictSame((await byText({ query: 'a cat', min_score: 1 })).body.hits, [])
  })

  await t.test('num_candidates is taken from k upwards', async (t) => {
    const { status, body } = await byText({ query: 'a cat', k: 2, num_candidates: 2 })
    t.equal(status, 200)
    t.equal(body.hits.length, 2)
    const below = await byText({ query: 'a cat', k: 3, num_candidates: 2 })
    t.match(below, { status: 400, body: { code: 'VALIDATION_FAILED', errors: [{ pointer: '/num_candidates' }] } })
    const belowDefault = await byText({ query: 'a cat', num_candidates: 9 })
    t.equal(belowDefault.status, 400, 'k is 10 where it is not given')
  })

  await t.test('a filter leaves only what fulfils it', async (t) => {
    const cases: [Filter, string[]][] = [
      [{ tags: { any: ['garden', 'home'] } }, paths.slice(0, 3)],
      [{ tags: { all: ['animal', 'home'] } }, ['animals/chelsea-cat.jpg']],
      [{ tags: { none: ['home'] } }, ['animals/honey-bee.jpg', 'space/rocket-launch.jpg']],
      [{ tags: { any: ['animal'], none: ['garden'] } }, ['animals/chelsea-cat.jpg']],
      [{ path_prefix: 'animals/' }, paths.slice(0, 2)],
      [{ path_prefix: 'animals/', tags: { all: ['garden'] } }, ['animals/honey-bee.jpg']],
      [{ path_prefix: 'Animals/' }, []],
      [{ tags: { any: ['unheard of'] } }, []],
      [{ tags: { any: [], all: [] }, path_prefix: '' }, paths],
    ]
    for (const [filter, expected] of cases) {
      const { body } = await byText({ query: 'a cat', filter })
      t.strictSame(pathsOf(body.hits).sort(), expected, JSON.stringify(filter))
    }
  })

  await t.test('a filter in the address that is no JSON is refused', async (t) => {
    const answer = await ask(`${url}/search/text?q=cat&filter={tags`)
    t.match(answer, { status: 400, body: { code: 'VALIDATION_FAILED', errors: [{ pointer: '/filter' }] } })
  })

  await t.test('a hit carries every field but the vector, which comes only when it is named', async (t) => {
    const [plain] = (await byText({ query: 'a cat', k: 1 })).body.hits
    t.match(plain, { image_name: 'chelsea-cat.jpg', tags: ['animal', 'home'], width: Number, format: 'jpeg' })
    t.notOk('image_embedding' in plain!)
    const [named] = (await byText({ query: 'a cat', k: 1, fields: ['image_name', 'image_embedding'] })).body.hits
    t.strictSame(Object.keys(named!).sort(), ['image_embedding', 'image_id', 'image_name', 'links', 'score'])
    const [stored] = await vectorsOf(url, [{ image: { image_id: named!.image_id } }])
    t.strictSame(named!.image_embedding, stored)
    const [bare] = (await byText({ query: 'a cat', k: 1, fields: [] })).body.hits
    t.strictSame(Object.keys(bare!).sort(), ['image_id', 'links', 'score'])
  })

  await t.test('the links of a hit lead to its record, file, thumbnail and likes', async (t) => {
    const [hit] = (await byText({ query: 'a cat', k: 1 })).body.hits
    const types: Record<string, string> = {
      self: 'application/json; charset=utf-8',
      content: 'image/jpeg',
      thumbnail: 'image/webp',
      similar: 'application/json; charset=utf-8',
    }
    t.strictSame(Object.keys(hit!.links).sort(), Object.keys(types).sort())
    for (const [name, link] of Object.entries(hit!.links)) {
      const response = await fetch(url + link)
      t.equal(response.status, 200, link)
      t.equal(response.headers.get('content-type'), types[name], link)
      await response.body?.cancel()
    }
  })
})
