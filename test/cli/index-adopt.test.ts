// `likeness index adopt`, `tune` and `restore` on a real node, as a person runs them: an index that somebody filled by hand, as
// public examples of image search do, becomes a store of the service.
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readConfig } from '../../src/config.ts'
import { openStore } from '../../src/store/open-store.ts'
import { findModelSpace } from '../../src/wire-store.ts'
import { ask, skip, useCluster } from '../elasticsearch/test-cluster.ts'
import { createIndexPlace } from '../store/elasticsearch/index-place.ts'
import { samplePath } from '../support/sample-photos.ts'
import { tinyPack } from '../support/tiny-packs.ts'
import { makePlace, type Place, runCli } from './run-command.ts'

const urls = await useCluster(1)
const [url = ''] = urls
const space = await findModelSpace(readConfig({}))

const knownForm = {
  image_id: { type: 'keyword' },
  image_name: { type: 'keyword' },
  relative_path: { type: 'keyword' },
  image_embedding: { type: 'dense_vector', dims: 512, index: true, similarity: 'cosine' },
}

type Vectors = Map<string, { path: string; vector: Float32Array }>

/** Sample photos in IMAGES_DIR with the vectors that the built-in model makes of them. */
async function makeVectors(t: Test): Promise<{ place: Place; vectors: Vectors }> {
  const place = await makePlace(t)
  await cp(samplePath('animals'), join(place.imagesDir, 'animals'), { recursive: true })
  t.match(await runCli(t, ['ingest', '--json'], place), { code: 0 })
  const store = await openStore(place.storeUrl, { space })
  const records = await store.list({ limit: 1000 })
  const found = await store.getVectors(records.map(({ imageId }) => imageId))
  await store.close()
  return {
    place,
    vectors: new Map(
      records.map(({ imageId, relativePath }, i) => [imageId, { path: relativePath, vector: found[i]! }]),
    ),
  }
}

/** An index of the place's name with a document for each vector, under ids of the engine's own unless they are to be the images'. */
async function fillByHand(
  t: Test,
  vectors: Vectors,
  { scale = 1, properties = knownForm as object, hasOwnIds = false } = {},
) {
  const place = createIndexPlace(t, urls)
  await ask(url, 'PUT', place.name, { mappings: { properties } })
  for (const [image_id, { path, vector }] of vectors) {
    const image_embedding = Array.from(vector, (x) => x * scale)
    await ask(url, hasOwnIds ? 'PUT' : 'POST', `${place.name}/_doc${hasOwnIds ? `/${image_id}` : ''}`, {
      image_id,
      image_name: path.slice(path.lastIndexOf('/') + 1),
      relative_path: path,
      image_embedding,
    })
  }
  await ask(url, 'POST', `${place.name}/_refresh`)
  return place
}

t.test('an index that was filled by hand is searched, then adopted, then written to', { skip }, async (t) => {
  const { place, vectors } = await makeVectors(t)
  const index = await fillByHand(t, vectors, { scale: 3 })
  const env = { ...place.env, STORE_URL: index.storeUrl }
  const [id, { vector, path }] = [...vectors][0]!

  const reading = await openStore(index.storeUrl, { space })
  t.teardown(() => reading.close())
  const [hit] = await reading.search({ vector, k: 1 })
  t.match(hit, { record: { imageId: id, relativePath: path, contentSha256: null, width: null, tags: [] } })
  t.ok(Math.abs(hit!.score - 1) < 1e-5, 'scored by the cosine, whatever the length')
  await t.rejects(reading.update(id, { tags: ['x'] }, new Date().toISOString()), { code: 'STORE_READ_ONLY' })
  t.match(await runCli(t, ['index', 'status'], { env }), { code: 0, stdout: new RegExp(`${index.name} +- .* 18 `) })

  const other = await runCli(t, ['index', 'adopt'], { env: { ...env, MODEL_DIR: tinyPack('tiny-clip') } })
  t.match(other, { code: 2, stderr: /./ }, 'not for a model of other dims')
  const elsewhere = await runCli(t, ['index', 'adopt'], { env: { ...env, IMAGES_DIR: join(place.folder, 'nothing') } })
  t.match(elsewhere, { code: 2, stderr: /^None of the pictures of a sample is in the library/ })

  const adopted = await runCli(t, ['index', 'adopt'], { env })
  t.match(adopted, {
    code: 0,
    stdout: /^8 pictures embedded anew: the lowest cosine is 1\.000\.\nAdopted with 18 images/,
  })
  t.match(adopted.stdout, /^18 documents were stored anew under the id of their image\.\n18 vectors were not of unit/m)
  t.match(await runCli(t, ['index', 'adopt'], { env }), { code: 2, stderr: /nothing is to be adopted/ })

  const store = await openStore(index.storeUrl, { space })
  t.teardown(() => store.close())
  t.equal(await store.count(), 18)
  t.match(await store.searchText({ terms: ['dolphin'], k: 5 }), [{ record: { relativePath: 'animals/dolphin.jpg' } }])
  t.equal((await store.searchText({ terms: ['animals'], k: 100 })).length, 18, 'its words are there')
  const [own] = await store.getVectors([id])
  t.ok(Math.max(...own!.map((x, i) => Math.abs(x - vector[i]!))) < 1e-6, 'of unit length now')
  t.match(await store.update(id, { tags: ['mine'] }, '2026-01-01T00:00:00.000Z'), { tags: ['mine'] })
  t.match(await runCli(t, ['ingest', '--json'], { env }), { code: 0, stdout: /"updated": 18/ })
  t.equal(await store.count(), 18)
  t.match(await store.get([id]), [{ tags: ['mine'], contentSha256: /^[0-9a-f]{64}$/ }])
})

