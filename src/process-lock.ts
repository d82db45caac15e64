// A lock between processes that dies with its process: an exclusive transaction on an empty SQLite file, which the system
// drops when the process ends, so it never goes stale. The embedded store has one owner by it, and a model one puller.
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

export type ProcessLock = { release(): void }

/**
 * Takes the lock at `path`, waiting up to `timeoutMs`; null while another process, or this one, holds it.
 * Never open the file with node:fs: closing any descriptor of it would drop the process's POSIX locks on it.
 */
export function acquireProcessLock(path: string, timeoutMs: number): ProcessLock | null {
  const lock = new DatabaseSync(path, { timeout: timeoutMs })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return { release: () => lock.close() }
  } catch (cause) {
    lock.close()
    if (isBusy(cause)) return null
    throw cause
  }
}

/** Whether a live process holds the lock. Creates nothing. Throws where that cannot be told, as for another user's file. */
export function isProcessLockHeld(path: string): boolean {
  if (!existsSync(path)) return false
  let probe: DatabaseSync | undefined
  try {
    probe = new DatabaseSync(path, { readOnly: true })
    probe.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (cause) {
    if (isBusy(cause)) return true
    throw cause
  } finally {
    probe?.close()
  }
}

/** SQLITE_BUSY (5), also with its extended codes in the higher bytes. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5
}
