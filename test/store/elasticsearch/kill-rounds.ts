// Kills one of two data nodes, the master or the other, at seeded random moments of a load, and checks after its return that
// nothing acknowledged is lost. The short form is node-kills.test.ts; test/soak/cluster-kill.ts runs more rounds.
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../../../src/store/open-store.ts'
import type { StoredImage, VectorStore } from '../../../src/store/vector-store.ts'
import type { Cluster } from '../../elasticsearch/cluster.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { crashSpace } from '../embedded/crash-images.ts'
import { randomImages, randomInt } from '../sample-images.ts'
import { imageOf, type LoadResult, startLoad, type Tracked } from './kill-load.ts'

export type KillRound = {
  round: number
  wasMaster: boolean
  acknowledgedCount: number
  searches: number
  /** How many calls were refused with a code that says to try again. */
  refusedCount: number
  /** Everything found wrong, in words; empty when the store held its promise. */
  faults: string[]
}

export type KillRounds = { run(round: number): Promise<KillRound>; close(): Promise<void> }

const timeoutMs = 10_000
const steadyCount = 200
/** The kill comes within this time of the load's begin. */
const beforeMsMax = 1_500
/** So many writes and searches must be answered without the node before the load ends, within this time. */
const answeredMin = 20
const afterMsMax = 30_000
/** So many fresh images are searched for by their vectors. */
const searchedCount = 20

/** Over a green cluster of two data nodes and a third that votes. `close` leaves the cluster as it is. */
export async function startKillRounds(cluster: Cluster, seed: number): Promise<KillRounds> {
  const name = `kill-${seed}`
  const access = { apiKey: null, caFingerprint: null, timeoutMs }
  const store = await openStore(`http://${cluster.urls.map((url) => new URL(url).host)}/${name}`, {
    space: crashSpace,
    access,
  })
  const steady = randomImages(createRandom(seed), steadyCount, crashSpace.dims, 'steady')
  await store.upsert(steady)
  await cluster.waitFor('green')

  return {
    async run(round) {
      const random = createRandom(seed * 15_485_863 + round)
      const dataNodes = cluster.nodes.filter(({ holdsData }) => holdsData)
      const master = await findMaster(cluster.urls[0]!)
      const killsMaster = random() < 0.5
      const node = dataNodes.find(({ name }) => (name === master) === killsMaster)!
      const load = startLoad(store, steady, seed, round, timeoutMs)
      await sleep(randomInt(random, beforeMsMax))
      await node.kill()
      const goesOn = await load.untilAnswered(answeredMin, afterMsMax)
      const result = await load.stop()
      await node.start()
      await cluster.waitFor('green')
      const faults = [...result.faults, ...(await findFaults(store, steady, result, round))]
      if (!goesOn) faults.push(`within ${afterMsMax} ms of the kill neither writes nor searches went on`)
      for (const { url } of dataNodes) faults.push(...(await findMissingCopies(url, name, store)))
      const refusedCount = [...result.refused.values()].reduce((sum, count) => sum + count, 0)
      const { acknowledgedCount, searches } = result
      return { round, wasMaster: killsMaster, acknowledgedCount, searches, refusedCount, faults }
    },
    close: () => store.close(),
  }
}

async function findMaster(url: string): Promise<string> {
  const [master] = await ask<{ node: string }[]>(`${url}/_cat/master?format=json`)
  return master!.node
}

async function ask<Answer>(address: string): Promise<Answer> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address}: ${response.status}`)
  return response.json() as Promise<Answer>
}

async function findFaults(
  store: VectorStore,
  steady: StoredImage[],
  { images }: LoadResult,
  round: number,
): Promise<string[]> {
  const faults: string[] = []
  await store.makeSearchable()
  const ids = images.map(({ imageId }) => imageId)
  const [records, vectors, listed] = await Promise.all([store.get(ids), store.getVectors(ids), listIds(store)])
  const fresh: Tracked[] = []
  for (const [i, image] of images.entries()) {
    const version = Number(records[i]?.imageName ?? 0)
    const allowed = [image.acknowledged, ...image.possible]
    if (!allowed.includes(version))
      faults.push(`${image.imageId} has version ${version} instead of ${allowed.join(' or ')}`)
    else if (listed.has(image.imageId) !== version > 0) faults.push(`${image.imageId} is listed: ${!(version > 0)}`)
    else if (version > 0 && !sameNumbers(vectors[i]!, imageOf(round, image, version).vector)) {
      faults.push(`${image.imageId} has another vector`)
    } else if (version > 0) fresh.push({ ...image, acknowledged: version })
  }
  const lost = steady.filter(({ record }) => !listed.has(record.imageId)).map(({ record }) => record.imageId)
  faults.push(...lost.map((id) => `${id} is lost`))
  for (const image of fresh.slice(-searchedCount)) {
    const [hit] = await store.search({ vector: imageOf(round, image, image.acknowledged).vector, k: 1 })
    if (hit?.record.imageId !== image.imageId) faults.push(`${image.imageId} is not found by its vector`)
  }
  return faults
}

/** The node that was away has caught up: its own copy counts what the store counts. */
async function findMissingCopies(url: string, name: string, store: VectorStore): Promise<string[]> {
  const { count } = await ask<{ count: number }>(`${url}/${name}-v1/_count?preference=_local`)
  const expected = await store.count()
  return count === expected ? [] : [`the copy at ${url} holds ${count} of ${expected} documents`]
}

async function listIds(store: VectorStore): Promise<Set<string>> {
  const ids = new Set<string>()
  for (let afterId = ''; ; ) {
    const page = await store.list({ limit: 1000, afterId })
    for (const { imageId } of page) ids.add(imageId)
    if (page.length < 1000) return ids
    afterId = page.at(-1)!.imageId
  }
}

function sameNumbers(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i])
}
