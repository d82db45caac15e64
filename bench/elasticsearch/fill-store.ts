// A store for the benchmark, filled through the product's own adapter with made-up records around the workload's vectors.
import { readConfig } from '../../src/config.ts'
import { openStore } from '../../src/store/open-store.ts'
import type { StoredImage } from '../../src/store/vector-store.ts'
import { findModelSpace } from '../../src/wire-store.ts'
import { sampleRecord } from '../../test/store/sample-images.ts'

export type StoreFill = { storeUrl: string; index: string; ids: string[] }

export const imagesPerWrite = 500

export function makeImages(vectors: readonly Float32Array[], prefix: string): StoredImage[] {
  return vectors.map((vector, i) => ({ record: sampleRecord(`${prefix}-${i}`), vector }))
}

/** Images of the built-in model's space, so that a service may be started over them. */
export async function fillStore(nodeUrl: string, name: string, vectors: readonly Float32Array[]): Promise<StoreFill> {
  const storeUrl = `${nodeUrl}/${name}`
  const store = await openBenchStore(storeUrl)
  const images = makeImages(vectors, 'image')
  for (let i = 0; i < images.length; i += imagesPerWrite) {
    await store.upsert(images.slice(i, i + imagesPerWrite), { isSearchable: false })
  }
  await store.makeSearchable()
  await store.close()
  return { storeUrl, index: `${name}-v1`, ids: images.map(({ record }) => record.imageId) }
}

export async function openBenchStore(storeUrl: string) {
  const space = await findModelSpace(readConfig({}))
  return openStore(storeUrl, { space, access: { apiKey: null, caFingerprint: null, timeoutMs: 120_000 } })
}
