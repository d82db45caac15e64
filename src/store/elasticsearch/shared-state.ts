// What the indexes of one store share, whatever their model: the tombstones of removed pictures, and who uses and migrates
// them. One small index beside the others, `<store>-state`.
import { createHash } from 'node:crypto'
import type { estypes } from '@elastic/elasticsearch'
import type { Engine } from './engine.ts'
import { readDocumentError, toItemError } from './engine-failure.ts'
import { countDocuments } from './image-reader.ts'
import { isAlreadyThere, writeAliasOf } from './index-names.ts'

const properties: Record<string, estypes.MappingProperty> = {
  kind: { type: 'keyword' },
  relative_path: { type: 'keyword' },
  /** Of an instance: the index that it uses. */
  index: { type: 'keyword' },
  /** For people: which process on which machine. */
  who: { type: 'keyword' },
  at: { type: 'date' },
  /** Of the lock: whose it is, whatever became of an answer on its way. */
  token: { type: 'keyword' },
}

export function stateIndexOf(store: string): string {
  return `${store}-state`
}

export function stateAliasOf(store: string): string {
  return writeAliasOf(stateIndexOf(store))
}

export function tombstoneIdOf(relativePath: string): string {
  return `tombstone-${createHash('sha256').update(relativePath).digest('hex')}`
}

export function toTombstone(relativePath: string): Record<string, unknown> {
  return { kind: 'tombstone', relative_path: relativePath, at: new Date().toISOString() }
}

export async function hasSharedState(engine: Engine, store: string): Promise<boolean> {
  return engine.call((client, options) => client.indices.exists({ index: stateIndexOf(store) }, options))
}

export async function createSharedState(engine: Engine, store: string): Promise<void> {
  if (await hasSharedState(engine, store)) return
  try {
    await engine.call((client, options) =>
      client.indices.create(
        {
          index: stateIndexOf(store),
          aliases: { [stateAliasOf(store)]: {} },
          settings: { number_of_shards: 1, auto_expand_replicas: '0-1', refresh_interval: '1s' },
          mappings: { dynamic: 'strict', properties },
        },
        options,
      ),
    )
  } catch (error) {
    if (!isAlreadyThere(error)) throw error
  }
}

/**
 * Whether there is any as of the last refresh: mostly there is none, and a load of thousands is spared the look at each path. One
 * that is missed stays beside its new record, which is looked at first.
 */
export async function hasTombstones(engine: Engine, store: string): Promise<boolean> {
  return (await countDocuments(engine, stateIndexOf(store), { term: { kind: 'tombstone' } })) > 0
}

/** Which of these paths bear a tombstone. Read from the engine's log of writes: no refresh is needed to see one. */
export async function findTombstones(
  engine: Engine,
  store: string,
  relativePaths: readonly string[],
): Promise<Set<string>> {
  if (relativePaths.length === 0) return new Set()
  const ids = relativePaths.map(tombstoneIdOf)
  const { docs } = await engine.call((client, options) =>
    client.mget({ index: stateIndexOf(store), ids, _source: false }, options),
  )
  return new Set(relativePaths.filter((_, i) => isFound(docs[i]!)))
}

function isFound(answer: estypes.MgetResponseItem<unknown>): boolean {
  const error = readDocumentError(answer)
  // A hand-filled index has no state beside it.
  if (error && error.type !== 'index_not_found_exception') throw toItemError(error)
  return 'found' in answer && answer.found
}
