// One owner per data folder: the memory mirror of embedded-store.ts cannot see another process's writes.
// The lock (../../process-lock.ts) dies with its process; `owner.json` beside it only tells people and the command line
// who that is.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createError } from '../../errors.ts'
import { acquireProcessLock, isProcessLockHeld } from '../../process-lock.ts'
import type { StoreOwner } from '../store-adapter.ts'

const lockName = 'owner.lock'
const ownerName = 'owner.json'
/** Long enough to outlast a `findOwner` of another process, which holds the lock for less than a millisecond. */
const acquireTimeoutMs = 500

/** `owner.json`, in the snake_case of all files that people read. */
type OwnerFile = { pid: number; url: string | null; started_at: string; database?: string }

export type OwnerLock = {
  /** Records which of the folder's databases this process opens. */
  noteDatabase(name: string): void
  release(): void
}

/** Makes this process the folder's owner. Throws STORE_LOCKED, also when this process has the folder open already. */
export function acquireOwnerLock(folder: string): OwnerLock {
  const lock = acquireProcessLock(join(folder, lockName), acquireTimeoutMs)
  if (lock === null) throw lockedError(folder)
  try {
    writeOwner(folder, { pid: process.pid, url: null, started_at: new Date().toISOString() })
  } catch (cause) {
    lock.release()
    throw cause
  }
  return {
    noteDatabase(name) {
      const owner = readOwner(folder)
      if (owner?.pid !== process.pid) throw lockedError(folder)
      writeOwner(folder, { ...owner, database: name })
    },
    release() {
      try {
        rmSync(join(folder, ownerName), { force: true })
      } finally {
        lock.release()
      }
    },
  }
}

/** Records the address at which the owner of `folder`, this process, serves it. */
export function announceOwnerUrl(folder: string, url: string): void {
  const owner = readOwner(folder)
  if (owner?.pid !== process.pid) throw lockedError(folder)
  writeOwner(folder, { ...owner, url })
}

/**
 * The live process that owns `folder`; null when none does, whatever a dead one left behind. Creates nothing. Throws
 * STORE_INVALID where that cannot be told, as when the lock is another user's.
 */
export function findOwner(folder: string): StoreOwner | null {
  const path = join(folder, lockName)
  if (!isLocked(path)) return null
  const owner = readOwner(folder)
  return { pid: owner?.pid ?? null, url: owner?.url ?? null }
}

/** The live process that may have this database open; null when it is free. Errors as `findOwner`. */
export function findUser(folder: string, database: string): Pick<StoreOwner, 'pid'> | null {
  if (!isLocked(join(folder, lockName))) return null
  const owner = readOwner(folder)
  // One that has not told yet may be about to open any.
  return (owner?.database ?? database) === database ? { pid: owner?.pid ?? null } : null
}

function isLocked(path: string): boolean {
  try {
    return isProcessLockHeld(path)
  } catch (cause) {
    throw createError('STORE_INVALID', 'The lock of the data folder cannot be read.', { cause })
  }
}

function lockedError(folder: string): Error {
  const owner = readOwner(folder)
  const who = owner ? `Process ${owner.pid}` : 'Another process'
  const where = owner?.url ? ` and serves it at ${owner.url}` : ''
  return createError('STORE_LOCKED', `${who} owns this data folder${where}. Stop it, or work through it.`)
}

/** What the owner wrote of itself; null where it has not, or where that was damaged by hand: the lock alone decides. */
function readOwner(folder: string): OwnerFile | null {
  try {
    const owner: OwnerFile = JSON.parse(readFileSync(join(folder, ownerName), 'utf8'))
    // One that was killed leaves its own behind, until the next has written over it.
    return isAlive(owner.pid) ? owner : null
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Another user's may not be asked, and is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function writeOwner(folder: string, owner: OwnerFile): void {
  const temporary = join(folder, `${ownerName}.${process.pid}.tmp`)
  writeFileSync(temporary, `${JSON.stringify(owner)}\n`)
  renameSync(temporary, join(folder, ownerName))
}
