// Lists and counts of the embedded store, by filter; embedded-store.ts is the caller.
import { isEmptyFilter } from '../../filter.ts'
import type { ListOrder, ListRequest, StoreSummary, VectorStore } from '../vector-store.ts'
import { countFacets } from './count-facets.ts'
import type { Database } from './database.ts'
import type { ImageTable } from './image-table.ts'
import { compareKeys, createOrderedSlots, type SlotKey } from './ordered-slots.ts'
import type { SlotIndex } from './slot-index.ts'
import { countSlots, type SlotMask } from './slot-mask.ts'

/** Up to this many matches are fetched and sorted; among more of them, a page is found soon by walking the ids. */
const sortedMatchesMax = 2_000

export type ImageListerParts = { database: Database; images: ImageTable; slotIndex: SlotIndex }

const byId: ListOrder = { by: 'imageId', isDescending: false }

export function createImageLister({ database, images, slotIndex }: ImageListerParts): Pick<
  VectorStore,
  'list' | 'count' | 'countFacets'
> & {
  summarise(): Promise<Omit<StoreSummary, 'indexBytes'>>
} {
  const ordered = createOrderedSlots(database.sqlite)
  return {
    async list({ filter = {}, order = byId, ...request }) {
      return database.read(() => {
        const mask = isEmptyFilter(filter) ? null : slotIndex.match(filter)
        const slots =
          mask !== null && countSlots(mask) <= sortedMatchesMax
            ? sortMatches(mask, order, request)
            : walkOrder(mask, order, request)
        return slots.map((slot) => images.findRecordBySlot(slot)!)
      })
    },
    async summarise() {
      const rows = database.read(() => images.countFormats())
      return {
        images: rows.reduce((sum, row) => sum + row.images, 0),
        pictureBytes: rows.reduce((sum, row) => sum + row.bytes, 0),
        formats: Object.fromEntries(
          rows.filter(({ format }) => format !== null).map((row) => [row.format, row.images]),
        ),
      }
    },
    async count(filter = {}) {
      return database.read(() => (isEmptyFilter(filter) ? slotIndex.size : countSlots(slotIndex.match(filter))))
    },
    async countFacets(request) {
      return database.read(() => countFacets(slotIndex, request))
    },
  }

  function sortMatches(mask: SlotMask, order: ListOrder, { limit, afterId, afterValue = null }: Page): number[] {
    const matches: SlotKey[] = []
    mask.forEach((held, slot) => {
      if (held === 1) matches.push(ordered.keyOf(slot, order))
    })
    const after = afterId === undefined ? null : { imageId: afterId, value: afterValue }
    return matches
      .filter((key) => after === null || compareKeys(order, after, key) < 0)
      .sort((a, b) => compareKeys(order, a, b))
      .slice(0, limit)
      .map(({ slot }) => slot)
  }

  /** All without a mask. */
  function walkOrder(mask: SlotMask | null, order: ListOrder, { limit, ...place }: Page): number[] {
    const found: number[] = []
    for (const slot of ordered.walk(order, place)) {
      if (mask === null || mask[slot] === 1) found.push(slot)
      if (found.length === limit) break
    }
    return found
  }
}

type Page = Pick<ListRequest, 'limit' | 'afterId' | 'afterValue'>
