// ★ Read first: what the service does, without HTTP. Words or a picture become a vector, the vector finds images.
// Neighbours: the ports in embedder/embedder.ts and store/vector-store.ts; image-catalog.ts keeps the images themselves.
import type { Embedder, EmbedOptions, ModelInfo, Priority } from './embedder/embedder.ts'
import { createError } from './errors.ts'
import type { Hit, SearchRequest, VectorStore } from './store/vector-store.ts'

/** A picture as a query: the bytes of a file, or the id of a stored image, whose vector is used as it is. */
export type PictureInput = QueryPicture | { imageId: string }

/** `isDisposable`: nobody needs the bytes again, so that their memory may go as soon as they are decoded. */
export type QueryPicture = { bytes: Uint8Array; isDisposable?: boolean }

export type VectorizeInput = { text: string } | { picture: PictureInput }

/** `vector` is unit length, `model.dims` numbers. `truncated` is only there for a text that was longer than the context. */
export type VectorizedInput = { type: 'text' | 'image'; vector: Float32Array; truncated?: boolean }

/** What every search takes beside its query; the ranges are those of the store port. */
export type SearchOptions = Omit<SearchRequest, 'vector' | 'excludeIds'>

export type SearchOutcome = { hits: Hit[]; truncated?: boolean }

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
  /** The images that fit the words best. */
  searchByText(query: string, options: SearchOptions, call?: CallOptions): Promise<SearchOutcome>
  /** The images most like the picture; a stored picture is left out of its own hits. */
  searchByImage(picture: PictureInput, options: SearchOptions, call?: CallOptions): Promise<SearchOutcome>
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
    const { bytes, isDisposable } = picture
    const { vector } = await embedder.embedImage(bytes, { ...call, isDisposable })
    return { type: 'image', vector }
  }

  return {
    model: embedder.model,
    assertRoom: embedder.assertRoom,

    async vectorize(inputs, call = {}) {
      // The first failure gives up the inputs that have not started, so that a refused request costs no more work.
      const giveUp = new AbortController()
      const signal = call.signal ? AbortSignal.any([call.signal, giveUp.signal]) : giveUp.signal
      const priority = inputs.length > smallRequestMax ? 'bulk' : 'interactive'
      const work = inputs.map((input) => vectorizeOne(input, { signal, priority }))
      try {
        return await Promise.all(work)
      } catch (error) {
        giveUp.abort(error)
        await Promise.allSettled(work)
        throw error
      }
    },

    async searchByText(query, options, call = {}) {
      checkBreadth(options)
      const { vector, truncated } = await vectorizeOne({ text: query }, call)
      const hits = await store.search({ ...options, vector }, call)
      return truncated ? { hits, truncated } : { hits }
    },

    async searchByImage(picture, options, call = {}) {
      checkBreadth(options)
      const { vector } = await vectorizeOne({ picture }, call)
      const excludeIds = 'imageId' in picture ? [picture.imageId] : []
      return { hits: await store.search({ ...options, vector, excludeIds }, call) }
    },
  }
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

function checkBreadth({ k, numCandidates }: SearchOptions): void {
  if (numCandidates !== undefined && numCandidates < k) {
    throw createError('VALIDATION_FAILED', `num_candidates (${numCandidates}) must not be below k (${k}).`, {
      faults: [{ pointer: '/num_candidates', detail: `must be >= k, which is ${k}` }],
    })
  }
}
