// Generated images for the store tests: a seeded generator, so that a failure repeats, and the brute-force answer.
import { toAttributes } from '../../src/attributes.ts'
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
    caption: 'Evening by the harbour',
    attributes: { album: 'Lisbon', is_public: true, rating: 4 },
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

const someCameras = ['Apple iPhone 15', 'Canon EOS R5', 'ライカ Q3', null]
const someAlbums = ['Lisbon', 'ライカ', 'with space', "quote's", '2024-02-29T12:34:56.789Z']
const someRatings = [-7.5, -1, 0, 0.1, 4, 1e300]
const someFormats = ['jpeg', 'png', 'heic', null] as const
const somePlaces = [
  { lat: 52.52, lon: 13.405 },
  { lat: -36.85, lon: 174.76 },
  { lat: 64.73, lon: -177.51 },
  { lat: 0, lon: 0 },
  null,
]
const monthMs = 30 * 86_400_000

function someTime(random: Random): string {
  return new Date(Date.UTC(2023, 0, 1) + randomInt(random, 24) * monthMs + randomInt(random, 3)).toISOString()
}

/** `count` images with random vectors, and all that filters ask of a record, `prefix-0` and so on. */
export function randomImages(random: Random, count: number, dims: number, prefix = 'image'): StoredImage[] {
  return Array.from({ length: count }, (_, i) => {
    const imageId = `${prefix}-${i}`
    const place = pick(random, somePlaces)
    const isMeasured = random() < 0.9
    const record = sampleRecord(imageId, {
      tags: someTags.filter(() => random() < 0.25),
      relativePath: `${pick(random, someFolders)}${imageId}.jpeg`,
      imageName: pick(random, ['b', 'a', 'Ä', '日本', '🦊', '～']) + randomInt(random, 50),
      takenAt: random() < 0.8 ? someTime(random) : null,
      addedAt: random() < 0.9 ? someTime(random) : null,
      location: place && { lat: place.lat + randomInt(random, 5) / 100, lon: place.lon + randomInt(random, 5) / 100 },
      camera: pick(random, someCameras),
      format: pick(random, someFormats),
      width: isMeasured ? 100 * (1 + randomInt(random, 4)) : null,
      height: isMeasured ? 100 * (1 + randomInt(random, 4)) : null,
      sizeBytes: isMeasured ? 1 + randomInt(random, 5) * 1_000_000_000 : null,
      caption: random() < 0.5 ? pick(random, ['A cat at night', '夜の猫']) : null,
      attributes: toAttributes({
        album: random() < 0.7 ? pick(random, someAlbums) : null,
        rating: random() < 0.7 ? pick(random, someRatings) : null,
        is_public: random() < 0.7 ? random() < 0.5 : null,
        shown_on: random() < 0.7 ? someTime(random) : null,
      }),
    })
    return { record, vector: randomUnitVector(random, dims) }
  })
}

/** Conditions of every kind over what `randomImages` makes, some of them for what nothing has; no deeper than `depth` filters. */
export function randomFilter(random: Random, depth = 3): Filter {
  const tags = () => Array.from({ length: randomInt(random, 3) }, () => pick(random, [...someTags, 'nowhere']))
  const some = <T>(choices: readonly T[]) => choices.filter(() => random() < 0.5)
  const conditions: (() => Filter)[] = [
    () => ({ tags: { any: tags(), all: tags(), none: tags() } }),
    () => ({ pathPrefix: pick(random, [...someFolders, 'ph', 'phone/image-1', 'image-', '写', 'nowhere/']) }),
    () => ({ imageIds: Array.from({ length: 40 }, () => `image-${randomInt(random, 500)}`) }),
    () => ({ takenAt: { from: someTime(random) } }),
    () => ({
      takenAt: { before: someTime(random) },
      addedAt: { from: someTime(random), before: '2024-09-01T00:00:00Z' },
    }),
    () => ({ location: { within: { centre: pick(random, somePlaces) ?? { lat: 1, lon: 1 }, radiusM: 3_333 } } }),
    () => ({ location: { box: { north: 70, south: pick(random, [-90, 0, 52.54]), west: 174.78, east: 13.42 } } }),
    () => ({ cameras: ['Canon EOS R5', pick(random, ['ライカ Q3', 'none'])] }),
    () => ({ formats: some(['jpeg', 'png', 'gif'] as const) }),
    () => ({ orientations: some(['landscape', 'portrait', 'square'] as const) }),
    () => ({ width: { min: 200 }, height: { max: 300 } }),
    () => ({ sizeBytes: { min: 2, max: 3_000_000_001 } }),
    () => ({ attributes: { album: { any: [pick(random, someAlbums), pick(random, someAlbums), 'nowhere'] } } }),
    () => ({ attributes: { rating: { number: { min: pick(random, someRatings) } } } }),
    () => ({
      attributes: { rating: { number: { min: -1, max: pick(random, someRatings) } }, is_public: { is: true } },
    }),
    () => ({ attributes: { is_public: { is: random() < 0.5 }, unknown: { is: false } } }),
    () => ({ attributes: { is_public: { is: random() < 0.5 } } }),
    () => ({ attributes: { shown_on: { date: { from: someTime(random), before: someTime(random) } } } }),
    () => ({ attributes: { shown_on: { date: { before: someTime(random) } } } }),
  ]
  if (depth > 1) {
    const inner = () => randomFilter(random, depth - 1)
    conditions.push(
      () => ({ and: [inner(), inner()] }),
      () => ({ or: [inner(), inner()] }),
      () => ({ not: inner() }),
    )
  }
  const count = pick(random, [0, 1, 1, 1, 2, 2])
  return Object.assign({}, ...Array.from({ length: count }, () => pick(random, conditions)()))
}

/** What a store must answer, by looking at every image. */
export function bruteForce(
  images: readonly StoredImage[],
  { vector, k, filter = {}, minScore = Number.NEGATIVE_INFINITY, excludeIds = [] }: SearchRequest,
): { imageId: string; score: number }[] {
  return images
    .filter(({ record }) => matchesFilter(filter, record) && !excludeIds.includes(record.imageId))
    .map((image) => ({ imageId: image.record.imageId, score: dot(vector, image.vector) }))
    .filter(({ score }) => score >= minScore)
    .sort((a, b) => b.score - a.score || (a.imageId < b.imageId ? -1 : 1))
    .slice(0, k)
}
