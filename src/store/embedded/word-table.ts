// The terms of each image, by slot: a full-text table of SQLite that takes them as they are. image-table.ts keeps it in step with its
// rows; text-search.ts asks it.
import type { DatabaseSync } from 'node:sqlite'
import { toRecordTerms, type WordSource } from '../../search-words.ts'

export type WordTable = {
  /** Puts the record's terms in the place of what the slot had. */
  put(slot: number, record: WordSource): void
  remove(slot: number): void
}

export type WordReader = {
  /** Slots with the term, ascending, behind `afterSlot`. */
  readSlots(term: string, afterSlot: number, limit: number): number[]
}

/** Makes the function that a step of schema.ts fills the table with. `tags` is a JSON array; there were no captions then. */
export function registerTerms(sqlite: DatabaseSync): void {
  sqlite.function('likeness_terms', { deterministic: true }, (imageName, relativePath, tags) =>
    joinTerms({
      imageName: String(imageName),
      relativePath: String(relativePath),
      tags: JSON.parse(String(tags)),
      caption: null,
    }),
  )
}

export function createWordTable(sqlite: DatabaseSync): WordTable {
  const put = sqlite.prepare('INSERT OR REPLACE INTO image_words (rowid, terms) VALUES (?, ?)')
  const remove = sqlite.prepare('DELETE FROM image_words WHERE rowid = ?')
  return {
    put(slot, record) {
      put.run(slot, joinTerms(record))
    },
    remove(slot) {
      remove.run(slot)
    },
  }
}

export function createWordReader(sqlite: DatabaseSync): WordReader {
  const slotsOf = sqlite.prepare(
    'SELECT rowid FROM image_words WHERE image_words MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?',
  )
  slotsOf.setReturnArrays(true)
  return {
    readSlots(term, afterSlot, limit) {
      // As a string of the query's own language, so that no term is one of its words, such as NEAR.
      const match = `"${term.replaceAll('"', '""')}"`
      return (slotsOf.all(match, afterSlot, limit) as unknown as [number][]).map(([slot]) => slot)
    },
  }
}

function joinTerms(record: WordSource): string {
  return toRecordTerms(record).join(' ')
}