t.test('documents that are in order get their words alone', { skip }, async (t) => {
  const { place, vectors } = await makeVectors(t)
  const index = await fillByHand(t, vectors, { hasOwnIds: true })
  const env = { ...place.env, STORE_URL: index.storeUrl }
  const adopted = await runCli(t, ['index', 'adopt'], { env })
  t.match(adopted, { code: 0, stdout: /Adopted with 18 images/ })
  t.notMatch(adopted.stdout, /stored anew|of unit/)
  const store = await openStore(index.storeUrl, { space })
  t.teardown(() => store.close())
  t.equal((await store.searchText({ terms: ['animals'], k: 100 })).length, 18)
  t.match(await store.searchText({ terms: ['crab'], k: 5 }), [{ record: { relativePath: 'animals/crab.jpg' } }])
  const [id, { vector }] = [...vectors][0]!
  t.strictSame(await store.getVectors([id]), [vector], 'the vectors are as they were')
})

t.test('what stands in the way of an adoption is told, and nothing is changed', { skip }, async (t) => {
  const { place, vectors } = await makeVectors(t)
  const first = new Map([...vectors].slice(0, 3))
  const wrongType = { ...knownForm, image_id: { type: 'text', fields: { keyword: { type: 'keyword' } } } }
  const texts = await fillByHand(t, first, { properties: wrongType })
  const told = await runCli(t, ['index', 'adopt'], { env: { ...place.env, STORE_URL: texts.storeUrl } })
  t.match(told, { code: 2, stderr: /cannot be adopted as it is: image_id must have other types/ })

  const index = await fillByHand(t, first)
  await ask(url, 'PUT', `${index.name}/_doc/bare?refresh=true`, { image_id: 'bare', image_name: 'x' })
  const lacking = await runCli(t, ['index', 'adopt'], { env: { ...place.env, STORE_URL: index.storeUrl } })
  t.match(lacking, {
    code: 2,
    stderr: /^1 documents of the index .* stand in the way: bare: it has no relative_path\./m,
  })
  await ask(url, 'DELETE', `${index.name}/_doc/bare?refresh=true`)
  t.match(await runCli(t, ['index', 'adopt'], { env: { ...place.env, STORE_URL: index.storeUrl } }), { code: 0 })

  const embedded = await runCli(t, ['index', 'tune'], place)
  t.match(embedded, { code: 2, stderr: /^STORE_URL names no index of a cluster/ })
})

t.test('an index is tuned for a load and restored; an upload meanwhile is found at once', { skip }, async (t) => {
  const { place, vectors } = await makeVectors(t)
  const index = createIndexPlace(t, urls)
  const env = { ...place.env, STORE_URL: index.storeUrl }
  const created = await runCli(t, ['index', 'create', '--type', 'hnsw', '--shards', '2'], { env })
  t.match(created, { code: 0, stdout: /-v1 \(.*\): a service of this model uses it/ })
  t.match(await runCli(t, ['index', 'create', '--type', 'flat'], { env }), {
    code: 2,
    stderr: /int8_hnsw, hnsw, bbq_hnsw/,
  })
  const settingsOf = async () => {
    const found = await ask<Record<string, { settings: { index: Record<string, string> } }>>(
      url,
      'GET',
      `${index.name}-v1/_settings`,
    )
    const { refresh_interval, number_of_shards, auto_expand_replicas } = found[`${index.name}-v1`]!.settings.index
    return { refresh_interval, number_of_shards, auto_expand_replicas }
  }
  const before = await settingsOf()
  t.strictSame(before, { refresh_interval: '1s', number_of_shards: '2', auto_expand_replicas: '0-1' })
  t.match(await runCli(t, ['index', 'tune', '--no-replicas'], { env }), { code: 0, stdout: /is ready for a load/ })
  t.strictSame(await settingsOf(), { ...before, refresh_interval: '-1', auto_expand_replicas: 'false' })
  t.match(await runCli(t, ['index', 'tune'], { env }), { code: 2, stderr: /is tuned already/ })

  const store = await openStore(index.storeUrl, { space })
  t.teardown(() => store.close())
  const [imageId, { vector }] = [...vectors][0]!
  const reader = await openStore(place.storeUrl, { space })
  const [record] = await reader.get([imageId])
  await reader.close()
  await store.upsert([{ record: record!, vector }])
  t.equal((await store.search({ vector, k: 1 }))[0]?.record.imageId, imageId)

  t.match(await runCli(t, ['index', 'restore'], { env }), { code: 0, stdout: /has its settings back/ })
  t.strictSame(await settingsOf(), before)
  t.match(await runCli(t, ['index', 'restore'], { env }), { code: 2, stderr: /is not tuned/ })
})
