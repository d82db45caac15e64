// Of scored slots the best, equal scores by the ids of their images. text-search.ts is the caller.
import type { DatabaseSync } from 'node:sqlite'
import type { ListOrder } from '../vector-store.ts'
import { createKthGreatest } from './kth-greatest.ts'
import { compareKeys, createOrderedSlots } from './ordered-slots.ts'

export type ScoredSlot = { slot: number; score: number }

export type BestSlots = {
  /** By slot; those that score 0 do not count. Best first, at most `k`. */
  choose(scores: Float64Array, k: number): ScoredSlot[]
}

/** Up to this many ids of equal scores are read and sorted; among more of them the first are found soon by walking the ids. */
const sortedTiesMax = 2_000

const byId: ListOrder = { by: 'imageId', isDescending: false }

export function createBestSlots(sqlite: DatabaseSync): BestSlots {
  const ordered = createOrderedSlots(sqlite)

  function sortById(slots: readonly number[]): number[] {
    const keys = slots.map((slot) => ordered.keyOf(slot, byId))
    return keys.sort((a, b) => compareKeys(byId, a, b)).map(({ slot }) => slot)
  }

  function firstById(slots: readonly number[], count: number): number[] {
    if (slots.length <= sortedTiesMax) return sortById(slots).slice(0, count)
    const wanted = new Set(slots)
    const first: number[] = []
    for (const slot of ordered.walk(byId, {})) {
      if (wanted.has(slot)) first.push(slot)
      if (first.length === count) break
    }
    return first
  }

  return {
    choose(scores, k) {
      const kth = createKthGreatest(k, 0)
      for (const score of scores) if (score > 0) kth.add(score)
      const least = kth.value()
      const better: number[] = []
      const ties: number[] = []
      for (let slot = 0; slot < scores.length; slot++) {
        if (scores[slot]! > least) better.push(slot)
        else if (scores[slot] === least && least > 0) ties.push(slot)
      }
      const chosen = [...sortById(better), ...firstById(ties, k - better.length)]
      // Equal scores stay in the order of the ids.
      return chosen.map((slot) => ({ slot, score: scores[slot]! })).sort((a, b) => b.score - a.score)
    },
  }
}
