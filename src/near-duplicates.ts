// Hits that are near duplicates of each other, folded into one. Part of image-search.ts.
import type { Hit } from './store/vector-store.ts'
import { dot, nearDuplicateMin } from './vector.ts'

export type FoldedHit = Hit & {
  /** Ids of the hits behind it that are near duplicates of it, best first. */
  duplicateIds: string[]
}

/** Folds each hit into the first of `folded` that it is a near duplicate of, or adds it to them. The hits have their vectors. */
export function foldHits(folded: FoldedHit[], hits: readonly Hit[]): void {
  for (const hit of hits) {
    const first = folded.find((one) => isNearDuplicate(one, hit))
    if (first === undefined) folded.push({ ...hit, duplicateIds: [] })
    else first.duplicateIds.push(hit.record.imageId)
  }
}

/** Also without a vector's help: the same bytes are the same picture. */
function isNearDuplicate(a: Hit, b: Hit): boolean {
  if (a.record.contentSha256 !== null && a.record.contentSha256 === b.record.contentSha256) return true
  return dot(a.vector!, b.vector!) >= nearDuplicateMin
}
