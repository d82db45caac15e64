// Where a page of hits begins and ends. Part of image-search.ts.
import { createError } from './errors.ts'
import type { PagePosition, QueryPart, SearchOptions } from './image-search.ts'
import { type Cutoff, countRelevant, type QueryKind } from './relevance.ts'
import type { Hit, HitPosition } from './store/vector-store.ts'
import { scoreNoise } from './vector.ts'

/** Pages of a search begin no deeper: an approximate search finds the hits before them again for each. */
export const pageDepthMax = 1_000

/** More copies of one vector than these may come twice where a page ends among them. */
const nearIdsMax = 40

/** Null where the hits end with the page; `before` is where the page began, and what else the next one must know. */
export function positionAfter(
  hits: readonly Hit[],
  k: number,
  before: Partial<PagePosition>,
  { isExact }: { isExact: boolean },
): PagePosition | null {
  if (hits.length <= k) return null
  const { cutoff } = before
  return { ...hitPosition(hits.slice(0, k), before, { isExact }), ...(cutoff && { cutoff }) }
}

/** The place of the last of these hits, which came behind `before`. */
export function hitPosition(
  hits: readonly Hit[],
  { score: scoreBefore = Number.POSITIVE_INFINITY, depth = 0, nearIds = [] }: Partial<HitPosition>,
  { isExact }: { isExact: boolean },
): HitPosition {
  const { score, record } = hits.at(-1)!
  const position = { score, imageId: record.imageId, depth: depth + hits.length }
  if (isExact) return position
  const near = hits.filter((hit) => hit.score - score <= scoreNoise).map((hit) => hit.record.imageId)
  const earlier = scoreBefore - score <= scoreNoise ? nearIds : []
  return { ...position, nearIds: [...earlier, ...near].slice(-nearIdsMax) }
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
