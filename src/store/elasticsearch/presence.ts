// Tells the other instances which index this one uses, so that none is deleted under it: a note in the shared state, renewed
// while the store is open. elasticsearch-life.ts reads the notes.
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { BulkWriter } from './bulk-writer.ts'
import type { Engine } from './engine.ts'
import { stateAliasOf, stateIndexOf } from './shared-state.ts'

const renewedEveryMs = 20_000
/** Four notes missed: the instance is gone. Clocks of machines may differ by a few seconds. */
const presentForMs = 80_000
/** More instances than this on one index are not told one by one. */
const instancesMax = 1_000

/** For people: who this is. */
export const who = `process ${process.pid} on ${hostname()}`

export type Presence = {
  /** Says at once, and from then on, that this instance uses the index. */
  announce(index: string): void
  end(): Promise<void>
}

export function createPresence(bulk: BulkWriter, store: string): Presence {
  const alias = stateAliasOf(store)
  const id = `instance-${randomUUID()}`
  let timer: NodeJS.Timeout | undefined
  let usedIndex: string | undefined

  async function note(): Promise<void> {
    const document = { kind: 'instance', index: usedIndex, who, at: new Date().toISOString() }
    // A note that fails is followed by another; nothing else depends on it.
    await bulk.write([{ kind: 'index', alias, id, document }], { isSearchable: false }).catch(() => {})
  }

  return {
    announce(index) {
      const isNews = index !== usedIndex
      usedIndex = index
      timer ??= setInterval(note, renewedEveryMs).unref()
      if (isNews) void note()
    },
    async end() {
      clearInterval(timer)
      if (usedIndex === undefined) return
      await bulk.write([{ kind: 'delete', alias, id }], { isSearchable: false }).catch(() => {})
    },
  }
}

/** Who uses which index: for each index the instances that noted so lately. */
export async function findInstances(engine: Engine, store: string): Promise<Map<string, string[]>> {
  const response = await engine.call(async (client, options) => {
    await client.indices.refresh({ index: stateIndexOf(store) }, options)
    return client.search<{ index: string; who: string; at: string }>(
      { index: stateIndexOf(store), query: { term: { kind: 'instance' } }, size: instancesMax },
      options,
    )
  })
  const present = response.hits.hits
    .map(({ _source }) => _source!)
    .filter(({ at }) => Date.now() - Date.parse(at) < presentForMs)
  const byIndex = Map.groupBy(present, ({ index }) => index)
  return new Map([...byIndex].map(([index, notes]) => [index, notes.map((note) => note.who)]))
}
