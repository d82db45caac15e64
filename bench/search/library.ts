// What the search benchmark searches: seeded vectors in clusters, with tags of known shares. Filled into an embedded store once a run.
import { createEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { VectorStore } from '../../src/store/vector-store.ts'
import { clusteredVectors, nearVector, pick, sampleRecord, sampleSpace } from '../../test/store/sample-images.ts'
import { createRandom, type Random } from '../../test/support/seeded-random.ts'

export const dims = 512
const vectorsPerCluster = 100
const batchSize = 1_000

/** The shares of the images that filters let through, by the tag that they ask for. */
export const shares = { 'a fifth': 0.2, 'a hundredth': 0.01, 'a thousandth': 0.001 }
export type ShareName = keyof typeof shares

export type SearchLibrary = { vectors: Float32Array[]; tags: string[][]; queries: Float32Array[] }

/**
 * The same seed gives the same. A tenth of the queries' distance is that of another photo of the same thing, the rest lie as far from the
 * nearest picture as words do in CLIP's space: cosine about 0.3.
 */
export function makeLibrary(count: number, seed: number, queryCount: number): SearchLibrary {
  const random = createRandom(seed)
  const vectors = clusteredVectors(random, count, dims, Math.max(1, Math.round(count / vectorsPerCluster)))
  const tags = drawTags(random, count)
  const queries = Array.from({ length: queryCount }, (_, i) =>
    nearVector(random, pick(random, vectors), i % 2 ? 0.5 : 3),
  )
  return { vectors, tags, queries }
}

export function drawTags(random: Random, count: number): string[][] {
  return Array.from({ length: count }, () =>
    Object.entries(shares).flatMap(([name, share]) => (random() < share ? [name] : [])),
  )
}

export const imageIdOf = (i: number) => `image-${String(i).padStart(7, '0')}`

export async function openLibraryStore(folder: string, workers?: number): Promise<VectorStore> {
  return createEmbeddedStore({ folder, space: sampleSpace(dims), workers })
}

export async function fillLibraryStore(
  store: VectorStore,
  { vectors, tags }: SearchLibrary,
  options?: { isSearchable: boolean },
): Promise<void> {
  for (let i = 0; i < vectors.length; i += batchSize) {
    await store.upsert(
      vectors.slice(i, i + batchSize).map((vector, j) => ({
        record: sampleRecord(imageIdOf(i + j), { tags: tags[i + j]!, contentSha256: null }),
        vector,
      })),
      options,
    )
  }
}
