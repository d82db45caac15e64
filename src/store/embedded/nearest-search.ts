// A search of the embedded store: the workers name the slots that may hold the k nearest (scan-pool.ts), the rows of those
// are read and scored exactly, and what changed in between is noticed. embedded-store.ts is the caller.
import { type Filter, isEmptyFilter, matchesFilter } from '../../filter.ts'
import { dot } from '../../vector.ts'
import type { Hit, HitPosition, SearchDescription, SearchRequest } from '../vector-store.ts'
import type { Database } from './database.ts'
import type { ImageTable } from './image-table.ts'
import type { ScanPool } from './scan-pool.ts'
import type { SlotIndex } from './slot-index.ts'
import { countSlots, type SlotMask } from './slot-mask.ts'
import { giveWay, rowsPerTurn } from './turns.ts'
import type { Snapshot, VectorMirror } from './vector-mirror.ts'
import type { WriteGate } from './write-gate.ts'

/** How often a search starts again because an image among its hits was replaced, changed or removed meanwhile. */
const attemptsMax = 5

export type NearestSearchParts = {
  database: Database
  images: ImageTable
  mirror: VectorMirror
  slotIndex: SlotIndex
  pool: ScanPool
  writeGate: WriteGate
  /** Up to so many images are all compared; among more, those are passed over first whose signs say that they are not near. */
  exactMax: number
}

export type NearestSearch = {
  search(request: SearchRequest, signal?: AbortSignal): Promise<Hit[]>
  describe(request: Pick<SearchRequest, 'filter'>): SearchDescription
}

/** The search of a store with these parts. Its requests hold vectors of the store's dims. */
export function createNearestSearch(parts: NearestSearchParts): NearestSearch {
  const { database, images, mirror, slotIndex, pool, writeGate, exactMax } = parts

  return {
    search,
    describe: ({ filter }) => ({ kind: isExact(matchFilter(filter)) ? 'exact' : 'approximate', numCandidates: null }),
  }

  async function search(request: SearchRequest, signal?: AbortSignal): Promise<Hit[]> {
    for (let attempt = 1; ; attempt++) {
      // Writes wait for the last attempt, so that a picture which is rewritten all the time is found like any other.
      const letWritesGo = attempt === attemptsMax ? writeGate.hold() : () => {}
      const snapshot = mirror.openSnapshot()
      try {
        const slots = await scan(request, snapshot, signal)
        const { hits, changed } = await readHits(request, slots, signal)
        if (changed === 0 || attempt === attemptsMax) return best(hits, request)
      } finally {
        mirror.closeSnapshot(snapshot)
        letWritesGo()
      }
    }
  }

  function matchFilter(filter: Filter | undefined): SlotMask | undefined {
    return filter && !isEmptyFilter(filter) ? slotIndex.match(filter) : undefined
  }

  function isExact(mask: SlotMask | undefined): boolean {
    return !mirror.signs.areReady || (mask ? countSlots(mask) : slotIndex.size) <= exactMax
  }

  function scan(
    { vector, k, minScore = Number.NEGATIVE_INFINITY, after, filter, excludeIds = [] }: SearchRequest,
    snapshot: Snapshot,
    signal: AbortSignal | undefined,
  ): Promise<Uint32Array> {
    const excluded = database.read(() => excludeIds.map((id) => images.findSlot(id)))
    const excludedSlots = new Set(excluded.filter((slot) => slot !== null))
    const mask = matchFilter(filter)
    // A copy, because sending a part of a greater buffer would send all of it.
    const scan = {
      vector: vector.slice(),
      k,
      minScore,
      scoreMax: after?.score ?? Number.POSITIVE_INFINITY,
      bySigns: !isExact(mask),
      mask,
      excludedSlots,
    }
    return pool.scan({ ...scan, ...snapshot, slotStart: 0 }, signal)
  }

  /** The hits at these slots, and how many of the slots no longer hold what the scan saw. */
  async function readHits(
    { vector, filter = {}, includeVectors }: SearchRequest,
    slots: Uint32Array,
    signal: AbortSignal | undefined,
  ): Promise<{ hits: Hit[]; changed: number }> {
    const hits: Hit[] = []
    for (const [i, slot] of slots.entries()) {
      if (i > 0 && i % rowsPerTurn === 0) await giveWay(signal)
      const image = database.read(() => images.findBySlot(slot))
      if (!image || !matchesFilter(filter, image.record)) continue
      const hit: Hit = { record: image.record, score: dot(vector, image.vector) }
      if (includeVectors) hit.vector = image.vector
      hits.push(hit)
    }
    return { hits, changed: slots.length - hits.length }
  }
}

/** The best k, equal scores by id. Cosines of nearly unit vectors may pass 1 by rounding: they are cut to [-1, 1]. */
function best(hits: Hit[], { k, minScore = Number.NEGATIVE_INFINITY, after }: SearchRequest): Hit[] {
  for (const hit of hits) hit.score = Math.max(-1, Math.min(1, hit.score))
  return hits
    .filter(({ score, record }) => score >= minScore && isBehind(after, score, record.imageId))
    .sort((a, b) => b.score - a.score || (a.record.imageId < b.record.imageId ? -1 : 1))
    .slice(0, k)
}

function isBehind(after: HitPosition | undefined, score: number, imageId: string): boolean {
  return after === undefined || score < after.score || (score === after.score && imageId > after.imageId)
}
