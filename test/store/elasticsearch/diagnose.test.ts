// What `likeness doctor` finds of a store on a real node: each thing that can be wrong there is made wrong, and named.
// diagnose-access.test.ts has who is asked and who asks, diagnose-words.test.ts the rules without an engine.
import t, { type Test } from 'tap'
import type { VectorSpace } from '../../../src/embedder/embedder.ts'
import type { Finding } from '../../../src/store/diagnosis.ts'
import { buildIndex, defaultIndexOptions, schemaVersion } from '../../../src/store/elasticsearch/index-shape.ts'
import { diagnoseStore, openIndexLife } from '../../../src/store/open-store.ts'
import { ask, skip, useCluster } from '../../elasticsearch/test-cluster.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomImages, sampleSpace } from '../sample-images.ts'
import { createIndexPlace, type IndexPlace } from './index-place.ts'

const urls = await useCluster(1)
const node = urls[0]!
const random = createRandom(71)
const space = sampleSpace(8)
const otherSpace = sampleSpace(8, { id: 'other-space', imageTowerSha256: 'cd'.repeat(32) })

/** A store with three images, which an instance has open. */
async function makeStore(t: Test): Promise<IndexPlace> {
  const place = createIndexPlace(t, urls)
  const store = await place.open(space)
  await store.upsert(randomImages(random, 3, space.dims))
  return place
}

async function diagnose({ storeUrl }: IndexPlace, wanted: VectorSpace | null = space): Promise<Finding[]> {
  const findings = await diagnoseStore(storeUrl, { space: wanted })
  for (const { verdict, advice } of findings) {
    t.equal(advice !== undefined && advice !== '', verdict !== 'ok', 'whatever is not well has an advice')
  }
  return findings
}

function troubles(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ verdict }) => verdict !== 'ok')
}

function findOf(findings: readonly Finding[], check: string): Finding[] {
  return findings.filter((finding) => finding.check === check)
}

/** These findings and no others, each as its pattern says. */
function matchEach(t: Test, findings: readonly Finding[], patterns: readonly object[]): void {
  t.equal(findings.length, patterns.length, findings.map(({ detail }) => detail).join('; '))
  t.match(findings, patterns)
}

function change({ name }: IndexPlace, settings: Record<string, unknown>): Promise<unknown> {
  return ask(node, 'PUT', `${name}-v1/_settings`, settings)
}

/** Makes the store's index anew, empty and otherwise than the service does. */
async function remake({ name }: IndexPlace, alter: (index: ReturnType<typeof buildIndex>) => object): Promise<void> {
  await ask(node, 'DELETE', `${name}-v1`)
  const index = buildIndex({ schema_version: schemaVersion, store: name, space }, defaultIndexOptions)
  const aliases = { [name]: {}, [`${name}-v1-writes`]: {} }
  await ask(node, 'PUT', `${name}-v1?wait_for_active_shards=0`, { ...alter(index), aliases })
}

