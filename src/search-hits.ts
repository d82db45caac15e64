// The hits of one page: as the store finds them, cut off where they stop being answers, and folded where copies are to be one; or those that
// words find. Part of image-search.ts.
import type { PagePosition, SearchOptions } from './image-search.ts'
import { type FoldedHit, foldHits } from './near-duplicates.ts'
import { type BackgroundSource, type Cutoff, findCutoff, type QueryKind } from './relevance.ts'
import { type SearchMode, searchByWords } from './search-by-words.ts'
import { cutHits, hitPosition, positionAfter } from './search-page.ts'
import type { Hit, HitPosition, SearchRequest, VectorStore } from './store/vector-store.ts'
import { scoreNoise } from './vector.ts'

export type HitPage = {
  hits: (Hit | FoldedHit)[]
  next: PagePosition | null
  /** Undefined where all hits count; null where none stood out. */
  cutoff: Cutoff | null | undefined
}

export type HitRequest = {
  vector: Float32Array
  excludeIds: readonly string[]
  kind: QueryKind
  /** Whose words are searched for, where the mode asks for it. */
  text: string | null
  options: SearchOptions
}

type Parts = { store: VectorStore; background: BackgroundSource }
type Call = { signal?: AbortSignal }

/** Hits that are looked at for folded ones, from the top: comparing so many with each other takes a third of a second at worst. */
const foldedFromMax = 1_000

export function searchHits(parts: Parts, request: HitRequest, call: Call): Promise<HitPage> {
  const { mode = 'vector', collapse } = request.options
  if (mode !== 'vector') return searchWords(parts, request, mode, call)
  return collapse === undefined ? searchPlain(parts, request, call) : searchFolded(parts, request, call)
}

/** One page, whatever there is beyond. */
async function searchWords(
  { store }: Parts,
  request: HitRequest,
  mode: Exclude<SearchMode, 'vector'>,
  call: Call,
): Promise<HitPage> {
  const wanted = { ...toStoreRequest(request), k: request.options.k, mode, text: request.text! }
  return { hits: await searchByWords(store, wanted, call), next: null, cutoff: undefined }
}

async function searchPlain(parts: Parts, request: HitRequest, call: Call): Promise<HitPage> {
  const { k, after } = request.options
  // One more than asked for tells whether there is a next page.
  const more = await parts.store.search({ ...toStoreRequest(request), k: k + 1, after }, call)
  const cutoff = after === undefined ? await chooseCutoff(parts, request, more[0]) : after.cutoff
  const relevant = cutoff === undefined ? more : cutHits(more, cutoff, after)
  return {
    hits: relevant.slice(0, k),
    next: positionAfter(relevant, k, { ...after, cutoff: cutoff ?? undefined }, exactness(parts)),
    cutoff,
  }
}

/**
 * From the top for each page: whether a hit is a copy of one on an earlier page, only that one tells. A page takes as many hits as it
 * needs for `k` that are none.
 */
async function searchFolded(parts: Parts, request: HitRequest, call: Call): Promise<HitPage> {
  const { k, after } = request.options
  const folded: FoldedHit[] = []
  const seen = new Set<string>()
  let cutoff: Cutoff | null | undefined
  let last: HitPosition | undefined
  for (let step = Math.min(foldedFromMax, 2 * k + 50); ; ) {
    const found = await parts.store.search(
      { ...toStoreRequest(request), includeVectors: true, k: step, after: last },
      call,
    )
    if (last === undefined) cutoff = await chooseCutoff(parts, request, found[0])
    const relevant = cutoff === undefined ? found : cutHits(found, cutoff, last)
    // Of more copies than a position names, an engine gives some once more.
    foldHits(
      folded,
      relevant.filter(({ record }) => !seen.has(record.imageId)),
    )
    for (const { record } of relevant) seen.add(record.imageId)
    const depth = (last?.depth ?? 0) + found.length
    const behind = folded.filter((hit) => isBehind(after, hit))
    const isAll = relevant.length < step || depth >= foldedFromMax
    if (behind.length > k || isAll) {
      return {
        hits: behind.slice(0, k),
        next: positionAfter(behind, k, { ...after }, exactness(parts)),
        cutoff,
      }
    }
    last = hitPosition(found, last ?? {}, exactness(parts))
    step = foldedFromMax - depth
  }
}

function exactness({ store }: Parts): { isExact: boolean } {
  return { isExact: store.hasExactScores }
}

function toStoreRequest({ vector, excludeIds, options }: HitRequest): Omit<SearchRequest, 'k' | 'after'> {
  const { filter, minScore, numCandidates, includeVectors, isExplained } = options
  return { vector, excludeIds, filter, minScore, numCandidates, includeVectors: includeVectors || isExplained }
}

/** Undefined where all hits count, as nobody asked or too few pictures are there to tell; null where none does. */
async function chooseCutoff(
  { background }: Parts,
  { vector, kind, options }: HitRequest,
  best: Hit | undefined,
): Promise<Cutoff | null | undefined> {
  if (options.relevance !== 'auto' || best === undefined) return undefined
  const usual = await background.of(vector)
  return usual === null ? undefined : findCutoff(kind, best.score, usual)
}

function isBehind(after: HitPosition | undefined, { score, record, duplicateIds }: FoldedHit): boolean {
  if (after === undefined) return true
  const { nearIds } = after
  if (nearIds === undefined) return score < after.score || (score === after.score && record.imageId > after.imageId)
  // Scores may be some last bits other than they were for the page before, and another of equal copies the first of them.
  if (score > after.score + scoreNoise) return false
  return ![record.imageId, ...duplicateIds].some((id) => nearIds.includes(id))
}
