// What an ingest job does: the same as `likeness ingest` in this process. wire.ts makes it; job-runner.ts runs it.
import type { ImageCatalog } from '../image-catalog.ts'
import { createCatalogTarget } from '../ingest/catalog-target.ts'
import { type IngestOptions, ingest } from '../ingest/ingest.ts'
import { prune } from '../ingest/prune.ts'
import { selectPaths } from '../ingest/select-paths.ts'
import type { Library } from '../library/library.ts'
import type { RunIngestJob } from './job-runner.ts'

/** Files that a job tells of; the log and a report of the command have all. */
const problemsMax = 100

export function createIngestJob(parts: {
  catalog: ImageCatalog
  library: Library
  options: Omit<IngestOptions, 'readsAll' | 'isDryRun'>
}): RunIngestJob {
  const { catalog, library, options } = parts
  return async ({ path, include, exclude, readsAll, restore, prune: isPruned }, { onProgress, signal }) => {
    const target = createCatalogTarget(catalog, { restore })
    const summary = await ingest({
      library,
      target,
      paths: [path],
      options: { ...options, readsAll },
      selection: selectPaths({ include, exclude }),
      onProgress,
      signal,
    })
    const counts: Record<string, number> = { ...summary.counts }
    let fault = summary.fault && { code: summary.fault.code as string, detail: summary.fault.message }
    if (isPruned && fault === null && !signal.aborted) {
      const pruned = await prune({
        target,
        paths: [path],
        isForced: false,
        isDryRun: false,
        onPruned: () => {},
        signal,
      })
      counts.pruned = pruned.isRefused ? 0 : pruned.missing
      if (pruned.isRefused) {
        const detail = `${pruned.missing} of ${pruned.checked} files are gone, which looks like a folder that is not mounted: nothing was pruned.`
        fault = { code: 'FILE_NOT_FOUND', detail }
      }
    }
    const done = Object.values(summary.counts).reduce((sum, count) => sum + count, 0)
    const left = summary.problems.slice(0, problemsMax)
    return {
      progress: { found: done, isCounted: !summary.interrupted, done, counts },
      problems: left.map(({ relativePath, outcome, code, reason }) => ({ relativePath, outcome, code, reason })),
      problemsLeftOut: summary.problemsLeftOut + summary.problems.length - left.length,
      fault,
    }
  }
}
