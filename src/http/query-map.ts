// The query of a search request as the use case takes it, with the checks that a schema cannot make. routes/search.ts calls it.
import { faultAt } from '../errors.ts'
import type { PagePosition, PictureInput, QueryPart, SearchOptions } from '../image-search.ts'
import { normalise } from '../vector.ts'
import type { Cursors } from './cursor.ts'
import { fromFilter } from './filter-map.ts'
import type { FormFile } from './form.ts'
import { hash } from './idempotency.ts'
import type { ImageInput, QueryPart as WirePart } from './schemas/query-parts.ts'
import type { SearchParameters } from './schemas/search.ts'

/** What is pushed away by default: half of what is asked for. */
const excludedWeight = 0.5

export type PartContext = {
  /** How many numbers a vector has. */
  dims: number
  /** The files of the form. */
  files?: readonly FormFile[]
}

/** `at` is where the parts lie in the request. Errors: VALIDATION_FAILED. */
export function fromParts(parts: readonly WirePart[], at: string, context: PartContext): QueryPart[] {
  return parts.map((part, i) => fromPart(part, `${at}/${i}`, part.weight ?? 1, context))
}

/** Parts to keep away from. Errors: VALIDATION_FAILED. */
export function fromExcluded(parts: readonly WirePart[] = [], at: string, context: PartContext): QueryPart[] {
  return parts.map((part, i) => {
    const { weight = excludedWeight } = part
    if (weight < 0) throw faultAt(`${at}/${i}/weight`, 'must be >= 0')
    return fromPart(part, `${at}/${i}`, -weight, context)
  })
}

function fromPart(part: WirePart, at: string, weight: number, { dims, files = [] }: PartContext): QueryPart {
  if ('text' in part) return { text: part.text, weight, at }
  if ('vector' in part) return { vector: fromVector(part.vector, `${at}/vector`, dims), weight }
  if (!('upload' in part.image)) return { picture: fromImageInput(part.image), weight, at }
  const file = files[part.image.upload]
  if (file === undefined) throw faultAt(`${at}/image/upload`, `must name one of the ${files.length} files of the form`)
  // Several parts may name one file.
  return { picture: pictureOf(file.bytes, false), weight, at }
}

export function fromImageInput(input: ImageInput): PictureInput {
  if ('image_id' in input) return { imageId: input.image_id }
  return pictureOf(Buffer.from(input.base64, 'base64'))
}

/** With its hash, which tells whether a cursor belongs to it. */
export function pictureOf(bytes: Uint8Array, isDisposable = true): PictureInput {
  return { bytes, isDisposable, contentSha256: hash(bytes) }
}

function fromVector(numbers: readonly number[], at: string, dims: number): Float32Array {
  if (numbers.length !== dims) throw faultAt(at, `must have ${dims} numbers, as the model’s vectors do`)
  try {
    return normalise(Float32Array.from(numbers))
  } catch {
    throw faultAt(at, 'must have a length, and numbers within the range of float32')
  }
}

/** What tells one query from another. */
function identify(part: QueryPart): unknown {
  const { weight } = part
  if ('text' in part) return { text: part.text, weight }
  if ('vector' in part) return { vector: Array.from(part.vector), weight }
  const { picture } = part
  return 'imageId' in picture ? { imageId: picture.imageId, weight } : { sha256: picture.contentSha256, weight }
}

/** The same for every page of a search. */
export function identifyQuery(
  parts: readonly QueryPart[],
  { filter, min_score, relevance, collapse }: SearchParameters,
): unknown {
  return { search: parts.map(identify), filter, min_score, relevance, collapse }
}

/** Errors: VALIDATION_FAILED, CURSOR_INVALID. */
export function fromSearchParameters(
  parameters: SearchParameters,
  { cursors, query, at = '' }: { cursors: Cursors; query: unknown; at?: string },
): SearchOptions {
  const { k = 10, num_candidates: numCandidates, filter, cursor } = parameters
  if (numCandidates !== undefined && numCandidates < k)
    throw faultAt(`${at}/num_candidates`, `must be >= k, which is ${k}`)
  if (parameters.relevance === 'auto' && parameters.min_score !== undefined) {
    throw faultAt(`${at}/min_score`, 'must be left out where relevance is auto')
  }
  return {
    k,
    numCandidates,
    filter: filter && fromFilter(filter, `${at}/filter`),
    minScore: parameters.min_score,
    collapse: parameters.collapse as SearchOptions['collapse'],
    relevance: parameters.relevance as SearchOptions['relevance'],
    after: cursor === undefined ? undefined : cursors.decode<PagePosition>(cursor, query),
    includeVectors: parameters.fields?.includes('image_embedding') ?? false,
    isExplained: parameters.explain ?? false,
  }
}