t.test('a store that is well has nothing but good findings, with their numbers', { skip }, async (t) => {
  const place = await makeStore(t)
  await change(place, { 'index.refresh_interval': '1s' })
  const findings = await diagnose(place)
  t.strictSame(troubles(findings), [])
  const name = `${place.name}-v1`
  matchEach(t, findOf(findings, 'cluster'), [{ detail: /^127\.0\.0\.1:\d+ answers$/ }])
  matchEach(t, findOf(findings, 'version'), [{ detail: /^Elasticsearch 9\.\d+\.\d+ on 1 node$/ }])
  matchEach(t, findOf(findings, 'index'), [{ detail: `1 index: ${name} serves` }])
  matchEach(t, findOf(findings, 'space'), [{ detail: `${name} holds vectors of the space "sample-space" (8 numbers` }])
  matchEach(t, findOf(findings, 'mapping'), [
    {
      detail: `${name}: schema version ${schemaVersion}, dynamic strict, image_embedding of 8 numbers, int8_hnsw, dot_product`,
    },
  ])
  matchEach(t, findOf(findings, 'index settings'), [
    { detail: `${name}: 1 shard, copies 0-1, refreshed 1s` },
    { detail: `${place.name}-state: 1 shard, copies 0-1` },
  ])
  matchEach(t, findOf(findings, 'blocks'), [{ detail: 'none' }])
  matchEach(t, findOf(findings, 'health'), [{ detail: 'green: 2 indexes with 2 shards, copies counted' }])
  matchEach(t, findOf(findings, 'shards'), [
    { detail: /^1 shard, the largest .*-v1\[0\] of [\d.]+ KiB with 3 documents$/ },
  ])
  matchEach(t, findOf(findings, 'memory'), [
    { detail: /reads takes \d+ bytes.* of the [\d.]+ GiB that the data nodes have/ },
  ])
  matchEach(t, findOf(findings, 'pending'), [{ detail: 'no record waits for its vector' }])
  matchEach(t, findOf(findings, 'instances'), [{ detail: `1 instance at work: process ${process.pid} on ` }])
  const disk = /^\S+: [\d.]+ \wiB of [\d.]+ \wiB free, \d+% used \(watermarks \S+, \S+, \S+, not enforced\)$/
  matchEach(t, findOf(findings, 'disk'), [{ detail: disk }])
})

t.test('a store that is not there yet is a warning, as its name may be wrong', { skip }, async (t) => {
  const place = createIndexPlace(t, urls)
  const findings = await diagnose(place)
  matchEach(t, troubles(findings), [
    { check: 'index', verdict: 'warning', detail: `there is no index "${place.name}" yet`, advice: /STORE_URL/ },
  ])
  t.strictSame(await ask(node, 'GET', `${place.name}*`), {}, 'looking at it makes nothing')
})

t.test('indexes that are gone from a store are a failure', { skip }, async (t) => {
  const place = await makeStore(t)
  await ask(node, 'DELETE', `${place.name}-v1`)
  matchEach(t, troubles(await diagnose(place)), [
    { check: 'index', verdict: 'failure', detail: /^the indexes of the store .* are gone/, advice: /index create/ },
  ])
})

t.test('a name that is an alias of another store’s index is told', { skip }, async (t) => {
  const other = await makeStore(t)
  const place = createIndexPlace(t, urls)
  await ask(node, 'PUT', `${other.name}-v1/_alias/${place.name}`)
  matchEach(t, troubles(await diagnose(place)), [
    { check: 'index', verdict: 'failure', detail: `"${place.name}" is an alias of ${other.name}-v1, which belongs` },
  ])
  await ask(node, 'DELETE', `${other.name}-v1/_alias/${place.name}`)
})

const byHand = { type: 'dense_vector', dims: 8, index: true, similarity: 'cosine' }
const word = { type: 'keyword' }

t.test('an index that was filled by hand is to be adopted', { skip }, async (t) => {
  const place = createIndexPlace(t, urls)
  const properties = { image_id: word, image_name: word, relative_path: word, image_embedding: byHand }
  await ask(node, 'PUT', place.name, { settings: { number_of_replicas: 0 }, mappings: { properties } })
  matchEach(t, troubles(await diagnose(place)), [
    { check: 'index', verdict: 'warning', detail: /was filled by hand: searches work/, advice: /index adopt/ },
    { check: 'space', verdict: 'warning', detail: `no model is recorded for ${place.name}`, advice: /index adopt/ },
  ])
  matchEach(t, findOf(await diagnose(place, sampleSpace(6)), 'mapping'), [
    { verdict: 'failure', detail: /holds vectors of 8 numbers; the model in use makes 6/, advice: /MODEL/ },
  ])
  const life = await openIndexLife(place.storeUrl)
  t.teardown(() => life.close())
  await life.create(space)
  matchEach(t, troubles(await diagnose(place)), [
    { check: 'index', detail: /; beside it 1 index of this service$/ },
    { check: 'migration', detail: `${place.name}-v1 (space "sample-space")` },
    { check: 'space', detail: `no model is recorded for ${place.name}` },
  ])
})

