// Generated images for the store tests: a seeded generator, so that a failure repeats, and the brute-force answer.
import type { VectorSpace } from '../../src/embedder/embedder.ts'
import { type Filter, matchesFilter } from '../../src/filter.ts'
import type { ImageRecord, SearchRequest, StoredImage } from '../../src/store/vector-store.ts'
import { dot, normalise } from '../../src/vector.ts'
import type { Random } from '../support/seeded-random.ts'

export function randomInt(random: Random, below: number): number {
  return Math.floor(random() * below)
}

export function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[randomInt(random, choices.length)]!
}

/** Independent, nearly normal numbers, made unit length: even over the sphere. */
export function randomUnitVector(random: Random, dims: number): Float32Array {
  return normalise(Float32Array.from({ length: dims }, () => random() + random() + random() - 1.5))
}

/** A unit vector about `spread` away from `centre`. */
export function nearVector(random: Random, centre: Float32Array, spread: number): Float32Array {
  const away = randomUnitVector(random, centre.length)
  return normalise(centre.map((x, i) => x + spread * away[i]!))
}

/** `count` vectors around `clusters` centres, the way embeddings of a photo library lie. */
export function clusteredVectors(random: Random, count: number, dims: number, clusters: number): Float32Array[] {
  const centres = Array.from({ length: clusters }, () => randomUnitVector(random, dims))
  return Array.from({ length: count }, () => nearVector(random, pick(random, centres), 0.2 + 0.6 * random()))
}

/** The space of the test vectors. */
export function sampleSpace(dims: number, changes: Partial<VectorSpace> = {}): VectorSpace {
  return { id: 'sample-space', imageTowerSha256: 'ab'.repeat(32), preprocessing: 'none', dims, ...changes }
}

/** A record with every field set; the fields given stand in for the made-up ones. */
export function sampleRecord(imageId: string, changes: Partial<ImageRecord> = {}): ImageRecord {
  return {
    imageId,
    imageName: `${imageId}.jpeg`,
    relativePath: `phone/${imageId}.jpeg`,
    tags: [],
    takenAt: '2024-02-29T12:34:56.789Z',
    location: { lat: 52.52, lon: -13.405 },
    camera: 'Apple iPhone 15',
    addedAt: '2025-01-01T00:00:00.000Z',
    updatedAt: '2025-01-02T00:00:00.000Z',
    width: 4032,
    height: 3024,
    format: 'jpeg',
    sizeBytes: 2_345_678,
    fileModifiedAt: '2024-03-01T00:00:00.123Z',
    contentSha256: 'cd'.repeat(32),
    origin: 'ingest',
    ...changes,
  }
}

const someTags = ['cat', 'dog', 'Ünïcode', '日本', '🦊', 'with space', "quote's", '%', '_']
const someFolders = ['', 'phone/', 'phone/2024/', 'phone2/', 'Ärger/', '写真/旅行/', '🦊/', '100%/', 'a_b/']

/** `count` images with random vectors, tags and folders, `prefix-0` and so on. */
export function randomImages(random: Random, count: number, dims: number, prefix = 'image'): StoredImage[] {
  return Array.from({ length: count }, (_, i) => {
    const imageId = `${prefix}-${i}`
    const tags = someTags.filter(() => random() < 0.25)
    const record = sampleRecord(imageId, { tags, relativePath: `${pick(random, someFolders)}${imageId}.jpeg` })
    return { record, vector: randomUnitVector(random, dims) }
  })
}

/** Conditions of every kind over what `randomImages` makes, some of them for tags and folders that nothing has. */
export function randomFilter(random: Random): Filter {
  const tags = () => Array.from({ length: randomInt(random, 3) }, () => pick(random, [...someTags, 'nowhere']))
  const filter: Filter = {}
  if (random() < 0.8) filter.tags = { any: tags(), all: tags(), none: tags() }
  if (random() < 0.6)
    filter.pathPrefix = pick(random, [...someFolders, 'ph', 'phone/image-1', 'image-', '写', 'nowhere/'])
  return filter
}

/** What a store must answer, by looking at every image. */
export function bruteForce(
  images: readonly StoredImage[],
  { vector, k, filter = {}, minScore = -1, excludeIds = [] }: SearchRequest,
): { imageId: string; score: number }[] {
  return images
    .filter(({ record }) => matchesFilter(filter, record) && !excludeIds.includes(record.imageId))
    .map((image) => ({ imageId: image.record.imageId, score: dot(vector, image.vector) }))
    .filter(({ score }) => score >= minScore)
    .sort((a, b) => b.score - a.score || (a.imageId < b.imageId ? -1 : 1))
    .slice(0, k)
}
