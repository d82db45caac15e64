// The store port: records and their vectors in, hits out. Adapters: src/store/embedded/, src/store/elasticsearch/. test/store/
// holds the conformance suite that every adapter passes.
import type { AttributeChanges, Attributes } from '../attributes.ts'
import type { ImageFormat, VectorSpace } from '../embedder/embedder.ts'
import type { Facets, FacetsRequest } from '../facets.ts'
import type { Filter } from '../filter.ts'
import type { AnswerStore } from './answer-store.ts'
import type { JobStore } from './job-store.ts'

/** Who put the file into the library: only files that the service wrote are removed with their record. */
export type ImageOrigin = 'upload' | 'ingest'

/**
 * A stored image without its vector. Times are ISO 8601 in UTC with milliseconds. What is null below `camera` is unknown: of a
 * document in the known form (id, name, vector, path) that somebody else wrote.
 */
export type ImageRecord = {
  imageId: string
  imageName: string
  /** Relative to the library root, `/` between the names, unique in a store. */
  relativePath: string
  tags: string[]
  /** Words about the picture, at most 2,000 characters. */
  caption: string | null
  attributes: Attributes
  takenAt: string | null
  location: { lat: number; lon: number } | null
  /** Maker and model of the camera, as the file tells them. */
  camera: string | null
  addedAt: string | null
  updatedAt: string | null
  /** Pixels, after EXIF orientation. */
  width: number | null
  height: number | null
  format: ImageFormat | null
  sizeBytes: number | null
  /** When the file was last modified, of the bytes that were embedded. With the size it tells an unchanged file without reading it. */
  fileModifiedAt: string | null
  /** SHA-256 of the file's bytes, in hex. */
  contentSha256: string | null
  origin: ImageOrigin
}

/** The fields a client may change without touching the picture. An absent field keeps its value; null clears it. */
export type ImageChanges = Partial<
  Pick<ImageRecord, 'imageName' | 'tags' | 'caption' | 'takenAt' | 'location' | 'camera' | 'fileModifiedAt'>
> & {
  /** Only those that are named change. */
  attributes?: AttributeChanges
}

/** A record with its vector: unit length, `dims` numbers of the store's space. */
export type StoredImage = { record: ImageRecord; vector: Float32Array }

export type SearchRequest = {
  /** Unit length. */
  vector: Float32Array
  /** How many hits are wanted, 1 to 1,001. Fewer come back only when fewer match. */
  k: number
  /** Breadth of an approximate search, k to 10,000; without effect in a store that needs none. */
  numCandidates?: number
  filter?: Filter
  /** Hits below this cosine are left out. */
  minScore?: number
  /** Only hits behind this one, whether it is still there or not. */
  after?: HitPosition
  /** Ids that must not come back. */
  excludeIds?: readonly string[]
  /** Whether hits carry their vectors. */
  includeVectors?: boolean
}

/** A place in the hits of a query: by falling score, and equal scores by id. */
export type HitPosition = {
  score: number
  imageId: string
  /** How many hits came before and with it. */
  depth: number
  /**
   * Of a store without exact scores: hits up to it whose scores are about its own, and its own id. An engine may score a vector a last bit
   * higher or lower in the next request.
   */
  nearIds?: readonly string[]
}

export type SearchDescription = {
  kind: 'exact' | 'approximate'
  /** Of an approximate search that takes a breadth. */
  numCandidates: number | null
}

export type Hit = {
  record: ImageRecord
  /** Cosine similarity to the query in [-1, 1], from the float32 vectors; higher is better. */
  score: number
  /** Only when asked for. */
  vector?: Float32Array
}

export type TextSearchRequest = {
  /** As `search-words.ts` makes those of a query; none finds nothing. */
  terms: readonly string[]
  /** How many hits are wanted, 1 to 1,001. Fewer come back only when fewer match. */
  k: number
  filter?: Filter
  /** Ids that must not come back. */
  excludeIds?: readonly string[]
}

export type TextHit = {
  record: ImageRecord
  /**
   * The rarities of the terms that the image has, added up, above 0: BM25 where no text counts as long and no word twice. Comparable
   * within one answer only.
   */
  textScore: number
}

/** What a list is sorted by: first what is known, then what is not, each with the ids of equal values in the same direction. */
export type ListOrder = { by: 'imageId' | 'imageName' | 'takenAt' | 'addedAt'; isDescending: boolean }

export type ListRequest = {
  /** 1 to 1,001. */
  limit: number
  /** Only images behind this one. In the order of the ids it need not exist any more. */
  afterId?: string
  /** By ascending ids without one. */
  order?: ListOrder
  /** What the image of `afterId` had in the field of the order; null where that was not known. */
  afterValue?: string | null
  filter?: Filter
}

