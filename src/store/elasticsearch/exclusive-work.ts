// One process at a time changes the indexes of a store: a document in the shared state is the lock, written only while it is
// still the one last seen, and renewed while the work goes on. A lock that is not renewed any more is taken over.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createError } from '../../errors.ts'
import type { Engine } from './engine.ts'
import { isVersionConflict } from './index-names.ts'
import { who } from './presence.ts'
import { stateAliasOf, stateIndexOf } from './shared-state.ts'

const lockId = 'migration'
export type LockTimes = {
  renewedEveryMs: number
  /** A lock that was renewed within this time by its own clock is held. */
  heldForMs: number
  /** One that seems older is watched this long, as the clocks of two machines may differ. */
  watchedForMs: number
}
export const lockTimes: LockTimes = { renewedEveryMs: 3_000, heldForMs: 15_000, watchedForMs: 7_000 }

type Version = { if_seq_no: number; if_primary_term: number }
type Lock = { kind: 'migration'; who: string; at: string; token: string }

/** Errors: MIGRATION_RUNNING, which names the other. `signal` aborts when the lock was lost. */
export async function runExclusively<T>(
  engine: Engine,
  store: string,
  work: (signal: AbortSignal) => Promise<T>,
  times = lockTimes,
): Promise<T> {
  const token = randomUUID()
  let version = await takeLock(engine, store, token, times)
  const lost = new AbortController()
  let renewing = Promise.resolve()
  let heldUntilMs = performance.now() + times.heldForMs
  const timer = setInterval(() => {
    renewing = renewing.then(async () => {
      if (lost.signal.aborted) return
      try {
        version = await writeLock(engine, store, token, version)
        heldUntilMs = performance.now() + times.heldForMs
      } catch (error) {
        // A cluster that does not answer now may do so before the lock runs out.
        if (!isVersionConflict(error) && performance.now() < heldUntilMs) return
        lost.abort(
          createError('MIGRATION_RUNNING', 'The hold on the indexes of this store was lost.', { cause: error }),
        )
      }
    })
  }, times.renewedEveryMs)
  try {
    return await work(lost.signal)
  } finally {
    clearInterval(timer)
    await renewing
    if (!lost.signal.aborted) await releaseLock(engine, store, version)
  }
}

async function takeLock(engine: Engine, store: string, token: string, times: LockTimes): Promise<Version> {
  for (;;) {
    try {
      return await writeLock(engine, store, token, null)
    } catch (error) {
      if (!isVersionConflict(error)) throw error
    }
    const found = await readLock(engine, store)
    if (found === null) continue
    const { lock, version } = found
    const isHeld = Date.now() - Date.parse(lock.at) < times.heldForMs
    if (isHeld || !(await isStill(engine, store, version, times.watchedForMs))) {
      throw createError('MIGRATION_RUNNING', `${lock.who} changes the indexes of this store.`)
    }
    try {
      return await writeLock(engine, store, token, version)
    } catch (error) {
      if (!isVersionConflict(error)) throw error
    }
  }
}

/** Whether nobody renews the lock. */
async function isStill(engine: Engine, store: string, version: Version, forMs: number): Promise<boolean> {
  await sleep(forMs)
  const now = await readLock(engine, store)
  return now === null || now.version.if_seq_no === version.if_seq_no
}

/** Errors: a version conflict when somebody else wrote it since. */
async function writeLock(engine: Engine, store: string, token: string, version: Version | null): Promise<Version> {
  const document: Lock = { kind: 'migration', who, at: new Date().toISOString(), token }
  const condition = version ?? { op_type: 'create' as const }
  try {
    const { _seq_no, _primary_term } = await engine.call((client, options) =>
      client.index({ index: stateAliasOf(store), require_alias: true, id: lockId, document, ...condition }, options),
    )
    return { if_seq_no: _seq_no!, if_primary_term: _primary_term! }
  } catch (error) {
    if (!isVersionConflict(error)) throw error
    // Sent again after its answer was lost, it meets its own first writing.
    const found = await readLock(engine, store)
    if (found?.lock.token !== token) throw error
    return found.version
  }
}

async function readLock(engine: Engine, store: string): Promise<{ lock: Lock; version: Version } | null> {
  const { docs } = await engine.call((client, options) =>
    client.mget<Lock>({ index: stateIndexOf(store), ids: [lockId] }, options),
  )
  const doc = docs[0]
  if (!doc || !('found' in doc) || !doc.found) return null
  return { lock: doc._source!, version: { if_seq_no: doc._seq_no!, if_primary_term: doc._primary_term! } }
}

async function releaseLock(engine: Engine, store: string, version: Version): Promise<void> {
  await engine
    .call((client, options) => client.delete({ index: stateIndexOf(store), id: lockId, ...version }, options))
    // It runs out by itself.
    .catch(() => {})
}
