// Puts lines of documents into a target, some at a time, and counts what became of them. cli/import.ts and cli/copy.ts run it.
import { isLikenessError, type LikenessError } from '../errors.ts'
import type { DocumentText, ImportTarget, LineOutcome } from './import-target.ts'

export const importOutcomes = ['created', 'updated', 'unchanged', 'failed'] as const

export type ImportSummary = {
  counts: Record<(typeof importOutcomes)[number], number>
  /** Vectors that were not of unit length, and are now. */
  normalised: number
  /** The first lines that failed; `failuresLeftOut` counts the rest. */
  failures: { line: number; imageId: string | null; code: string; reason: string }[]
  failuresLeftOut: number
  durationMs: number
  interrupted: boolean
  /** What made going on pointless; null for a run to the end. */
  fault: LikenessError | null
}

export type ImportRequest = {
  lines: AsyncIterable<DocumentText>
  target: ImportTarget
  onProgress(summary: ImportSummary): void
  signal: AbortSignal
}

/** Lines of one call: a few hundred kilobytes and more, and an answer often enough to show how it goes. */
const linesMax = 200
const failuresMax = 1_000

/** The same run again finds what was taken before unchanged. Rejects where the lines cannot be read. */
export async function runImport({ lines, target, onProgress, signal }: ImportRequest): Promise<ImportSummary> {
  const startMs = performance.now()
  const summary: ImportSummary = {
    counts: { created: 0, updated: 0, unchanged: 0, failed: 0 },
    normalised: 0,
    failures: [],
    failuresLeftOut: 0,
    durationMs: 0,
    interrupted: false,
    fault: null,
  }

  async function take(batch: DocumentText[]): Promise<void> {
    if (batch.length === 0) return
    for (const outcome of await target.take(batch, { signal })) count(summary, outcome)
    onProgress(summary)
  }

  try {
    let batch: DocumentText[] = []
    for await (const line of lines) {
      signal.throwIfAborted()
      batch.push(line)
      if (batch.length < linesMax) continue
      await take(batch)
      batch = []
    }
    await take(batch)
    await target.finish()
  } catch (error) {
    if (!signal.aborted && !isLikenessError(error)) throw error
    summary.interrupted = signal.aborted
    summary.fault = signal.aborted ? null : (error as LikenessError)
  }
  return { ...summary, durationMs: performance.now() - startMs }
}

function count(summary: ImportSummary, outcome: LineOutcome): void {
  summary.counts[outcome.status] += 1
  if (outcome.status !== 'failed') {
    if (outcome.isNormalised) summary.normalised += 1
    return
  }
  const { number: line, imageId, error } = outcome
  if (summary.failures.length < failuresMax) {
    summary.failures.push({ line, imageId, code: error.code, reason: error.message })
  } else summary.failuresLeftOut += 1
}
