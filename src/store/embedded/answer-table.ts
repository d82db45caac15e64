// The rows of the `answers` table: the embedded store's part of the port ../answer-store.ts. embedded-index.ts puts it into the store.
import { type AnswerStore, isOver, type KeptAnswer } from '../answer-store.ts'
import type { Database } from './database.ts'

export function createAnswerTable(database: Database): AnswerStore {
  const { sqlite } = database
  const byKey = sqlite.prepare('SELECT document FROM answers WHERE key = ?')
  const put = sqlite.prepare('INSERT OR REPLACE INTO answers (key, taken_at, document) VALUES (?, ?, ?)')
  const drop = sqlite.prepare('DELETE FROM answers WHERE key = ?')
  const forget = sqlite.prepare('DELETE FROM answers WHERE taken_at < ?')
  const write = (key: string, kept: KeptAnswer) => void put.run(key, kept.at, JSON.stringify(kept))
  return {
    take: async (key, kept, limits) =>
      database.transact(() => {
        forget.run(limits.forgottenBefore)
        const row = byKey.get(key)
        const found: KeptAnswer | null = row ? JSON.parse(String(row.document)) : null
        if (found !== null && !isOver(found, limits)) return found
        write(key, kept)
        return null
      }),
    put: async (key, kept) => database.transact(() => write(key, kept)),
    drop: async (key) => database.transact(() => void drop.run(key)),
  }
}
