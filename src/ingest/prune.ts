// Forgets the pictures whose files are gone, after an ingest has seen what is there. cli/ingest.ts runs it where that is asked for.
import type { IngestTarget } from './ingest-target.ts'

export type PruneRequest = {
  target: Pick<IngestTarget, 'forgetMissing'>
  /** Folders of the library; '' is all of it. */
  paths: readonly string[]
  /** Also where more than half of the files are gone, which looks like a folder that is not mounted. */
  isForced: boolean
  /** Counts only. */
  isDryRun: boolean
  /** Told of each record that was removed. */
  onPruned(relativePath: string): void
  signal: AbortSignal
}

export type PruneSummary = {
  /** Records whose files were looked for, and those whose file is gone. */
  checked: number
  missing: number
  /** Too many are gone, and nothing was removed. */
  isRefused: boolean
}

/** So few may go whatever their share is. */
const harmlessMax = 20

/** Counts first, and removes only then. Errors: those of the store; the signal's reason. */
export async function prune(request: PruneRequest): Promise<PruneSummary> {
  const { target, isForced, signal, onPruned } = request
  const pathPrefixes = request.paths.map((path) => (path === '' ? '' : `${path}/`))
  const found = await findMissing({ target, pathPrefixes, signal, isDryRun: true })
  const isRefused = !isForced && found.missing > Math.max(harmlessMax, found.checked / 2)
  if (isRefused || request.isDryRun || found.missing === 0) return { ...found, isRefused }
  return { ...(await findMissing({ target, pathPrefixes, signal, isDryRun: false, onMissing: onPruned })), isRefused }
}

export type MissingRequest = Pick<PruneRequest, 'target' | 'signal'> & {
  /** Beginnings of the paths to look at. */
  pathPrefixes: Iterable<string>
  /** Leaves the records where they are. */
  isDryRun: boolean
  onMissing?(relativePath: string): void
}

/** Forgets the pictures of those paths whose files are gone, a page at a time. Errors: those of the store; the signal's reason. */
export async function findMissing({
  target,
  pathPrefixes,
  isDryRun,
  signal,
  onMissing = () => {},
}: MissingRequest): Promise<{ checked: number; missing: number }> {
  const sum = { checked: 0, missing: 0 }
  for (const pathPrefix of pathPrefixes) {
    let cursor: string | null = null
    do {
      signal.throwIfAborted()
      const page: Awaited<ReturnType<IngestTarget['forgetMissing']>> = await target.forgetMissing(
        { pathPrefix, cursor, isDryRun },
        { signal },
      )
      sum.checked += page.checked
      sum.missing += page.missing.length
      for (const missing of page.missing) onMissing(missing)
      cursor = page.cursor
    } while (cursor !== null)
  }
  return sum
}
