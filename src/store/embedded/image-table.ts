// Every SQL statement on the `images` and `tombstones` tables. image-rows.ts has the rows as records; embedded-store.ts puts the calls into
// transactions.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { ImageFormat } from '../../embedder/embedder.ts'
import type { ImageRecord, StoredImage } from '../vector-store.ts'
import {
  type FilterableRow,
  filterableColumns,
  type Row,
  recordColumns,
  toFilterable,
  toRecord,
  toRow,
} from './image-rows.ts'
import type { IndexedImage } from './slot-columns.ts'
import { createWordTable } from './word-table.ts'

export type SlottedImage = StoredImage & { slot: number }
export type SlottedRecord = { record: ImageRecord; slot: number }

export type ImageTable = ReturnType<typeof createImageTable>

/** Prepares the statements. `dims` is the length of the vectors. */
export function createImageTable(sqlite: DatabaseSync, dims: number) {
  const words = createWordTable(sqlite)
  const columns = ['slot', ...recordColumns, 'vector']
  const record = `SELECT slot, ${recordColumns.join(', ')} FROM images`
  const insert = sqlite.prepare(
    `INSERT INTO images (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})`,
  )
  const update = sqlite.prepare(
    `UPDATE images SET ${recordColumns.map((column) => `${column} = :${column}`).join(', ')} WHERE slot = :slot`,
  )
  const remove = sqlite.prepare('DELETE FROM images WHERE slot = ?')
  const bySlot = sqlite.prepare('SELECT * FROM images WHERE slot = ?')
  const byId = sqlite.prepare(`${record} WHERE image_id = ?`)
  const byPath = sqlite.prepare(`${record} WHERE relative_path = ?`)
  const byContent = sqlite.prepare(`${record} WHERE content_sha256 = ? ORDER BY image_id LIMIT ?`)
  const vectorById = sqlite.prepare('SELECT vector FROM images WHERE image_id = ?')
  const afterSlot = sqlite.prepare(
    `SELECT slot, ${filterableColumns.join(', ')} FROM images WHERE slot > ? ORDER BY slot LIMIT ?`,
  )
  // Twice as fast as rows that are objects, which counts when a large store opens.
  afterSlot.setReturnArrays(true)
  const afterId = sqlite.prepare(`${record} WHERE image_id > ? ORDER BY image_id LIMIT ?`)
  const vectors = sqlite.prepare('SELECT vector FROM images')
  const slotRange = sqlite.prepare('SELECT min(slot) AS first, max(slot) AS last FROM images')
  const nextVector = sqlite.prepare('SELECT slot, vector FROM images WHERE slot >= ? ORDER BY slot LIMIT 1')
  const recordBySlot = sqlite.prepare(`${record} WHERE slot = ?`)
  const slotById = sqlite.prepare('SELECT slot FROM images WHERE image_id = ?')
  // U+10FFFF is the greatest code point, and stands for no character.
  const slotsIn = sqlite.prepare(
    `SELECT slot FROM images WHERE relative_path >= :pathPrefix AND relative_path < :pathPrefix || char(0x10ffff, 0x10ffff)
      AND instr(substr(relative_path, length(:folder) + 1), '/') = 0`,
  )
  slotsIn.setReturnArrays(true)
  const bury = sqlite.prepare('INSERT OR IGNORE INTO tombstones (relative_path) VALUES (?)')
  const unbury = sqlite.prepare('DELETE FROM tombstones WHERE relative_path = ?')
  const tombstone = sqlite.prepare('SELECT 1 FROM tombstones WHERE relative_path = ?')
  const tombstonesAfter = sqlite.prepare(
    'SELECT relative_path FROM tombstones WHERE relative_path > ? ORDER BY relative_path LIMIT ?',
  )
  const count = sqlite.prepare('SELECT count(*) AS count FROM images')
  const byFormat = sqlite.prepare(
    'SELECT format, count(*) AS images, coalesce(sum(size_bytes), 0) AS bytes FROM images GROUP BY format',
  )

  return {
    insert({ slot, record, vector }: SlottedImage): void {
      const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)
      insert.run({ ...toRow(record), slot, vector: bytes })
      words.put(slot, record)
    },
    update({ slot, record }: SlottedRecord): void {
      update.run({ ...toRow(record), slot })
      words.put(slot, record)
    },
    remove(slot: number): void {
      remove.run(slot)
      words.remove(slot)
    },
    findBySlot(slot: number): SlottedImage | null {
      const row = bySlot.get(slot)
      return row ? { ...toSlottedRecord(row), vector: toVector(row.vector, dims) } : null
    },
    findById: (imageId: string): SlottedRecord | null => toSlottedRecordOrNull(byId.get(imageId)),
    findByPath: (relativePath: string): SlottedRecord | null => toSlottedRecordOrNull(byPath.get(relativePath)),
    findByContent: (contentSha256: string, limit: number): ImageRecord[] =>
      byContent.all(contentSha256, limit).map(toRecord),
    findVector(imageId: string): Float32Array | null {
      const row = vectorById.get(imageId)
      return row ? toVector(row.vector, dims) : null
    },
    /** What filters ask of the rows after a slot, in the order of the slots. */
    readAfterSlot: (slot: number, limit: number): { slot: number; image: IndexedImage }[] =>
      (afterSlot.all(slot, limit) as unknown as FilterableRow[]).map(toFilterable),
    countSlots: (): number => Number(slotRange.get()!.last ?? -1) + 1,
    readAfterId: (imageId: string, limit: number): ImageRecord[] => afterId.all(imageId, limit).map(toRecord),
    sampleVectors(most: number): Float32Array[] {
      if (Number(count.get()!.count) <= most) return vectors.all().map((row) => toVector(row.vector, dims))
      const { first, last } = slotRange.get() as { first: number; last: number }
      const found = new Map<number, Float32Array>()
      // Slots that are free make the image behind them likelier; they are few.
      for (let i = 0; i < most; i++) {
        const row = nextVector.get(first + Math.floor(Math.random() * (last - first + 1)))!
        found.set(Number(row.slot), toVector(row.vector, dims))
      }
      return [...found.values()]
    },
    findRecordBySlot: (slot: number): ImageRecord | null =>
      toSlottedRecordOrNull(recordBySlot.get(slot))?.record ?? null,
    findSlot: (imageId: string): number | null => (slotById.get(imageId)?.slot as number | undefined) ?? null,
    /** The slots of the images in a folder, not in one below it, whose paths begin with the prefix. */
    findSlotsIn(folder: string, pathPrefix: string): number[] {
      const rows = slotsIn.all({ folder, pathPrefix }) as unknown as [number][]
      return rows.map(([slot]) => slot)
    },
    bury(relativePath: string): void {
      bury.run(relativePath)
    },
    unbury(relativePath: string): void {
      unbury.run(relativePath)
    },
    isBuried: (relativePath: string): boolean => tombstone.get(relativePath) !== undefined,
    readBuriedAfter: (relativePath: string, limit: number): string[] =>
      tombstonesAfter.all(relativePath, limit).map((row) => String(row.relative_path)),
    count: (): number => Number(count.get()!.count),
    countFormats: () =>
      byFormat.all().map(({ format, images, bytes }) => ({
        format: format as ImageFormat | null,
        images: Number(images),
        bytes: Number(bytes),
      })),
  }
}

function toSlottedRecord(row: Row): SlottedRecord {
  return { slot: row.slot as number, record: toRecord(row) }
}

function toSlottedRecordOrNull(row: Row | undefined): SlottedRecord | null {
  return row ? toSlottedRecord(row) : null
}

export function toVector(value: SQLOutputValue | undefined, dims: number): Float32Array {
  if (!(value instanceof Uint8Array) || value.byteLength !== dims * 4) {
    throw new Error('A row holds a vector of another length than its store.')
  }
  const { buffer, byteOffset, byteLength } = value
  // The driver gives each blob a buffer of its own; a view on it must start at a multiple of four.
  if (byteOffset % 4 === 0) return new Float32Array(buffer, byteOffset, dims)
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength))
}
