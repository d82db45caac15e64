// Lists and counts of the embedded store, by filter; embedded-store.ts is the caller.
import { isEmptyFilter } from '../../filter.ts'
import type { StoreSummary, VectorStore } from '../vector-store.ts'
import type { Database } from './database.ts'
import type { ImageTable } from './image-table.ts'
import type { SlotIndex } from './slot-index.ts'
import { countSlots, type SlotMask } from './slot-mask.ts'

/** Up to this many matches are fetched and sorted; among more of them, a page is found soon by walking the ids. */
const sortedMatchesMax = 2_000

export type ImageListerParts = { database: Database; images: ImageTable; slotIndex: SlotIndex }

export function createImageLister({
  database,
  images,
  slotIndex,
}: ImageListerParts): Pick<VectorStore, 'list' | 'count'> & { summarise(): Promise<Omit<StoreSummary, 'indexBytes'>> } {
  return {
    async list({ limit, afterId = '', filter = {} }) {
      return database.read(() => {
        if (isEmptyFilter(filter)) return images.readAfterId(afterId, limit)
        const mask = slotIndex.match(filter)
        const find = countSlots(mask) > sortedMatchesMax ? walkIds : sortIds
        return find(mask, afterId, limit).map((slot) => images.findRecordBySlot(slot)!)
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
  }

  function sortIds(mask: SlotMask, afterId: string, limit: number): number[] {
    const matches: { slot: number; id: string }[] = []
    mask.forEach((held, slot) => {
      if (held === 1) matches.push({ slot, id: images.findIdBySlot(slot) })
    })
    return matches
      .filter(({ id }) => id > afterId)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit)
      .map(({ slot }) => slot)
  }

  function walkIds(mask: SlotMask, afterId: string, limit: number): number[] {
    const found: number[] = []
    for (const slot of images.iterateSlotsAfterId(afterId)) {
      if (mask[slot] === 1) found.push(slot)
      if (found.length === limit) break
    }
    return found
  }
}
