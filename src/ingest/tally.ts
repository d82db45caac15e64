// Counts what became of each file and keeps the reasons, a bounded number of them. ingest.ts fills it.
import { type ErrorCode, isLikenessError } from '../errors.ts'
import type { AddedAs } from './ingest-target.ts'

export const ingestOutcomes = ['created', 'updated', 'moved', 'unchanged', 'skipped', 'failed'] as const
export type IngestOutcome = (typeof ingestOutcomes)[number]

/**
 * PLACE_SKIPPED is for what the walk could not take: links, odd names, folders it may not enter. PAIRED is for the film of a Live Photo,
 * a camera's raw data and the like, whose picture is taken from its file.
 */
export type ReasonCode = ErrorCode | 'PLACE_SKIPPED' | 'PAIRED'

/** A file that was not added, with the reason, for people. */
export type FileProblem = { relativePath: string; outcome: 'skipped' | 'failed'; code: ReasonCode; reason: string }

/** What became of a file. */
export type FileOutcome = FileProblem | { relativePath: string; outcome: AddedAs | 'pruned' }

export type IngestProgress = {
  /** Places found so far; all there are once `isCounted`. */
  found: number
  isCounted: boolean
  /** Places that have their outcome. */
  done: number
  counts: Record<IngestOutcome, number>
}

export type Tally = {
  readonly progress: IngestProgress
  /** How many files each reason stopped. */
  readonly reasons: Partial<Record<ReasonCode, number>>
  /** The first ones; `problemsLeftOut` counts the rest. */
  readonly problems: FileProblem[]
  readonly problemsLeftOut: number
  add(outcome: AddedAs): void
  addProblem(problem: FileProblem): void
}

/** Some 300 bytes each. */
const problemsMax = 10_000

/** Nothing is wrong with the folder where these occur: it holds other things than pictures too, and files come and go. */
const skipCodes: ReadonlySet<ErrorCode> = new Set(['UNSUPPORTED_IMAGE_TYPE', 'IMAGE_DELETED', 'FILE_NOT_FOUND'])

export function createTally(): Tally {
  const progress: IngestProgress = {
    found: 0,
    isCounted: false,
    done: 0,
    counts: { created: 0, updated: 0, moved: 0, unchanged: 0, skipped: 0, failed: 0 },
  }
  const reasons: Tally['reasons'] = {}
  const problems: FileProblem[] = []
  let problemsLeftOut = 0

  function add(outcome: IngestOutcome): void {
    progress.counts[outcome] += 1
    progress.done += 1
  }

  return {
    progress,
    reasons,
    problems,
    get problemsLeftOut() {
      return problemsLeftOut
    },
    add,
    addProblem(problem) {
      add(problem.outcome)
      reasons[problem.code] = (reasons[problem.code] ?? 0) + 1
      if (problems.length < problemsMax) problems.push(problem)
      else problemsLeftOut += 1
    },
  }
}

/** The file's outcome for the error that kept it out. */
export function describeProblem(relativePath: string, error: unknown): FileProblem {
  if (!isLikenessError(error)) {
    const reason = `Unexpected: ${error instanceof Error ? error.message : String(error)}`
    return { relativePath, outcome: 'failed', code: 'INTERNAL', reason }
  }
  const outcome = skipCodes.has(error.code) ? 'skipped' : 'failed'
  return { relativePath, outcome, code: error.code, reason: error.message }
}
