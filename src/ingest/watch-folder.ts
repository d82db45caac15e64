// Gathers what changes below folders of the library into batches, once it has come to rest. watch-and-ingest.ts takes them in.
// The parts: folder-tree-watch.ts (what happens), pending-changes.ts (what is due).
import type { Selection } from '../library/library.ts'
import { watchFolderTree } from './folder-tree-watch.ts'
import { type ChangeBatch, createPendingChanges } from './pending-changes.ts'

export type FolderWatch = {
  /** Resolves when changes have come to rest for a moment, or have gone on for long; null when the signal has ended the wait. */
  next(signal: AbortSignal): Promise<ChangeBatch | null>
  /** Changes that could not be taken in come again with a later batch. */
  putBack(batch: ChangeBatch): void
  close(): void
}

/** Systems drop events when too many come at once, so that all is looked through now and then, too. */
const lookThroughEveryMs = 3_600_000

/** Resolves when everything below the paths is watched. `next` rejects with CONFIG_INVALID where the system watches no more folders. */
export async function watchFolder(request: {
  root: string
  paths: readonly string[]
  selection: Selection
  lookThroughEveryMs?: number
}): Promise<FolderWatch> {
  const { root, paths, selection } = request
  const changes = createPendingChanges()
  let fault: Error | null = null
  let wake = () => {}

  function note(path: string, kind: keyof ChangeBatch): void {
    // In the library's form: composed.
    changes.note(path.normalize('NFC'), kind, performance.now())
    wake()
  }

  const tree = await watchFolderTree(
    root,
    { starts: paths, selection },
    {
      onWritten: (path) => note(path, 'written'),
      onGone: (path) => note(path, 'gone'),
      onFault(error) {
        fault = error
        wake()
      },
    },
  )
  const looksThrough = setInterval(() => {
    for (const path of paths) note(path, 'written')
  }, request.lookThroughEveryMs ?? lookThroughEveryMs)

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
    close() {
      clearInterval(looksThrough)
      tree.close()
    },
  }
}
