// ★ Read first: what the service does, without HTTP. Words or a picture become a vector, the vector finds images.
// Neighbours: the ports in embedder/embedder.ts and store/vector-store.ts; image-catalog.ts keeps the images themselves.

import { type Contribution, composeQuery, explainScore } from './compose-query.ts'
import type { Embedder, EmbedOptions, ModelInfo, Priority } from './embedder/embedder.ts'
import { createError } from './errors.ts'
import { describeWordSearch, findWords, type SearchMode, searchByWords, type WordHit } from './search-by-words.ts'
import type { Hit, HitPosition, SearchDescription, SearchRequest, VectorStore } from './store/vector-store.ts'

/** A picture as a query: the bytes of a file, or the id of a stored image, whose vector is used as it is. */
export type PictureInput = QueryPicture | { imageId: string }

export type QueryPicture = {
  bytes: Uint8Array
  /** Nobody needs the bytes again, so that their memory may go as soon as they are decoded. */
  isDisposable?: boolean
  /** SHA-256 of the bytes in hex, where it is known. */
  contentSha256?: string
}

export type VectorizeInput = { text: string } | { picture: PictureInput }

/** `vector` is unit length, `model.dims` numbers. `truncated` is only there for a text that was longer than the context. */
export type VectorizedInput = { type: 'text' | 'image'; vector: Float32Array; truncated?: boolean }

/** `vector` is unit length, `model.dims` numbers. `weight` is from -2 to 2, and pushes away below 0. */
export type QueryPart = (VectorizeInput | { vector: Float32Array }) & { weight: number }

/** What every search takes beside its query; the ranges are those of the store port. */
export type SearchOptions = Omit<SearchRequest, 'vector' | 'excludeIds'> & { isExplained?: boolean; mode?: SearchMode }

/** At least one part. Stored pictures among them are left out of the hits. */
export type ImageQuery = {
  parts: readonly QueryPart[]
  options: SearchOptions
  /** Where the query lies in a request that holds several, as a JSON pointer. */
  at?: string
}

export type FoundHit = WordHit & {
  /** Of an explained search: what each part gives to the score, in the order of the parts. */
  contributions?: Contribution[]
}

export type Explanation = SearchDescription & {
  /** Milliseconds until the vectors of all parts were there, and of the store. */
  embedMs: number
  storeMs: number
  /** `isKept`: the vector was there already; null for one that is never made. */
  parts: { type: 'text' | 'image' | 'vector'; weight: number; isKept: boolean | null }[]
}

export type SearchOutcome = {
  hits: FoundHit[]
  /** Where the next page begins; null where there is none. */
  next: HitPosition | null
  truncated?: boolean
  explanation?: Explanation
}

type CallOptions = { signal?: AbortSignal }

/** Up to here a request for vectors is taken for somebody who waits; a longer one is bulk work. */
export const smallRequestMax = 8

/** Pages of a search begin no deeper: an approximate search finds the hits before them again for each. */
export const pageDepthMax = 1_000

export type ImageSearch = {
  readonly model: ModelInfo
  /** Refuses a picture before it is read where it could not be embedded now. Errors: OVERLOADED. */
  assertRoom(priority: Priority): void
  /**
   * One vector an input, in the order given; all or nothing.
   * Errors: those of the embedder, IMAGE_NOT_FOUND, VALIDATION_FAILED for a text without a visible character.
   */
  vectorize(inputs: readonly VectorizeInput[], call?: CallOptions): Promise<VectorizedInput[]>
  /**
   * The images that fit each query best, in the order of the queries; all or nothing. What is to be embedded is embedded together.
   * Errors: those of `vectorize`, and of the store; VALIDATION_FAILED for parts that leave nothing, PAGE_TOO_DEEP.
   */
  search(queries: readonly ImageQuery[], call?: CallOptions): Promise<SearchOutcome[]>
}