t.test(
  'an alias that leads to indexes filled by hand is told, with whether it is one or several',
  { skip },
  async (t) => {
    const place = createIndexPlace(t, urls)
    const properties = { image_id: word, image_name: word, relative_path: word, image_embedding: byHand }
    const aliases = { [place.name]: {} }
    const make = (name: string) => {
      const settings = { number_of_replicas: 0 }
      return ask(node, 'PUT', `${place.name}-${name}`, { settings, mappings: { properties }, aliases })
    }
    await make('a')
    matchEach(t, findOf(await diagnose(place), 'index'), [
      { verdict: 'warning', detail: `${place.name}-a was filled by hand`, advice: /^Name the index itself/ },
    ])
    await make('b')
    matchEach(t, findOf(await diagnose(place), 'index'), [
      { verdict: 'failure', detail: `"${place.name}" leads to several indexes: ${place.name}-a, ${place.name}-b` },
    ])
  },
)

t.test('an index that was filled by hand without what a search gives back is told', { skip }, async (t) => {
  const place = createIndexPlace(t, urls)
  const properties = { image_id: { type: 'text' }, relative_path: word, image_embedding: byHand }
  await ask(node, 'PUT', place.name, { settings: { number_of_replicas: 0 }, mappings: { properties } })
  matchEach(t, findOf(await diagnose(place), 'mapping'), [{ verdict: 'warning', detail: /lacks image_name$/ }])
  await ask(node, 'PUT', `${place.name}/_mapping`, { properties: { image_name: word } })
  matchEach(t, findOf(await diagnose(place), 'mapping'), [
    { verdict: 'failure', detail: /image_id cannot be looked up by exact value/ },
  ])
})

