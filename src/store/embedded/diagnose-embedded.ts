// Everything that `likeness doctor` looks at in an embedded store's folder, whoever owns it: the folder, its owner, each
// database, and whether one of them is the model's. Nothing is changed. embedded-adapter.ts makes it known.
import type { VectorSpace } from '../../embedder/embedder.ts'
import { isLikenessError } from '../../errors.ts'
import { canBeMade, diagnoseRoom, findFolderState } from '../diagnose-folder.ts'
import { diagnoseMigration, diagnoseSpace } from '../diagnose-space.ts'
import { count, type Finding, failure, ok } from '../diagnosis.ts'
import { checkDatabase, type DatabaseState } from './check-database.ts'
import { listDatabases } from './database-files.ts'
import { type IndexState, readIndexState } from './index-state.ts'
import { findMigration } from './migration-lock.ts'
import { findOwner } from './owner-lock.ts'

/** `space` is that of the settings' model; null where it cannot be told. */
export function diagnoseEmbedded(folder: string, space: VectorSpace | null): Finding[] {
  const state = findFolderState(folder)
  if (state !== 'usable' && state !== 'read only') return [toUnusable(folder, state)]
  const room = diagnoseRoom('disk', folder)
  if (state === 'read only') {
    const advice = `Let the user of the service write to it, or name another folder in STORE_URL.`
    return [failure('store folder', `${folder} cannot be written to`, advice), room]
  }
  return [
    ok('store folder', folder),
    ...attempt('owner', () => [describeOwner(folder)]),
    ...inspect(folder, space),
    room,
  ]
}

function toUnusable(folder: string, state: string): Finding {
  const advice = 'Correct the folder in STORE_URL, or who may use it.'
  if (state === 'no folder') return failure('store folder', `${folder} is not a folder`, advice)
  if (state === 'unreadable') return failure('store folder', `${folder} cannot be read`, advice)
  return canBeMade(folder)
    ? ok('store folder', `${folder} is not there yet: the first start or ingest makes it`)
    : failure('store folder', `${folder} is not there and cannot be made`, advice)
}

function describeOwner(folder: string): Finding {
  const owner = findOwner(folder)
  if (owner === null) return ok('owner', 'no process has the store open')
  const who = owner.pid === null ? 'another process' : `process ${owner.pid}`
  return ok('owner', owner.url === null ? `${who} has the store open` : `${who} serves it at ${owner.url}`)
}

function inspect(folder: string, space: VectorSpace | null): Finding[] {
  const names = listDatabases(folder)
  if (names.length === 0) return [ok('index', 'there is no database yet: the first start or ingest makes it')]
  const databases = names.map((name) => checkDatabase(folder, name))
  const findings = databases.map(({ finding }) => finding)
  return [...findings, ...attempt('index', () => describeIndexes(databases, readIndexState(folder), folder, space))]
}

function describeIndexes(
  databases: readonly DatabaseState[],
  { serving, finished }: IndexState,
  folder: string,
  space: VectorSpace | null,
): Finding[] {
  const describe = ({ name }: DatabaseState) => {
    if (name === serving) return `${name} serves`
    return finished.includes(name) ? `${name} is kept` : `${name} is not finished`
  }
  const indexes = databases.flatMap((database) =>
    database.space === null
      ? []
      : [
          {
            name: database.name,
            space: database.space,
            isServing: database.name === serving,
            isFilling: !finished.includes(database.name),
          },
        ],
  )
  const migration = findMigration(folder)
  const migrating = migration && (migration.pid === null ? 'another process' : `process ${migration.pid}`)
  const found = `${count(databases.length, 'database')}: ${databases.map(describe).join(', ')}`
  return [ok('index', found), ...diagnoseMigration(indexes, migrating), ...diagnoseSpace(indexes, space)]
}

/** Runs a check whose failure is a finding of its own. */
function attempt(check: string, work: () => Finding[]): Finding[] {
  try {
    return work()
  } catch (error) {
    if (!isLikenessError(error)) throw error
    return [
      failure(check, error.message, 'Use the user that the service runs as, or restore the folder from a backup.'),
    ]
  }
}