export function createImageSearch(parts: { embedder: Embedder; store: VectorStore }): ImageSearch {
  const { embedder, store } = parts

  async function storedVector(imageId: string): Promise<Float32Array> {
    const [vector] = await store.getVectors([imageId])
    if (!vector) throw createError('IMAGE_NOT_FOUND', `There is no image with the id "${imageId}".`)
    return vector
  }

  async function vectorizeOne(input: VectorizeInput, call: EmbedOptions): Promise<VectorizedInput> {
    if ('text' in input) {
      const { vector, truncated } = await embedder.embedText(checkText(input.text), call)
      return truncated ? { type: 'text', vector, truncated } : { type: 'text', vector }
    }
    const { picture } = input
    if ('imageId' in picture) return { type: 'image', vector: await storedVector(picture.imageId) }
    const { bytes, ...options } = picture
    const { vector } = await embedder.embedImage(bytes, { ...call, ...options })
    return { type: 'image', vector }
  }

  /** The first failure gives up what has not started, so that a refused request costs no more work. */
  async function allOrNothing<In, Out>(
    inputs: readonly In[],
    work: (input: In, call: { signal: AbortSignal }) => Promise<Out>,
    { signal: outer }: CallOptions,
  ): Promise<Out[]> {
    const giveUp = new AbortController()
    const signal = outer ? AbortSignal.any([outer, giveUp.signal]) : giveUp.signal
    const all = inputs.map((input) => work(input, { signal }))
    try {
      return await Promise.all(all)
    } catch (error) {
      giveUp.abort(error)
      await Promise.allSettled(all)
      throw error
    }
  }

  async function searchOne({ parts, options, at = '' }: ImageQuery, call: EmbedOptions): Promise<SearchOutcome> {
    const embedded = stopwatch()
    const kept = new Set<number>()
    const found = await Promise.all(
      parts.map(async (part, i) => {
        if ('vector' in part) return { type: 'vector' as const, vector: part.vector, truncated: false }
        return vectorizeOne(part, { ...call, onKept: () => kept.add(i) })
      }),
    )
    const composed = parts.map(({ weight }, i) => ({ weight, vector: found[i]!.vector }))
    const embedMs = embedded()
    const { isExplained = false, k, mode = 'vector', ...request } = options
    const excludeIds = parts.flatMap((part) => storedIdOf(part) ?? [])
    const searched = stopwatch()
    const wanted = {
      ...request,
      vector: composeQuery(composed, `${at}/parts`),
      excludeIds,
      includeVectors: request.includeVectors || isExplained,
    }
    // One more than asked for tells whether there is a next page; by words there is none.
    const more: FoundHit[] =
      mode === 'vector'
        ? await store.search({ ...wanted, k: k + 1 }, call)
        : await searchByWords(store, { ...wanted, k, mode, text: findWords(parts, at) }, call)
    const outcome: SearchOutcome = { hits: more.slice(0, k), next: positionAfter(more, k, options.after?.depth ?? 0) }
    if (found.some(({ truncated }) => truncated)) outcome.truncated = true
    if (!isExplained) return outcome
    const told = parts.map((part, i) => {
      const { type } = found[i]!
      const isEmbedded = type !== 'vector' && storedIdOf(part) === null
      return { type, weight: part.weight, isKept: isEmbedded ? kept.has(i) : null }
    })
    const described =
      mode === 'vector'
        ? store.describeSearch({ ...request, k: k + 1 })
        : describeWordSearch(store, mode, { ...request, k })
    const explanation = { ...described, embedMs, storeMs: searched(), parts: told }
    const hits = outcome.hits.map((hit) => ({ ...hit, contributions: explainScore(composed, hit.vector!) }))
    return { ...outcome, hits, explanation }
  }

  return {
    model: embedder.model,
    assertRoom: embedder.assertRoom,

    vectorize(inputs, call = {}) {
      const priority = inputs.length > smallRequestMax ? 'bulk' : 'interactive'
      return allOrNothing(inputs, (input, { signal }) => vectorizeOne(input, { signal, priority }), call)
    },

    async search(queries, call = {}) {
      for (const { parts, options, at = '' } of queries) {
        checkDepth(options)
        if (options.mode && options.mode !== 'vector') findWords(parts, at)
      }
      const parts = queries.reduce((sum, query) => sum + query.parts.length, 0)
      const priority = parts > smallRequestMax ? 'bulk' : 'interactive'
      return allOrNothing(queries, (query, { signal }) => searchOne(query, { signal, priority }), call)
    },
  }
}

function storedIdOf(part: QueryPart): string | null {
  return 'picture' in part && 'imageId' in part.picture ? part.picture.imageId : null
}

function positionAfter(hits: readonly Hit[], k: number, depth: number): HitPosition | null {
  if (hits.length <= k) return null
  const { score, record } = hits[k - 1]!
  return { score, imageId: record.imageId, depth: depth + k }
}

function checkDepth({ after }: SearchOptions): void {
  if ((after?.depth ?? 0) < pageDepthMax) return
  const detail = `Pages of a search begin within its first ${pageDepthMax} hits.`
  throw createError('PAGE_TOO_DEEP', detail)
}

function stopwatch(): () => number {
  const startMs = performance.now()
  return () => performance.now() - startMs
}

/** Models see no difference between spaces and nothing, and a lone surrogate is not text. */
function checkText(text: string): string {
  if (text.trim() === '') {
    throw createError('VALIDATION_FAILED', 'The text has no visible character.')
  }
  if (!text.isWellFormed()) {
    throw createError('VALIDATION_FAILED', 'The text holds half of a surrogate pair, which is not a character.')
  }
  return text
}
