// A search of the embedded store by terms: each term's slots are read and scored here, so that a filter's mask acts before the best are
// chosen, and other work gets its turn in between. embedded-index.ts is the caller.
import { setImmediate } from 'node:timers/promises'
import type { ImageRecord, TextHit, TextSearchRequest } from '../vector-store.ts'
import { type BestSlots, createBestSlots, type ScoredSlot } from './best-slots.ts'
import type { NearestSearchParts } from './nearest-search.ts'
import { hasSlot, takeSlot } from './slot-mask.ts'
import { giveWay, rowsPerTurn } from './turns.ts'
import { createWordReader } from './word-table.ts'

/** Slots of a term read before other work gets its turn: about 3 ms. */
const slotsPerTurn = 5_000

export type TextSearch = (request: TextSearchRequest, signal?: AbortSignal) => Promise<TextHit[]>

export function createTextSearch({ database, images, slotIndex, writeGate }: NearestSearchParts): TextSearch {
  const reader = createWordReader(database.sqlite)
  const bestSlots: BestSlots = createBestSlots(database.sqlite)
  const changes = database.sqlite.prepare('SELECT total_changes() AS value')
  const countChanges = () => database.read(() => changes.get()!.value)

  return async (request, signal) => {
    // A write in between moves images to slots that were read already: then once more, while writes wait.
    for (let isAlone = false; ; isAlone = true) {
      const letWritesGo = isAlone ? writeGate.hold() : () => {}
      try {
        // For writes that had passed the gate.
        if (isAlone) await setImmediate()
        const before = countChanges()
        const hits = await readHits(await findBest(request, signal), signal)
        if (isAlone || countChanges() === before) return hits
      } finally {
        letWritesGo()
      }
    }
  }

  async function findBest(
    { terms, k, filter = {}, excludeIds = [] }: TextSearchRequest,
    signal: AbortSignal | undefined,
  ): Promise<ScoredSlot[]> {
    const mask = database.read(() => slotIndex.match(filter))
    const excluded = database.read(() => excludeIds.map((id) => images.findSlot(id)))
    for (const slot of excluded) if (slot !== null) takeSlot(mask, slot)
    const scores = new Float64Array(mask.length * 32)
    for (const term of new Set(terms)) {
      const slots = await readSlots(term, signal)
      const rarity = rarityOf(slots.length, slotIndex.size)
      for (const slot of slots) if (hasSlot(mask, slot)) scores[slot]! += rarity
    }
    return database.read(() => bestSlots.choose(scores, k))
  }

  async function readSlots(term: string, signal: AbortSignal | undefined): Promise<number[]> {
    const slots: number[] = []
    for (;;) {
      const more = database.read(() => reader.readSlots(term, slots.at(-1) ?? -1, slotsPerTurn))
      for (const slot of more) slots.push(slot)
      if (more.length < slotsPerTurn) return slots
      await giveWay(signal)
    }
  }

  async function readHits(scored: readonly ScoredSlot[], signal: AbortSignal | undefined): Promise<TextHit[]> {
    const hits: TextHit[] = []
    for (const [i, { slot, score }] of scored.entries()) {
      if (i > 0 && i % rowsPerTurn === 0) await giveWay(signal)
      const record: ImageRecord | null = database.read(() => images.findRecordBySlot(slot))
      // It is gone: then something was written, and these hits are not the answer.
      if (record !== null) hits.push({ record, textScore: score })
    }
    return hits
  }
}

/** Robertson and Spärck Jones’s weight as Lucene’s BM25 has it, above 0: words of few images say more. */
function rarityOf(withTerm: number, images: number): number {
  return Math.log(1 + Math.max(0, images - withTerm + 0.5) / (withTerm + 0.5))
}
