// ★ Read first: what the service does, without HTTP. Words or a picture become a vector, the vector finds images.
// Neighbours: the ports in embedder/embedder.ts and store/vector-store.ts; image-catalog.ts keeps the images themselves.

import { type Contribution, composeQuery, explainScores } from './compose-query.ts'
import type { Embedder, EmbedOptions, ModelInfo, Priority } from './embedder/embedder.ts'
import { createError, placeAt } from './errors.ts'
import type { FacetName, Facets } from './facets.ts'
import { type Cutoff, createBackground } from './relevance.ts'
import { describeWordSearch, findWords, type SearchMode, type WordHit } from './search-by-words.ts'
import { countSearchFacets } from './search-facets.ts'
import { searchHits } from './search-hits.ts'
import { checkDepth, kindOf } from './search-page.ts'
import type { HitPosition, SearchDescription, SearchRequest, VectorStore } from './store/vector-store.ts'

/** A picture as a query: the bytes of a file, or the id of a stored image, whose vector is used as it is. */
export type PictureInput = QueryPicture | { imageId: string }

export type QueryPicture = {
  bytes: Uint8Array
  /** Nobody needs the bytes again, so that their memory may go as soon as they are decoded. */
  isDisposable?: boolean
  /** SHA-256 of the bytes in hex, where it is known. */
  contentSha256?: string
}

/** `at` is where it lies in the request, as a JSON pointer, so that a failure tells which of several it is about. */
export type VectorizeInput = ({ text: string } | { picture: PictureInput }) & { at?: string }

/**
 * `vector` is unit length, `model.dims` numbers. `truncated` is only there for a text that was longer than the context. `tokens` is how many
 * the model read of a text; null for a picture, and where texts are embedded elsewhere.
 */
export type VectorizedInput = {
  type: 'text' | 'image'
  vector: Float32Array
  tokens: number | null
  truncated?: boolean
}

/** `vector` is unit length, `model.dims` numbers. `weight` is from -2 to 2, and pushes away below 0. */
export type QueryPart = (VectorizeInput | { vector: Float32Array }) & { weight: number }

/** What every search takes beside its query; the ranges are those of the store port. */
export type SearchOptions = Omit<SearchRequest, 'vector' | 'excludeIds' | 'after'> & {
  /** What a text is compared with; the nearest vectors where it is left out. */
  mode?: SearchMode
  /** `auto` ends the hits where they stop being answers; see relevance.ts. */
  relevance?: 'auto' | 'all'
  /** Folds copies, and shots of one burst, into the best of them. */
  collapse?: 'near_duplicates'
  after?: PagePosition
  isExplained?: boolean
}

/** Where a page begins, and the cut-off that the first page found, if that was asked for. */
export type PagePosition = HitPosition & { cutoff?: Cutoff }

/** At least one part. Stored pictures among them are left out of the hits. */
export type ImageQuery = {
  parts: readonly QueryPart[]
  options: SearchOptions
  /** What to count besides: all images that match the filter, not only the hits. */
  facets?: readonly FacetName[]
  /** Where the query lies in a request that holds several, as a JSON pointer. */
  at?: string
}

export type FoundHit = WordHit & {
  /** Of a collapsed search: the ids of those that were folded into it. */
  duplicateIds?: string[]
  /** Of an explained search: what each part gives to the score, in the order of the parts. */
  contributions?: Contribution[]
}

export type Explanation = SearchDescription & {
  /** Milliseconds until the vectors of all parts were there, and of the store. */
  embedMs: number
  storeMs: number
  /** Hits below it were left out; null where all count, or none stood out. */
  cutoffScore: number | null
  /** `isKept`: the vector was there already; null for one that is never made. */
  parts: { type: 'text' | 'image' | 'vector'; weight: number; isKept: boolean | null }[]
}

export type SearchOutcome = {
  hits: FoundHit[]
  /** Where the next page begins; null where there is none. */
  next: PagePosition | null
  truncated?: boolean
  explanation?: Explanation
  facets?: Facets
}

type CallOptions = { signal?: AbortSignal }

