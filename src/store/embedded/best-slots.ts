// Of scored slots the best, equal scores by the ids of their images. text-search.ts is the caller.
import type { DatabaseSync } from 'node:sqlite'
import { createKthGreatest } from './kth-greatest.ts'
import { byId, createOrderedSlots } from './ordered-slots.ts'
import { putSlot, wordsFor } from './slot-mask.ts'

export type ScoredSlot = { slot: number; score: number }

export type BestSlots = {
  /** By slot; those that score 0 do not count. Best first, at most `k`. */
  choose(scores: Float64Array, k: number): ScoredSlot[]
}

export function createBestSlots(sqlite: DatabaseSync): BestSlots {
  const ordered = createOrderedSlots(sqlite)
  return {
    choose(scores, k) {
      const kth = createKthGreatest(k, 0)
      for (const score of scores) if (score > 0) kth.add(score)
      const least = kth.value()
      const better = new Uint32Array(wordsFor(scores.length))
      const ties = new Uint32Array(wordsFor(scores.length))
      for (let slot = 0; slot < scores.length; slot++) {
        if (scores[slot]! > least) putSlot(better, slot)
        else if (scores[slot] === least && least > 0) putSlot(ties, slot)
      }
      const best = ordered.firstOf(better, byId, { limit: k })
      const rest = best.length < k ? ordered.firstOf(ties, byId, { limit: k - best.length }) : []
      // Equal scores stay in the order of the ids.
      return [...best, ...rest].map((slot) => ({ slot, score: scores[slot]! })).sort((a, b) => b.score - a.score)
    },
  }
}
