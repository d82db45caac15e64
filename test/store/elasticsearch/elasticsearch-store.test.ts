// The store over a double: what it asks for and what it spares, how a search is cancelled, what a dead cluster costs each call.
// What it does on the real engine is in the other files here.
import t, { type Test } from 'tap'
import { buildIndex, defaultIndexOptions, schemaVersion } from '../../../src/store/elasticsearch/index-shape.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomImages, sampleSpace } from '../sample-images.ts'
import { bulkAnswer, type EngineDouble, type EngineRequest, type Reply, startEngineDouble } from './engine-double.ts'
import { outcomesOf, readsOf } from './store-place.ts'

const space = sampleSpace(8)
const [image] = randomImages(createRandom(41), 1, 8)
const timeoutMs = 400

/** Answers as a cluster does that holds the store's index, with one picture in it. */
function serve(request: EngineRequest): Reply {
  const { method, path } = request
  const meta = { schema_version: schemaVersion, store: 'pictures', space }
  if (path.endsWith('/_search')) {
    const names = Object.keys(JSON.parse(request.body).aggs ?? {})
    const nothing = { buckets: [], sum_other_doc_count: 0, doc_count: 0 }
    const aggregations = Object.fromEntries(names.map((name) => [name, nothing]))
    return { body: { hits: { hits: [{ _score: 1, fields: { image_id: ['image-0'] } }] }, aggregations } }
  }
  if (path.endsWith('/_mget')) {
    const { ids } = JSON.parse(request.body) as { ids: string[] }
    return { body: { docs: ids.map((_id) => ({ _index: 'pictures-v1', _id, found: false })) } }
  }
  if (path === '/_bulk') return bulkAnswer(request)
  if (path.endsWith('/_count')) return { body: { count: 1, _shards: { failed: 0 } } }
  if (path.startsWith('/_cluster/health')) return { body: { status: 'green' } }
  if (method === 'GET') {
    const { mappings } = buildIndex(meta, defaultIndexOptions)
    return { body: { 'pictures-v1': { aliases: { pictures: {}, 'pictures-v1-writes': {} }, mappings } } }
  }
  return { body: method === 'HEAD' ? '' : { _shards: { failed: 0 } } }
}

async function open(t: Test) {
  const double = await startEngineDouble(t, serve)
  const access = { apiKey: null, caFingerprint: null, timeoutMs }
  const store = await openStore(`${double.url}/pictures`, { space, access })
  t.teardown(() => store.close())
  // Its note of being there is written beside all else.
  await double.until(() => double.requests.some(({ path }) => path === '/_bulk'))
  return { double, store }
}

const askedOf = (double: EngineDouble, ending: string) => double.requests.filter(({ path }) => path.endsWith(ending))

t.test('vectors and other fields are asked for only where they are wanted', async (t) => {
  const { double, store } = await open(t)
  const { vector } = image!
  await store.search({ vector, k: 3 })
  await store.list({ limit: 3 })
  await store.getByPath(['a'])
  for (const { body } of askedOf(double, '/_search')) {
    const { _source, fields } = JSON.parse(body)
    t.equal(_source, false)
    t.ok(fields.includes('image_id') && !fields.includes('image_embedding') && !fields.includes('*'))
  }
  t.equal(askedOf(double, '/_search').length, 3)
  await store.search({ vector, k: 3, includeVectors: true })
  t.ok(JSON.parse(askedOf(double, '/_search').at(-1)!.body).fields.includes('image_embedding'))
  await store.get(['image-0'])
  await store.getVectors(['image-0'])
  const [record, vectors] = askedOf(double, '/_mget').map(({ query }) => query)
  t.equal(record!.get('_source_excludes'), 'image_embedding')
  t.equal(vectors!.get('_source_includes'), 'image_embedding')
})

t.test('a search asks for all of the index or none, and says how many it wants', async (t) => {
  const { double, store } = await open(t)
  await store.search({ vector: image!.vector, k: 3, numCandidates: 700 })
  const { body, query } = askedOf(double, '/_search')[0]!
  t.equal(query.get('allow_partial_search_results'), 'false')
  t.match(JSON.parse(body), { size: 3, track_total_hits: false, knn: { num_candidates: 700 } })
})

t.test('a search is cancelled when its caller leaves: its connection is closed', async (t) => {
  const { double, store } = await open(t)
  const reason = new Error('The client is gone.')
  for (let i = 1; i <= 4; i++) {
    double.next = ['stall']
    const caller = new AbortController()
    const search = store.search({ vector: image!.vector, k: 3 }, { signal: caller.signal })
    await double.until(() => askedOf(double, '/_search').length === i)
    caller.abort(reason)
    await t.rejects(search, reason)
    await double.until(() => double.givenUp === i)
  }
  t.equal((await store.search({ vector: image!.vector, k: 3 })).length, 1, 'and nobody else has to wait for it')
})

t.test('a cluster that falls silent costs the first calls their limit and the next ones nothing', async (t) => {
  const { double, store } = await open(t)
  const calls = {
    ...readsOf(store, image!.vector),
    upsert: () => store.upsert([image!]),
    update: () => store.update('image-0', { tags: ['x'] }, '2026-01-01T00:00:00.000Z'),
    remove: () => store.remove(['image-0']),
    findTombstones: () => store.findTombstones(['a']),
  }
  double.answer = () => 'stall'
  const unavailable = Object.fromEntries(Object.keys(calls).map((name) => [name, 'STORE_UNAVAILABLE']))
  t.same(await outcomesOf(calls, timeoutMs), unavailable)
  const { length } = double.requests
  const beganMs = performance.now()
  for (let i = 0; i < 5; i++) t.same(await outcomesOf(calls, timeoutMs), unavailable)
  t.ok(performance.now() - beganMs < 300, 'sixty calls')
  t.equal(double.requests.length, length, 'and no request')

  double.answer = serve
  while ((await outcomesOf({ check: () => store.check() })).check !== 'done') {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { update, ...others } = calls
  t.same(new Set(Object.values(await outcomesOf(others))), new Set(['done']))
})

t.test('an answer that lacks a part is an error, and no short list', async (t) => {
  const { double, store } = await open(t)
  double.next = [{ body: { count: 3, _shards: { total: 2, successful: 1, failed: 1 } } }]
  await t.rejects(store.count(), { code: 'INDEX_RED' })
  const type = 'no_shard_available_action_exception'
  const error = { root_cause: [{ type, reason: 'No shard available' }], type, reason: 'No shard available' }
  const docs = [
    { _index: 'pictures-v1', _id: 'image-0', error },
    { _index: 'pictures-v1', _id: 'image-1', found: false },
  ]
  const reads: (() => Promise<unknown>)[] = [
    () => store.get(['image-0', 'image-1']),
    () => store.getVectors(['image-0', 'image-1']),
    () => store.findTombstones(['a', 'b']),
  ]
  const isRed = { code: 'INDEX_RED', retryAfterS: 2 }
  for (const read of reads) {
    double.next = [{ body: { docs } }]
    await t.rejects(read(), isRed)
  }
})
