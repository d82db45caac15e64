// Tells which files below some folders are written, appear and go, through one watch of the system a folder. Part of watch-folder.ts.
// A folder is watched first and read then, so that nothing that comes into a new one is passed over; decision 0019 says why no library does it.
import { type FSWatcher, watch } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createError } from '../errors.ts'
import type { Selection } from '../library/library.ts'

export type FolderTreeWatch = { close(): void }

/** Paths are relative to the root, with `/`, in the form that the file system has them. */
export type FolderTreeListener = {
  /** A file that appeared or was written, possibly still is, or was only found in a folder that appeared. */
  onWritten(path: string): void
  /** A file or a folder that is no longer there. */
  onGone(path: string): void
  /** Nothing more is told after it. */
  onFault(fault: Error): void
}

/** `end`: the folder may be gone itself. */
type Happening = 'rename' | 'change' | 'end'

type Wanted = { starts: readonly string[]; selection: Selection }

/** Resolves when everything below `paths` is watched; an error then goes to `onFault`. */
export async function watchFolderTree(
  root: string,
  { starts, selection }: Wanted,
  { onWritten, onGone, onFault }: FolderTreeListener,
): Promise<FolderTreeWatch> {
  const folders = new Map<string, FSWatcher>()
  /** What happened to a path and is not looked at yet; `rename` means that it appeared or went. */
  const events = new Map<string, Happening>()
  let isLooking = false
  let isClosed = false

  function close(): void {
    isClosed = true
    events.clear()
    for (const watcher of folders.values()) watcher.close()
    folders.clear()
  }

  function fail(fault: Error): void {
    if (isClosed) return
    close()
    onFault(fault)
  }

  /** False where the folder is not there any more, or cannot be read, which a walk tells. */
  function watchOne(folder: string): boolean {
    folders.get(folder)?.close()
    folders.delete(folder)
    try {
      const watcher = watch(join(root, folder), (kind, name) => {
        if (name !== null) note(inFolder(folder, name), kind)
        // A folder's own end comes under its own name, and what the system could not name may be anything in it.
        if (name === null || name === basename(join(root, folder))) note(folder, name === null ? 'rename' : 'end')
      })
      watcher.on('error', () => note(folder, 'end'))
      folders.set(folder, watcher)
      return true
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      if (code === 'ENOSPC' || code === 'EMFILE') fail(createError('CONFIG_INVALID', tooManyFolders, { cause }))
      return false
    }
  }

  function note(path: string, kind: Happening): void {
    if (isClosed) return
    if (kind !== 'change' || !events.has(path)) events.set(path, kind)
    void lookAtEvents()
  }

  async function watchBelow(folder: string, onFile: (path: string) => void): Promise<void> {
    if (isClosed || !watchOne(folder)) return
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const path = inFolder(folder, entry.name)
      if (!isWanted(path, entry.isDirectory() ? 'entersFolder' : 'takesFile')) continue
      if (entry.isDirectory()) await watchBelow(path, onFile)
      else if (entry.isFile()) onFile(path)
    }
  }

  function unwatch(folder: string): void {
    for (const [path, watcher] of folders) {
      if (!isAtOrBelow(folder, path)) continue
      watcher.close()
      folders.delete(path)
    }
  }

  function isWanted(path: string, as: keyof Selection): boolean {
    if (path.slice(path.lastIndexOf('/') + 1).startsWith('.')) return false
    return starts.some((start) => isAtOrBelow(start, path)) && (starts.includes(path) || selection[as](path))
  }

  /** One after the other, or what is told of a path would not be what happened to it last. */
  async function lookAtEvents(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      for (const [path, kind] of events) {
        events.delete(path)
        await lookAt(path, kind)
      }
    } finally {
      isLooking = false
    }
  }

  async function lookAt(path: string, kind: Happening): Promise<void> {
    const stats = await lstat(join(root, path)).catch(() => null)
    if (isClosed) return
    const isWatched = folders.has(path)
    if (stats?.isDirectory() && isWatched && kind !== 'rename') return
    if (stats === null && isWatched && starts.includes(path)) {
      fail(createError('CONFIG_INVALID', `The folder is gone: ${join(root, path)}`))
      return
    }
    // A folder of the same name may be another one: it is watched anew, and what was in the first may be gone.
    if (isWatched) unwatch(path)
    if (isWatched || (stats === null && isWanted(path, 'takesFile'))) onGone(path)
    if (stats?.isDirectory() && isWanted(path, 'entersFolder')) await watchBelow(path, onWritten)
    if (stats?.isFile() && isWanted(path, 'takesFile')) onWritten(path)
  }

  for (const start of starts) {
    const isFolder = start === '' || (await lstat(join(root, start)).catch(() => null))?.isDirectory()
    if (isFolder) await watchBelow(start, () => {})
    else watchOne(start.slice(0, Math.max(0, start.lastIndexOf('/'))))
  }
  return { close }
}

const tooManyFolders =
  'The system watches no more folders (on Linux, raise fs.inotify.max_user_watches or max_user_instances). Ingest now and then instead.'

function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** Whether the path is the start itself or lies below it; '' is the root. */
function isAtOrBelow(start: string, path: string): boolean {
  return start === '' || path === start || path.startsWith(`${start}/`)
}
