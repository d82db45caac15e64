// The process that the crash test kills: opens the store in a folder and writes until it dies, one line for each image
// that was acknowledged. Started by crash-rounds.ts as `crash-writer.ts <folder> <seed> <round>`.
import { writeSync } from 'node:fs'
import { createEmbeddedStore } from '../../../src/store/embedded/embedded-store.ts'
import type { StoredImage } from '../../../src/store/vector-store.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { pick, randomInt } from '../sample-images.ts'
import { type BatchName, crashImage, crashSpace } from './crash-images.ts'

const [folder, seed, round] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])]
const random = createRandom(seed * 7919 + round)
const written: { number: number; version: number; batch: BatchName }[] = []
const store = await createEmbeddedStore({ folder, space: crashSpace, workers: 1 })

for (let batchNumber = 0; ; batchNumber++) {
  const images = written.length > 0 && random() < 0.3 ? replaceOne() : addBatch(batchNumber)
  await store.upsert(images)
  // Synchronous, so that the line is in the pipe before the next write begins.
  writeSync(1, images.map(({ record }) => `${record.imageId} ${record.imageName}\n`).join(''))
}

function addBatch(batchNumber: number): StoredImage[] {
  const size = random() < 0.5 ? 1 : 2 + randomInt(random, 63)
  const batch: BatchName = `batch-${round}-${batchNumber}-of-${size}`
  return Array.from({ length: size }, () => {
    const image = { number: written.length, version: 1, batch }
    written.push(image)
    return crashImage(round, image.number, image.version, batch)
  })
}

function replaceOne(): StoredImage[] {
  const image = pick(random, written)
  image.version += 1
  return [crashImage(round, image.number, image.version, image.batch)]
}
