// kill -9 of an ingest at any moment, and the same command again: the index in the end is that of an uninterrupted run, document by
// document. The long form is test/soak/ingest-kill.ts.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ask, skip, useCluster } from '../elasticsearch/test-cluster.ts'
import { storeUrlOf } from '../store/elasticsearch/store-url.ts'
import { compareIndexes, ingestToEnd, killIngest, makeLibraryFolder, readIndex } from './ingest-kills.ts'

const urls = await useCluster(1)
const filesCount = 150
const killsCount = 4

const folder = t.testdir()
const imagesDir = join(folder, 'images')
await makeLibraryFolder(imagesDir, filesCount, 21)
const whole = { imagesDir, dataDir: join(folder, 'whole'), storeUrl: `file:${join(folder, 'whole')}` }
await ingestToEnd(whole)
const expected = await readIndex(whole.storeUrl)

async function killAndFinish(t: Test, storeUrl: string, seed: number): Promise<void> {
  const place = { imagesDir, dataDir: join(folder, `killed-${seed}`), storeUrl }
  let killed = 0
  for (let kill = 0; kill < killsCount; kill++) if (await killIngest(place, seed * 101 + kill)) killed += 1
  t.ok(killed > 0, `${killed} runs were killed before their end`)
  const last = await ingestToEnd(place)
  t.equal(last.created + last.unchanged, filesCount)
  t.strictSame(compareIndexes(await readIndex(storeUrl), expected), [])
}

t.test('into the embedded store', async (t) => {
  await killAndFinish(t, `file:${join(folder, 'killed')}`, 1)
})

t.test('into Elasticsearch', { skip }, async (t) => {
  const name = `test-${randomUUID()}`
  t.teardown(async () => {
    const found = await ask<object>(urls[0]!, 'GET', `${name}*?expand_wildcards=all`)
    for (const index of Object.keys(found)) await ask(urls[0]!, 'DELETE', index)
  })
  await killAndFinish(t, storeUrlOf(urls, name), 2)
})
