// Where a page of hits begins and ends. Part of image-search.ts.
import { createError } from './errors.ts'
import type { PagePosition, QueryPart, SearchOptions } from './image-search.ts'
import { type Cutoff, countRelevant, type QueryKind } from './relevance.ts'
import type { Hit, HitPosition } from './store/vector-store.ts'

/** Pages of a search begin no deeper: an approximate search finds the hits before them again for each. */
export const pageDepthMax = 1_000

export function positionAfter(hits: readonly Hit[], k: number, before: Partial<PagePosition>): PagePosition | null {
  if (hits.length <= k) return null
  const { score, record } = hits[k - 1]!
  const { depth = 0, cutoff } = before
  return { score, imageId: record.imageId, depth: depth + k, ...(cutoff && { cutoff }) }
}

export function cutHits(hits: readonly Hit[], cutoff: Cutoff | null, after: HitPosition | undefined): readonly Hit[] {
  if (cutoff === null) return []
  const scores = hits.map(({ score }) => score)
  return hits.slice(0, countRelevant(scores, cutoff, after?.score))
}

/** That of the part which counts most. A vector is taken for a picture's, whose scores lie higher. */
export function kindOf(parts: readonly QueryPart[], found: readonly { type: string }[]): QueryKind {
  const weights = parts.map(({ weight }) => Math.abs(weight))
  return found[weights.indexOf(Math.max(...weights))]!.type === 'text' ? 'text' : 'image'
}

export function checkDepth({ after }: SearchOptions): void {
  if ((after?.depth ?? 0) < pageDepthMax) return
  const detail = `Pages of a search begin within its first ${pageDepthMax} hits.`
  throw createError('PAGE_TOO_DEEP', detail)
}
