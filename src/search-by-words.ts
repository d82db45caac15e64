// Searches that look at the words of names, paths, tags and captions: by them alone, or fused with the nearest vectors. Part of image-search.ts.
import { createError } from './errors.ts'
import type { QueryPart } from './image-search.ts'
import { toQueryTerms } from './search-words.ts'
import type { Hit, SearchDescription, SearchRequest, TextHit, VectorStore } from './store/vector-store.ts'
import { dot } from './vector.ts'

/** `vector`: the nearest. `text`: those that have the words. `hybrid`: both lists, fused by rank. */
export type SearchMode = 'vector' | 'text' | 'hybrid'

export type WordHit = Hit & {
  /** Of a hit that was found by its words: what the store scored it by. */
  textScore?: number
  /** Of a fused search: what the hits are ordered by. */
  rankScore?: number
}

type CallOptions = { signal?: AbortSignal }
type WordMode = Exclude<SearchMode, 'vector'>

/** Of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): how much the first places count above the later ones. */
const rankOffset = 60

/** The lists that are fused reach further than the hits wanted, as what is low in one may be high in the other. */
const depthMin = 50
const depthPerHit = 5
/** What stores take. */
const depthMax = 1_000

/** The text whose words are searched for. Errors: VALIDATION_FAILED where that is not one text; `at` is where the query lies. */
export function findWords(parts: readonly QueryPart[], at: string): string {
  const texts = parts.flatMap((part) => ('text' in part && part.weight > 0 ? [part.text] : []))
  const [text] = texts
  if (text !== undefined && texts.length === 1) return text
  const detail = `needs exactly one text with a weight above 0, and there ${texts.length === 0 ? 'is none' : `are ${texts.length}`}`
  throw createError('VALIDATION_FAILED', `The mode ${detail}.`, { faults: [{ pointer: `${at}/mode`, detail }] })
}

/**
 * At most `k` hits, best first: by the words alone, equals by id; or fused, equals by their cosine and then by id. Each has its cosine as its
 * score. `numCandidates` and `minScore` are those of the vectors’ side. Errors: those of the store.
 */
export async function searchByWords(
  store: VectorStore,
  { mode, text, ...request }: Omit<SearchRequest, 'after'> & { mode: WordMode; text: string },
  call: CallOptions,
): Promise<WordHit[]> {
  const { k, filter, excludeIds } = request
  const wanted = { terms: toQueryTerms(text), filter, excludeIds }
  if (mode === 'text') return addCosines(store, await store.searchText({ ...wanted, k }, call), [], request)
  const depth = depthOf(k)
  const [nearest, worded] = await Promise.all([
    store.search({ ...request, ...breadthOf(request) }, call),
    store.searchText({ ...wanted, k: depth }, call),
  ])
  const scored = await addCosines(store, worded, nearest, request)
  // Many images share a tag, and so a text score: of those, what looks like the query comes first.
  scored.sort((a, b) => b.textScore! - a.textScore! || compareScores(a, b))
  return fuse(nearest, scored).slice(0, k)
}

/** How the vectors’ side of such a search is done; by words alone no vector is looked for. */
export function describeWordSearch(
  store: VectorStore,
  mode: WordMode,
  request: Pick<SearchRequest, 'k' | 'numCandidates' | 'filter'>,
): SearchDescription {
  return mode === 'text'
    ? { kind: 'exact', numCandidates: null }
    : store.describeSearch({ ...breadthOf(request), filter: request.filter })
}

function depthOf(k: number): number {
  return Math.min(depthMax, Math.max(depthMin, depthPerHit * k))
}

function breadthOf({ k, numCandidates }: Pick<SearchRequest, 'k' | 'numCandidates'>) {
  const depth = depthOf(k)
  return { k: depth, numCandidates: numCandidates === undefined ? undefined : Math.max(numCandidates, depth) }
}

/** Hits by words as hits, without those that were removed meanwhile. `known` has some of them with their scores. */
async function addCosines(
  store: VectorStore,
  worded: readonly TextHit[],
  known: readonly Hit[],
  { vector, includeVectors }: Pick<SearchRequest, 'vector' | 'includeVectors'>,
): Promise<WordHit[]> {
  const knownHits = new Map(known.map((hit) => [hit.record.imageId, hit]))
  const idOf = ({ record }: TextHit) => record.imageId
  const unknown = worded.map(idOf).filter((id) => !knownHits.has(id))
  const vectors = await store.getVectors(unknown)
  const vectorOf = new Map(unknown.map((id, i) => [id, vectors[i]]))
  return worded.flatMap(({ record, textScore }) => {
    const hit = knownHits.get(record.imageId)
    if (hit) return [{ ...hit, textScore }]
    const own = vectorOf.get(record.imageId)
    if (!own) return []
    const score = Math.max(-1, Math.min(1, dot(vector, own)))
    return [{ record, score, textScore, ...(includeVectors ? { vector: own } : {}) }]
  })
}

function fuse(...lists: readonly WordHit[][]): WordHit[] {
  const fused = new Map<string, WordHit & { rankScore: number }>()
  for (const list of lists) {
    for (const [i, hit] of list.entries()) {
      const id = hit.record.imageId
      const rankScore = (fused.get(id)?.rankScore ?? 0) + 1 / (rankOffset + i + 1)
      fused.set(id, { ...fused.get(id), ...hit, rankScore })
    }
  }
  return [...fused.values()].sort((a, b) => b.rankScore - a.rankScore || compareScores(a, b))
}

function compareScores(a: Hit, b: Hit): number {
  return b.score - a.score || (a.record.imageId < b.record.imageId ? -1 : 1)
}
