// Lists and counts of the embedded store, by filter; embedded-store.ts is the caller.
import { isEmptyFilter, matchesFilter } from '../../filter.ts'
import type { ImageRecord, StoreSummary, VectorStore } from '../vector-store.ts'
import { countFacets } from './count-facets.ts'
import type { Database } from './database.ts'
import type { ImageTable } from './image-table.ts'
import { byId, createOrderedSlots } from './ordered-slots.ts'
import type { SlotIndex } from './slot-index.ts'
import { countSlots } from './slot-mask.ts'
import { giveWay } from './turns.ts'

export type ImageListerParts = { database: Database; images: ImageTable; slotIndex: SlotIndex }

export function createImageLister({ database, images, slotIndex }: ImageListerParts): Pick<
  VectorStore,
  'list' | 'count' | 'countFacets'
> & {
  summarise(): Promise<Omit<StoreSummary, 'indexBytes'>>
} {
  const ordered = createOrderedSlots(database.sqlite)

  function readPart(parts: Iterator<number[]>): ImageRecord[] | null {
    const { done, value } = parts.next()
    return done ? null : value.map((slot: number) => images.findRecordBySlot(slot)!)
  }

  return {
    async list({ filter = {}, order = byId, ...request }) {
      const mask = isEmptyFilter(filter) ? null : database.read(() => slotIndex.match(filter))
      const parts = ordered.partsOf(mask, order, request)[Symbol.iterator]()
      const records: ImageRecord[] = []
      for (;;) {
        const part = database.read(() => readPart(parts))
        // A write since the mask was made may have given a slot to another image.
        records.push(...(part?.filter((record) => matchesFilter(filter, record)) ?? []))
        if (part === null || records.length >= request.limit) return records.slice(0, request.limit)
        await giveWay()
      }
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
    async countFacets({ filter = {}, ...request }) {
      const mask = database.read(() => slotIndex.match(filter))
      return countFacets(slotIndex, mask, request)
    },
  }
}
