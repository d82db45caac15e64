// The images of the crash test: what is written follows from id and version alone, so that the reader can make it again.
import type { StoredImage } from '../../../src/store/vector-store.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomUnitVector, sampleRecord, sampleSpace } from '../sample-images.ts'

const dims = 128
export const crashSpace = sampleSpace(dims)

/** Image `number` of a round, one of `batchSize` that are written together; its version stands in its name. */
export function crashImage(round: number, number: number, version: number, batch: BatchName): StoredImage {
  const imageId = `r${round}-${number}`
  const random = createRandom(round * 1_000_003 + number * 101 + version)
  return {
    record: sampleRecord(imageId, { imageName: String(version), tags: [batch] }),
    vector: randomUnitVector(random, dims),
  }
}

/** Names a batch and says how many images belong to it. */
export type BatchName = `batch-${number}-${number}-of-${number}`
