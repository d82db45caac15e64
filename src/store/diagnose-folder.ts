// Whether a folder of this machine can be used, and whether its disk has room. The embedded store's diagnosis and
// ../cli/doctor-checks.ts ask; nothing is written.
import { accessSync, constants, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Finding, failure, formatBytes, ok, warning } from './diagnosis.ts'

/** Below it the next write may fail. */
const roomMinBytes = 64 * 1024 ** 2
/** Below it a large upload, a model or a migration may not fit. */
const roomWantedBytes = 1024 ** 3

export type FolderState = 'usable' | 'missing' | 'no folder' | 'unreadable' | 'read only'

export function findFolderState(folder: string): FolderState {
  const stats = statIfReachable(folder)
  if (stats === 'unreadable') return 'unreadable'
  if (stats === undefined) return 'missing'
  if (!stats.isDirectory()) return 'no folder'
  if (!isAllowed(folder, constants.R_OK | constants.X_OK)) return 'unreadable'
  return isAllowed(folder, constants.W_OK) ? 'usable' : 'read only'
}

/** Whether a folder that is missing could be made. */
export function canBeMade(folder: string): boolean {
  const parent = nearestThere(folder)
  return isAllowed(parent, constants.W_OK | constants.X_OK) && statSync(parent).isDirectory()
}

/** The room on the disk that the folder lies on, or will when it is made. */
export function diagnoseRoom(check: string, folder: string): Finding {
  try {
    const { bavail, blocks, bsize } = statfsSync(nearestThere(folder))
    return toRoomFinding(check, { freeBytes: bavail * bsize, totalBytes: blocks * bsize })
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    return warning(check, `the room on the disk cannot be told ${code}`.trimEnd(), 'Look with `df`.')
  }
}

export function toRoomFinding(
  check: string,
  { freeBytes, totalBytes }: { freeBytes: number; totalBytes: number },
): Finding {
  const detail = `${formatBytes(freeBytes)} of ${formatBytes(totalBytes)} free`
  if (freeBytes < roomMinBytes) return failure(check, detail, 'Make room: writes fail when the disk is full.')
  if (freeBytes < roomWantedBytes) return warning(check, detail, 'Make room before the disk is full.')
  return ok(check, detail)
}

function nearestThere(path: string): string {
  const parent = dirname(path)
  if (parent === path || statIfReachable(path) !== undefined) return path
  return nearestThere(parent)
}

function statIfReachable(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return 'unreadable'
  }
}

function isAllowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}
