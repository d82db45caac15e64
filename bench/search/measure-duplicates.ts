// How the report on near duplicates grows with the library: a twentieth of the pictures are near duplicates of others.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { findDuplicates } from '../../src/find-duplicates.ts'
import { nearVector } from '../../test/store/sample-images.ts'
import { createRandom } from '../../test/support/seeded-random.ts'
import { fillLibraryStore, makeLibrary, openLibraryStore } from './library.ts'

export type DuplicateFigures = { images: number; groups: number; ms: number }

export async function measureDuplicates(folder: string, images: number, seed: number): Promise<DuplicateFigures> {
  const random = createRandom(seed)
  const library = makeLibrary(images, seed, 0)
  for (let i = 0; i < images; i += 20) library.vectors[i] = nearVector(random, library.vectors[(i + 7) % images]!, 0.2)
  const place = join(folder, `duplicates-${images}`)
  const store = await openLibraryStore(place)
  await fillLibraryStore(store, library)
  const startMs = performance.now()
  const { groups } = await findDuplicates(store, { similarityMin: 0.95 })
  const ms = performance.now() - startMs
  await store.close()
  await rm(place, { recursive: true })
  return { images, groups: groups.length, ms }
}
