// Bulk loads through the store's writer against the bare client's bulk helper, in turns, with the same documents into indexes of
// the same mapping; and the memory of this process during a long load through the writer.
import type { Client } from '@elastic/elasticsearch'
import { toDocument } from '../../src/store/elasticsearch/document.ts'
import type { StoredImage, VectorStore } from '../../src/store/vector-store.ts'
import { imagesPerWrite, makeImages, openBenchStore } from './fill-store.ts'

const imagesPerLoad = 20_000
/** Bulk requests under way at once: what the helper is told, and what the writer allows itself. */
const requestsAtOnce = 4
/** Callers of the writer: some look whether their paths are free while others' batches are under way. */
const callersAtOnce = 8

/** Images a second, until they are durable. */
export type LoadRound = { raw: number; writer: number }

/** The first round is thrown away: neither side is warm in it. */
export async function measureLoad(
  client: Client,
  nodeUrl: string,
  vectors: readonly Float32Array[],
  rounds: number,
): Promise<LoadRound[]> {
  const images = makeImages(vectors.slice(0, imagesPerLoad), 'load')
  const results: LoadRound[] = []
  for (let round = 0; round <= rounds; round++) {
    const times = { raw: 0, writer: 0 }
    const ways = ['raw', 'writer'] as const
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
      const name = `bench-load-${way}`
      const store = await openBenchStore(`${nodeUrl}/${name}`)
      await store.check()
      const start = performance.now()
      if (way === 'raw') await loadRaw(client, `${name}-v1`, images)
      else await loadByWriter(store, images)
      times[way] = (images.length / (performance.now() - start)) * 1000
      await store.close()
      await client.indices.delete({ index: [`${name}-v1`, `${name}-state`] })
    }
    if (round > 0) results.push(times)
  }
  return results
}

async function loadRaw(client: Client, index: string, images: StoredImage[]): Promise<void> {
  const { failed } = await client.helpers.bulk({
    datasource: toDocuments(images),
    onDocument: ({ image_id }) => ({ index: { _index: index, _id: String(image_id) } }),
    flushBytes: 2 * 1024 * 1024,
    concurrency: requestsAtOnce,
  })
  if (failed > 0) throw new Error(`${failed} documents failed`)
}

/** As the store sends them, base64 and all: somebody who knows the engine would do the same. */
async function* toDocuments(images: StoredImage[]) {
  for (const { record, vector } of images) yield toDocument(record, vector)
}

async function loadByWriter(store: VectorStore, images: StoredImage[]): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < images.length) {
      const from = next
      next += imagesPerWrite
      await store.upsert(images.slice(from, from + imagesPerWrite), { isSearchable: false })
    }
  }
  await Promise.all(Array.from({ length: callersAtOnce }, lane))
}

/** Bytes that this process held, every `imagesPerSample` images. */
export async function measureMemory(
  client: Client,
  nodeUrl: string,
  vectors: readonly Float32Array[],
  count: number,
  say: (line: string) => void,
): Promise<number[]> {
  const name = 'bench-memory'
  const store = await openBenchStore(`${nodeUrl}/${name}`)
  const samples: number[] = []
  const imagesPerSample = count / 20
  for (let from = 0; from < count; from += imagesPerSample) {
    const some = Array.from({ length: imagesPerSample }, (_, i) => vectors[(from + i) % vectors.length]!)
    await loadByWriter(store, makeImages(some, `memory-${from}`))
    samples.push(process.memoryUsage.rss())
    say(`${from + imagesPerSample} of ${count}, ${(samples.at(-1)! / 2 ** 20).toFixed(0)} MiB`)
  }
  await store.close()
  await client.indices.delete({ index: [`${name}-v1`, `${name}-state`] })
  return samples
}