/** What a store holds, all in all. */
export type StoreSummary = {
  images: number
  /** Of the pictures' files, as far as it is known. */
  pictureBytes: number
  /** Of the index itself, on disk; of all its copies on a cluster. */
  indexBytes: number
  /** How many images are of each format; those of unknown format are left out. */
  formats: Partial<Record<ImageFormat, number>>
}

/**
 * Records and vectors of one vector space, searchable by nearness.
 *
 * Writes are durable and visible to every later call once their promise resolves; with `isSearchable: false` they are durable,
 * and visible by id, at once, and to searches, lists, counts and by path within about a second. What is refused is refused
 * before anything of its batch is written. Where the engine fails in the middle of a batch, some of it may have been
 * written; writing it again is safe. `imageId` and `relativePath` are each unique.
 */
export type VectorStore = {
  readonly space: VectorSpace
  /** For people: what engine this is. Shown to anyone, so it holds no path, address or secret. */
  readonly description: string
  /** Work that outlives an instance. */
  readonly jobs: JobStore
  /** Answers that are kept for requests that are sent again. */
  readonly answers: AnswerStore
  /**
   * Inserts or replaces by `imageId`, and forgets a tombstone at the path. Errors: VECTOR_INVALID (wrong dims or length),
   * PATH_TAKEN (another id has the path); then nothing of the batch is written.
   */
  upsert(images: readonly StoredImage[], options?: { isSearchable?: boolean }): Promise<void>
  /** Changes the fields given. Resolves to the record as it is now, or null for an unknown id. */
  update(
    imageId: string,
    changes: ImageChanges,
    updatedAt: string,
    options?: { isSearchable?: boolean },
  ): Promise<ImageRecord | null>
  /**
   * Removes records and leaves a tombstone at each one's path, unless `isForgotten`: what lies at the path may come again then. Resolves to
   * the records that were removed.
   */
  remove(imageIds: readonly string[], options?: { isForgotten?: boolean }): Promise<ImageRecord[]>
  /** In the order of the ids; null where there is none. */
  get(imageIds: readonly string[]): Promise<(ImageRecord | null)[]>
  /** In the order of the paths; null where there is none. */
  getByPath(relativePaths: readonly string[]): Promise<(ImageRecord | null)[]>
  /** Records of files with these bytes, in code point order of `imageId`; at most `limit`. */
  findByContent(contentSha256: string, limit: number): Promise<ImageRecord[]>
  /** In the order of the ids; null where there is none. */
  getVectors(imageIds: readonly string[]): Promise<(Float32Array | null)[]>
  /** Vectors of at most `count` images, 1 to 1,000, each taken with about the same chance; all of them where there are not more. */
  sampleVectors(count: number): Promise<Float32Array[]>
  /** Which of these paths bear a tombstone: their record was removed and not written since. */
  findTombstones(relativePaths: readonly string[]): Promise<Set<string>>
  /** The k nearest that match, best first; equal scores in code point order of `imageId`. */
  search(request: SearchRequest, options?: { signal?: AbortSignal }): Promise<Hit[]>
  /**
   * The k images that have most of the terms in their name, path, tags and caption, rare terms before frequent ones; one is enough to match.
   * Best first, equal scores in code point order of `imageId`. Errors: WORDS_NOT_INDEXED.
   */
  searchText(request: TextSearchRequest, options?: { signal?: AbortSignal }): Promise<TextHit[]>
  /** How such a search is done, for people who want to know. */
  describeSearch(request: Pick<SearchRequest, 'k' | 'numCandidates' | 'after' | 'filter'>): SearchDescription
  /** Whether an image has the same score for a query in each answer; otherwise its last bits may differ (`scoreNoise` in vector.ts). */
  readonly hasExactScores: boolean
  /** Records in the order asked for; strings are compared by code points. */
  list(request: ListRequest): Promise<ImageRecord[]>
  summarise(): Promise<StoreSummary>
  /** How many records match the filter; all without one. */
  count(filter?: Filter): Promise<number>
  /** How many of the records that match have each value, as `countFacetsOf` in facets.ts defines it. */
  countFacets(request: FacetsRequest): Promise<Facets>
  /**
   * Records that an instance of another space wrote while a migration ran: they lack their vectors, and no search finds them.
   * At most `limit`; none in a store that one process owns.
   */
  listPending(limit: number): Promise<ImageRecord[]>
  /** Gives a pending record its vector, unless it was changed, completed or removed meanwhile. Resolves to whether it did. */
  complete(image: StoredImage): Promise<boolean>
  /** Resolves when everything that was written before is visible to searches, lists and counts. */
  makeSearchable(): Promise<void>
  /**
   * For the readiness probe. Errors when the store cannot serve: STORE_UNAVAILABLE, INDEX_MISSING, INDEX_RED, STORE_MISMATCH.
   */
  check(): Promise<void>
  /** Lets go of the store; what was acknowledged is safe. */
  close(): Promise<void>
}
