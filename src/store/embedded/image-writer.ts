// The writes of the embedded store: a transaction each, then, once it is committed, the same change in memory.
// Behind the gate all of it runs without a pause, so no two writes and no read ever meet halfway. embedded-index.ts is the caller.
import { changeAttributes } from '../../attributes.ts'
import { createError } from '../../errors.ts'
import { assertUnitVector } from '../../vector.ts'
import type { MigrationTarget } from '../index-life.ts'
import type { ImageChanges, ImageRecord, StoredImage } from '../vector-store.ts'
import type { Database } from './database.ts'
import type { ImageTable, SlottedImage, SlottedRecord } from './image-table.ts'
import type { SlotIndex } from './slot-index.ts'
import type { VectorMirror } from './vector-mirror.ts'
import type { WriteGate } from './write-gate.ts'

export type ImageWriterParts = {
  database: Database
  images: ImageTable
  mirror: VectorMirror
  slotIndex: SlotIndex
  writeGate: WriteGate
}

/** The writing part of a store whose vectors have `dims` numbers. A batch holds this thread for about 0.1 ms an image. */
export function createImageWriter(
  { database, images, mirror, slotIndex, writeGate }: ImageWriterParts,
  dims: number,
): Pick<MigrationTarget, 'upsert' | 'update' | 'remove' | 'bury'> {
  return {
    async upsert(batch) {
      for (const { vector } of batch) assertUnitVector(vector, dims)
      const latest = [...new Map(batch.map((image) => [image.record.imageId, image])).values()]
      await writeGate.pass()
      const { placed, replaced } = database.transact(() => writeImages(latest))
      forget(replaced)
      mirror.apply({ placed, freed: replaced.map(({ slot }) => slot) })
      for (const { slot, record } of placed) slotIndex.add(slot, record)
    },
    async update(imageId, changes, updatedAt) {
      await writeGate.pass()
      const written = database.transact(() => {
        const old = images.findById(imageId)
        if (!old) return null
        const record = {
          ...old.record,
          ...present(changes),
          attributes: changeAttributes(old.record.attributes, changes.attributes ?? {}),
          updatedAt,
        }
        images.update({ slot: old.slot, record })
        return { old, record }
      })
      if (!written) return null
      const { old, record } = written
      slotIndex.remove(old.slot, old.record)
      slotIndex.add(old.slot, record)
      return record
    },
    async remove(imageIds, { isForgotten = false } = {}) {
      await writeGate.pass()
      const removed = database.transact(() => removeImages(new Set(imageIds), isForgotten))
      forget(removed)
      mirror.apply({ placed: [], freed: removed.map(({ slot }) => slot) })
      return removed.map(({ record }) => record)
    },
    async bury(relativePaths) {
      database.transact(() => {
        for (const path of relativePaths) if (!images.findByPath(path)) images.bury(path)
      })
    },
  }

  /** Removes the old rows before the new are written: within a batch, images may trade their paths. */
  function writeImages(batch: StoredImage[]): { placed: SlottedImage[]; replaced: SlottedRecord[] } {
    const replaced = batch.map(({ record }) => images.findById(record.imageId)).filter((found) => found !== null)
    for (const { slot } of replaced) images.remove(slot)
    const slots = mirror.reserve(batch.length)
    const placed = batch.map((image, i) => ({ ...image, slot: slots[i]! }))
    for (const image of placed) {
      assertPathFree(image.record)
      images.insert(image)
      images.unbury(image.record.relativePath)
    }
    return { placed, replaced }
  }

  function assertPathFree({ relativePath }: ImageRecord): void {
    const holder = images.findByPath(relativePath)
    if (!holder) return
    throw createError('PATH_TAKEN', `The image ${holder.record.imageId} lies at ${relativePath}.`)
  }

  function removeImages(imageIds: ReadonlySet<string>, isForgotten: boolean): SlottedRecord[] {
    const removed = [...imageIds].map((id) => images.findById(id)).filter((found) => found !== null)
    for (const { slot, record } of removed) {
      images.remove(slot)
      if (!isForgotten) images.bury(record.relativePath)
    }
    return removed
  }

  function forget(gone: readonly SlottedRecord[]): void {
    for (const { slot, record } of gone) slotIndex.remove(slot, record)
  }
}

/** The changes without the fields that are present but undefined: those keep their values too. */
function present(changes: ImageChanges): ImageChanges {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}