t.test('another model than the store was made with is named, with the way to it', { skip }, async (t) => {
  const place = await makeStore(t)
  matchEach(t, troubles(await diagnose(place, otherSpace)), [
    {
      check: 'space',
      verdict: 'failure',
      detail:
        /"sample-space" \(8 numbers, image tower abababababab.*"other-space" \(8 numbers, image tower cdcdcdcdcdcd/,
      advice: /index migrate/,
    },
  ])
  matchEach(t, findOf(await diagnose(place, null), 'space'), [{ verdict: 'warning', detail: /"sample-space"/ }])
})

t.test('a migration that nobody goes on with is told to both models', { skip }, async (t) => {
  const place = await makeStore(t)
  const life = await openIndexLife(place.storeUrl)
  t.teardown(() => life.close())
  await life.create(otherSpace)
  const unfinished = { check: 'migration', verdict: 'warning', detail: `${place.name}-v2 (space "other-space")` }
  matchEach(t, troubles(await diagnose(place)), [unfinished])
  matchEach(t, troubles(await diagnose(place, otherSpace)), [
    unfinished,
    {
      check: 'space',
      verdict: 'failure',
      detail: `${place.name}-v2, of the model of the settings, is not complete yet`,
    },
  ])
  const running = await life.exclusively(() => diagnose(place))
  matchEach(t, findOf(running, 'migration'), [{ verdict: 'ok', detail: `process ${process.pid} on ` }])
  await life.switchTo(`${place.name}-v2`)
  matchEach(t, findOf(await diagnose(place), 'index'), [
    { verdict: 'ok', detail: `2 indexes: ${place.name}-v1 is kept, ${place.name}-v2 serves` },
  ])
  matchEach(t, troubles(await diagnose(place)), [
    { check: 'space', verdict: 'warning', detail: `but ${place.name}-v2 (space "other-space") is the one that serves` },
  ])
})

t.test('a mapping with fields of other types, without some, or open to more is told', { skip }, async (t) => {
  const place = await makeStore(t)
  const withProperties = (changes: object, drop: string[] = []) =>
    remake(place, ({ mappings, settings }) => {
      const properties: Record<string, unknown> = { ...mappings.properties, ...changes }
      for (const name of drop) delete properties[name]
      return { settings, mappings: { ...mappings, properties } }
    })

  await withProperties({ tags: { type: 'text' }, width: word })
  matchEach(t, findOf(await diagnose(place), 'mapping'), [
    {
      verdict: 'failure',
      detail: `${place.name}-v1: tags, width of another type`,
      advice: /^Restore it from a snapshot/,
    },
  ])
  await withProperties({ image_embedding: { ...byHand, similarity: 'l2_norm' } })
  matchEach(t, findOf(await diagnose(place), 'mapping'), [{ verdict: 'failure', detail: /compares by l2_norm/ }])
  await withProperties({ image_embedding: word })
  matchEach(t, findOf(await diagnose(place), 'mapping'), [
    { verdict: 'failure', detail: /no indexed dense_vector field/ },
  ])
  await withProperties({ image_embedding: { ...byHand, index_options: { type: 'int8_flat' } } })
  matchEach(t, findOf(await diagnose(place), 'mapping'), [
    { verdict: 'warning', detail: /int8_flat.*reads every vector$/ },
  ])
  await withProperties({}, ['pending', 'metadata'])
  matchEach(t, findOf(await diagnose(place), 'mapping'), [{ verdict: 'warning', detail: /lacks pending, metadata$/ }])
  await remake(place, ({ mappings, settings }) => ({ settings, mappings: { ...mappings, dynamic: true } }))
  matchEach(t, findOf(await diagnose(place), 'mapping'), [
    { verdict: 'warning', detail: /dynamic is true/, advice: `PUT /${place.name}-v1/_mapping {"dynamic":"strict"}` },
  ])
})

t.test('a mapping of a newer version, or whose record of the model is damaged, is told', { skip }, async (t) => {
  const place = await makeStore(t)
  const record = (likeness: object) => ask(node, 'PUT', `${place.name}-v1/_mapping`, { _meta: { likeness } })
  await record({ schema_version: 99, store: place.name, space })
  matchEach(t, findOf(await diagnose(place), 'mapping'), [
    { verdict: 'failure', detail: new RegExp(`has schema version 99; .* up to ${schemaVersion}$`) },
  ])
  await record({ schema_version: schemaVersion, store: place.name })
  matchEach(t, troubles(await diagnose(place)), [{ check: 'index', verdict: 'failure', detail: /is damaged$/ }])
})

t.test('an index that is never refreshed is a failure, and a warning where it was tuned', { skip }, async (t) => {
  const place = await makeStore(t)
  for (const interval of ['-1', '10m']) {
    await change(place, { 'index.refresh_interval': interval })
    matchEach(t, troubles(await diagnose(place)), [
      {
        check: 'index settings',
        verdict: 'failure',
        advice: /PUT \/\S+-v1\/_settings \{"index.refresh_interval":"1s"\}/,
      },
    ])
  }
  await change(place, { 'index.refresh_interval': '1s' })
  const life = await openIndexLife(place.storeUrl)
  t.teardown(() => life.close())
  await life.cluster!.tune(space, { replicas: false })
  matchEach(t, troubles(await diagnose(place)), [
    {
      check: 'index settings',
      verdict: 'warning',
      detail: /tuned for a load \(refresh -1, copies 0\)/,
      advice: /index restore/,
    },
  ])
  await life.cluster!.restore(space)
  t.strictSame(troubles(await diagnose(place)), [])
})

t.test('blocks are told one by one, with the request that lifts each', { skip }, async (t) => {
  const place = await makeStore(t)
  for (const block of ['read_only', 'read_only_allow_delete', 'write', 'read']) {
    await change(place, { [`index.blocks.${block}`]: true })
    const findings = findOf(await diagnose(place), 'blocks')
    const advice = `PUT /${place.name}-v1/_settings {"index.blocks.${block}":null}`
    matchEach(t, findings, [{ verdict: 'failure', detail: `(index.blocks.${block})`, advice }])
    await change(place, { [`index.blocks.${block}`]: null })
  }
})

t.test('a red index is a failure with the engine’s reason, a yellow one a warning', { skip }, async (t) => {
  const place = await makeStore(t)
  await change(place, { 'index.auto_expand_replicas': false, 'index.number_of_replicas': 1 })
  matchEach(t, troubles(await diagnose(place)), [
    {
      check: 'health',
      verdict: 'warning',
      detail:
        /-v1 is yellow: .* 1 shard without a node, as a copy of this shard is already allocated to this node \(same_shard\)$/,
      advice: /Add a data node, or do without copies: PUT \/\S+-v1\/_settings/,
    },
  ])
  await remake(place, ({ settings, mappings }) => ({
    settings: { ...settings, 'index.routing.allocation.require.box': 'nowhere' },
    mappings,
  }))
  const red = await diagnose(place)
  matchEach(t, findOf(red, 'pending'), [{ verdict: 'warning', advice: 'See to the health of the index first.' }])
  matchEach(t, findOf(red, 'health'), [
    {
      verdict: 'failure',
      detail: /-v1 is red: a part of it cannot be searched; .*filters \[box:"nowhere"\] \(filter\)$/,
      advice: /index\.routing\.allocation\.\*/,
    },
  ])
})

t.test('a closed index is told, and what cannot be asked of it is not', { skip }, async (t) => {
  const place = await makeStore(t)
  await ask(node, 'POST', `${place.name}-v1/_close`)
  const findings = await diagnose(place)
  matchEach(t, troubles(findings), [{ check: 'index settings', detail: /is closed$/, advice: /POST \/\S+-v1\/_open/ }])
  t.strictSame(findOf(findings, 'shards'), [])
})

t.test('what a restore from a snapshot without aliases lacks is told', { skip }, async (t) => {
  const place = await makeStore(t)
  const { name } = place
  await ask(node, 'DELETE', `${name}-v1/_alias/${name},${name}-v1-writes`)
  await ask(node, 'DELETE', `${name}-state/_alias/${name}-state-writes`)
  const add = (index: string, alias: string) =>
    `POST /_aliases {"actions":[{"add":{"index":"${index}","alias":"${alias}"}}]}`
  const findings = troubles(await diagnose(place))
  matchEach(t, findings, [
    { check: 'index', verdict: 'failure', advice: add(`${name}-v1`, `${name}-v1-writes`) },
    { check: 'index', verdict: 'failure', advice: add(`${name}-state`, `${name}-state-writes`) },
    { check: 'index', verdict: 'warning', advice: add(`${name}-v1`, name) },
  ])
  for (const { advice } of findings) {
    const [, path, body] = /POST \/(\S+) (.*)$/.exec(advice!)!
    await ask(node, 'POST', path!, JSON.parse(body!))
  }
  t.strictSame(troubles(await diagnose(place)), [], 'the advice, followed, mends it')
  await ask(node, 'DELETE', `${name}-state`)
  matchEach(t, troubles(await diagnose(place)), [
    { check: 'index', verdict: 'failure', detail: `${name}-state, which keeps` },
  ])
})

t.test('records that wait for their vector are counted', { skip }, async (t) => {
  const place = await makeStore(t)
  for (const id of ['a', 'b']) {
    await ask(node, 'PUT', `${place.name}-v1-writes/_doc/${id}?refresh=true`, { image_id: id, pending: true })
  }
  matchEach(t, troubles(await diagnose(place)), [
    {
      check: 'pending',
      verdict: 'warning',
      detail: `2 records of ${place.name}-v1 wait for a vector of the space "sample-space"`,
    },
  ])
})

t.test('a node that does not answer beside others is a warning, alone a failure', { skip }, async (t) => {
  const place = await makeStore(t)
  const { host } = new URL(node)
  const half = { ...place, storeUrl: `http://127.0.0.1:1,${host}/${place.name}` }
  matchEach(t, troubles(await diagnose(half)), [
    {
      check: 'cluster',
      verdict: 'warning',
      detail: `1 of the 2 nodes in STORE_URL answers; 127.0.0.1:1: no connection: nobody listens there (ECONNREFUSED); ${host}: answers`,
    },
  ])
  const none = await diagnose({ ...place, storeUrl: `http://127.0.0.1:1/${place.name}` })
  matchEach(t, none, [
    { check: 'cluster', verdict: 'failure', detail: '127.0.0.1:1: no connection', advice: /STORE_URL/ },
  ])
})