/** Up to here a request for vectors is taken for somebody who waits; a longer one is bulk work. */
export const smallRequestMax = 8

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
  const background = createBackground(store)

  async function storedVector(imageId: string): Promise<Float32Array> {
    const [vector] = await store.getVectors([imageId])
    if (!vector) throw createError('IMAGE_NOT_FOUND', `There is no image with the id "${imageId}".`)
    return vector
  }

  async function vectorizeOne(input: VectorizeInput, call: EmbedOptions): Promise<VectorizedInput> {
    try {
      return await vectorizeUnplaced(input, call)
    } catch (error) {
      throw input.at === undefined ? error : placeAt(error, input.at)
    }
  }

  async function vectorizeUnplaced(input: VectorizeInput, call: EmbedOptions): Promise<VectorizedInput> {
    if ('text' in input) {
      const { vector, truncated, tokens } = await embedder.embedText(checkText(input.text), call)
      return { type: 'text', vector, tokens, ...(truncated ? { truncated } : {}) }
    }
    const { picture } = input
    if ('imageId' in picture) return { type: 'image', vector: await storedVector(picture.imageId), tokens: null }
    const { bytes, ...options } = picture
    const { vector } = await embedder.embedImage(bytes, { ...call, ...options })
    return { type: 'image', vector, tokens: null }
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

  /** `text` is whose words are searched for, where the mode asks for it. */
  async function searchOne(
    { parts, options, at = '', text }: ImageQuery & { text: string | null },
    call: EmbedOptions,
  ): Promise<SearchOutcome> {
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
    const { k, isExplained = false, mode = 'vector' } = options
    const excludeIds = parts.flatMap((part) => storedIdOf(part) ?? [])
    const vector = composeQuery(composed, `${at}/parts`)
    const searched = stopwatch()
    const request = { vector, excludeIds, kind: kindOf(parts, found), text, options }
    const { hits: page, next, cutoff } = await searchHits({ store, background }, request, call)
    const outcome: SearchOutcome = { hits: page, next }
    if (found.some(({ truncated }) => truncated)) outcome.truncated = true
    if (!isExplained) return outcome
    const storeMs = searched()
    const told = parts.map((part, i) => {
      const { type } = found[i]!
      const isEmbedded = type !== 'vector' && storedIdOf(part) === null
      return { type, weight: part.weight, isKept: isEmbedded ? kept.has(i) : null }
    })
    const described =
      mode === 'vector' ? store.describeSearch({ ...options, k: k + 1 }) : describeWordSearch(store, mode, options)
    const cutoffScore = cutoff?.scoreMin ?? null
    const explanation = { ...described, embedMs, storeMs, cutoffScore, parts: told }
    const contributions = explainScores(
      composed,
      page.map((hit) => hit.vector!),
    )
    return { ...outcome, hits: page.map((hit, i) => ({ ...hit, contributions: contributions[i]! })), explanation }
  }

  return {
    model: embedder.model,
    assertRoom: embedder.assertRoom,

    vectorize(inputs, call = {}) {
      const priority = inputs.length > smallRequestMax ? 'bulk' : 'interactive'
      return allOrNothing(inputs, (input, { signal }) => vectorizeOne(input, { signal, priority }), call)
    },

    async search(queries, call = {}) {
      // Before anything is embedded.
      const checked = queries.map((query) => {
        const { parts, options, at = '' } = query
        checkDepth(options)
        return { ...query, text: (options.mode ?? 'vector') === 'vector' ? null : findWords(parts, at) }
      })
      const parts = queries.reduce((sum, query) => sum + query.parts.length, 0)
      const priority = parts > smallRequestMax ? 'bulk' : 'interactive'
      const [outcomes, facets] = await Promise.all([
        allOrNothing(checked, (query, { signal }) => searchOne(query, { signal, priority }), call),
        countSearchFacets(store, queries, call),
      ])
      return outcomes.map((outcome, i) => (facets[i] ? { ...outcome, facets: facets[i] } : outcome))
    },
  }
}

function storedIdOf(part: QueryPart): string | null {
  return 'picture' in part && 'imageId' in part.picture ? part.picture.imageId : null
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
