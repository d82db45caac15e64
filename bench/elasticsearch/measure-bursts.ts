// Whether a picture among many alike can be found at all: a graph whose links all stay within such a burst leads no search
// into it. Asked for with its own vector, each picture ought to be among the first.
import type { Client } from '@elastic/elasticsearch'
import { nearVector, randomUnitVector } from '../../test/store/sample-images.ts'
import { createRandom } from '../../test/support/seeded-random.ts'
import { findVariant } from './index-variants.ts'
import { searchNearest } from './knn-search.ts'
import { encodings } from './vector-encodings.ts'
import { createIndex, dropIndex, loadVectors, mergeToOneSegment } from './vector-index.ts'
import { dims } from './workload.ts'

/** Of the pictures looked for, the share that was found. */
export type BurstResult = { name: string; perBurst: number; found: number }

const index = 'bench-bursts'
const pictures = 10_000
const burstSizes = [50, 200]
const names = ['int8_hnsw', 'int8_hnsw, wide graph', 'int8_hnsw, no graph']
/** Odd to both sizes, so that every place within a burst is asked for. */
const step = 33
const breadth = { size: 10, k: 50, numCandidates: 200, oversample: 1 }

export async function measureBursts(client: Client, seed: number): Promise<BurstResult[]> {
  const results: BurstResult[] = []
  for (const perBurst of burstSizes) {
    const vectors = makeBursts(seed, perBurst)
    for (const name of names) {
      await createIndex(client, index, findVariant(name))
      await loadVectors(client, index, vectors, encodings.base64)
      await mergeToOneSegment(client, index)
      results.push({ name, perBurst, found: await measureFound(client, vectors) })
    }
  }
  await dropIndex(client, index)
  return results
}

/** Cosines of about 0.98 to 0.999 within a burst, as of photos taken within a second. */
function makeBursts(seed: number, perBurst: number): Float32Array[] {
  const random = createRandom(seed)
  return Array.from({ length: pictures / perBurst }, () => randomUnitVector(random, dims)).flatMap((scene) =>
    Array.from({ length: perBurst }, () => nearVector(random, scene, 0.05 + 0.15 * random())),
  )
}

async function measureFound(client: Client, vectors: Float32Array[]): Promise<number> {
  let [asked, found] = [0, 0]
  for (let position = 0; position < vectors.length; position += step) {
    const { positions } = await searchNearest(client, index, vectors[position]!, breadth)
    asked++
    if (positions.includes(position)) found++
  }
  return found / asked
}
