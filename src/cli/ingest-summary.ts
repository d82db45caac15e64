// What an ingest tells at its end: text for people, or JSON for scripts. ingest.ts and demo.ts print it.
import type { IngestSummary } from '../ingest/ingest.ts'
import type { PruneSummary } from '../ingest/prune.ts'
import { type FileProblem, ingestOutcomes } from '../ingest/tally.ts'
import { formatDuration } from './pace.ts'

/** How many files of each list a person is shown. */
const listedMax = 20

/** What is told: an ingest, and what came of a look for missing files where that was asked for. */
export type ToldIngest = IngestSummary & { pruned?: PruneSummary | null; isDryRun?: boolean }

/** Lines of counts and reasons, and the first files that failed or were skipped; ends with a line break. */
export function formatSummary(summary: ToldIngest): string {
  const { counts, reasons, durationMs, pruned = null, isDryRun = false } = summary
  const lines = isDryRun ? ['A dry run: nothing was changed. It would have been:'] : []
  lines.push(`${countFiles(summary)} files in ${formatDuration(durationMs / 1000)} (${filesPerS(summary)} files/s)`)
  for (const outcome of ingestOutcomes) lines.push(`  ${outcome.padEnd(10)}${String(counts[outcome]).padStart(8)}`)
  if (pruned !== null) lines.push(`  ${'pruned'.padEnd(10)}${String(countPruned(pruned)).padStart(8)}`)
  for (const [code, count] of Object.entries(reasons)) lines.push(`  ${code}: ${count}`)
  for (const outcome of ['failed', 'skipped'] as const) {
    const files = summary.problems.filter((problem) => problem.outcome === outcome)
    lines.push(...listFiles(outcome, files, counts[outcome]))
  }
  return `${lines.join('\n')}\n`
}

function listFiles(outcome: string, files: readonly FileProblem[], count: number): string[] {
  if (count === 0) return []
  const listed = files.slice(0, listedMax)
  const lines = listed.map(({ relativePath, code, reason }) => `  ${relativePath}: ${code}: ${reason}`)
  if (count > listed.length) lines.push(`  … and ${count - listed.length} more; --json lists them`)
  return [`${outcome[0]!.toUpperCase()}${outcome.slice(1)}:`, ...lines]
}

/** One JSON document, in snake_case as all that the service writes. */
export function summaryToJson(summary: ToldIngest): string {
  const { counts, reasons, problems, problemsLeftOut, durationMs, interrupted, fault } = summary
  const { pruned = null, isDryRun = false } = summary
  const document = {
    dry_run: isDryRun,
    ...counts,
    pruned: pruned && countPruned(pruned),
    reasons,
    duration_ms: Math.round(durationMs),
    files_per_s: filesPerS(summary),
    interrupted,
    fault: fault && { code: fault.code, detail: fault.message },
    files: problems.map(({ relativePath, outcome, code, reason }) => ({
      relative_path: relativePath,
      outcome,
      code,
      detail: reason,
    })),
    files_left_out: problemsLeftOut,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function countPruned({ missing, isRefused }: PruneSummary): number {
  return isRefused ? 0 : missing
}

function countFiles({ counts }: IngestSummary): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function filesPerS(summary: IngestSummary): number {
  return Math.round((countFiles(summary) * 10_000) / Math.max(summary.durationMs, 1)) / 10
}
