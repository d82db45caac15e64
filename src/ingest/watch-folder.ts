// Gathers what changes below folders of the library into batches, once it has come to rest. watch-and-ingest.ts takes them in.
import { basename, join, relative, sep } from 'node:path'
import { watch } from 'chokidar'
import { createError } from '../errors.ts'
import type { Selection } from '../library/library.ts'
import { type ChangeBatch, createPendingChanges } from './pending-changes.ts'

export type FolderWatch = {
  /** Resolves when changes have come to rest for a moment, or have gone on for long; null when the signal has ended the wait. */
  next(signal: AbortSignal): Promise<ChangeBatch | null>
  /** Changes that could not be taken in come again with a later batch. */
  putBack(batch: ChangeBatch): void
  close(): Promise<void>
}

/** A file counts as written when its size has not changed for so long: cameras and networks write slowly. */
const writtenAfterMs = 2_000

/** Resolves when everything below the paths is watched. Errors: CONFIG_INVALID where the system watches no more folders. */
export async function watchFolder(request: {
  root: string
  paths: readonly string[]
  selection: Selection
}): Promise<FolderWatch> {
  const { root, paths, selection } = request
  const changes = createPendingChanges()
  let fault: Error | null = null
  let wake = () => {}

  function note(path: string, kind: keyof ChangeBatch): void {
    changes.note(toLibraryPath(root, path), kind, performance.now())
    wake()
  }

  const watcher = watch(
    paths.map((path) => join(root, path)),
    {
      ignoreInitial: true,
      followSymlinks: false,
      awaitWriteFinish: { stabilityThreshold: writtenAfterMs, pollInterval: 250 },
      ignored: (path, stats) => {
        const relativePath = toLibraryPath(root, path)
        if (relativePath === '') return false
        if (basename(path).startsWith('.')) return true
        return stats?.isFile() ? !selection.takesFile(relativePath) : !selection.entersFolder(relativePath)
      },
    },
  )
  watcher.on('add', (path) => note(path, 'written'))
  watcher.on('change', (path) => note(path, 'written'))
  watcher.on('unlink', (path) => note(path, 'gone'))
  await new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve())
    watcher.on('error', (cause) => {
      fault ??= createError('CONFIG_INVALID', describeFault(cause), { cause })
      resolve()
      wake()
    })
  })
  if (fault) {
    await watcher.close()
    throw fault
  }

  return {
    async next(signal) {
      for (;;) {
        if (fault) throw fault
        if (signal.aborted) return null
        const batch = changes.take(performance.now())
        if (batch !== null) return batch
        const waitMs = changes.dueInMs(performance.now())
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        const timer = Number.isFinite(waitMs) ? setTimeout(resolve, waitMs) : undefined
        signal.addEventListener('abort', () => resolve(), { once: true })
        await promise
        clearTimeout(timer)
      }
    },
    putBack: (batch) => changes.putBack(batch, performance.now()),
    close: () => watcher.close(),
  }
}

/** In the library's form: `/` between names, composed. */
function toLibraryPath(root: string, path: string): string {
  return relative(root, path).split(sep).join('/').normalize('NFC')
}

function describeFault(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EMFILE') {
    return 'The system watches no more folders (on Linux, raise fs.inotify.max_user_watches or max_user_instances). Ingest now and then instead.'
  }
  return `The folder cannot be watched (${code ?? message}).`
}
