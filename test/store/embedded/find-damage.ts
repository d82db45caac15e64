// What SQLite itself finds wrong with a store's file, and rows and words that are not in step. The crash tests of the store and of the service ask after each kill.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { firstDatabaseName as databaseName } from '../../../src/store/embedded/database-files.ts'

/** The faults of the store in `folder`, which no process may have open; none for a whole one. */
export function findDamage(folder: string): string[] {
  const sqlite = new DatabaseSync(join(folder, databaseName), { readOnly: true })
  try {
    const result = sqlite.prepare('PRAGMA integrity_check').get()!.integrity_check
    const [slots, words] = [
      slotsOf(sqlite, 'SELECT slot FROM images'),
      slotsOf(sqlite, 'SELECT rowid FROM image_words'),
    ]
    return [
      ...(result === 'ok' ? [] : [`integrity_check: ${result}`]),
      ...[...slots.symmetricDifference(words)].map((slot) => `slot ${slot} has no row, or no words`),
    ]
  } finally {
    sqlite.close()
  }
}

/** None in a file that got no tables before the process was killed. */
function slotsOf(sqlite: DatabaseSync, sql: string): Set<unknown> {
  if (!sqlite.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'image_words'").get()) return new Set()
  return new Set(
    sqlite
      .prepare(sql)
      .all()
      .flatMap((row) => Object.values(row)),
  )
}
