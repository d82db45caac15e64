// What an import or a copy tells at its end: text for people, or JSON for scripts; and its exit code. import.ts and copy.ts print it.
import { type ImportSummary, importOutcomes } from '../transfer/run-import.ts'
import { formatDuration } from './pace.ts'
import type { RunProgress } from './progress.ts'

/** How many lines that failed a person is shown. */
const listedMax = 20

export function formatImport({ counts, normalised, failures, durationMs }: ImportSummary): string {
  const all = importOutcomes.reduce((sum, outcome) => sum + counts[outcome], 0)
  const lines = [`${all} documents in ${formatDuration(durationMs / 1000)}`]
  for (const outcome of importOutcomes) lines.push(`  ${outcome.padEnd(10)}${String(counts[outcome]).padStart(8)}`)
  if (normalised > 0) lines.push(`  ${normalised} vectors were not of unit length, and are now`)
  if (failures.length > 0) lines.push('Failed:')
  for (const { line, imageId, code, reason } of failures.slice(0, listedMax)) {
    lines.push(`  line ${line}${imageId === null ? '' : ` (${imageId})`}: ${code}: ${reason}`)
  }
  if (counts.failed > listedMax) lines.push(`  … and ${counts.failed - listedMax} more; --json lists them`)
  return `${lines.join('\n')}\n`
}

/** One JSON document, in snake_case as all that the service writes. */
export function importToJson(summary: ImportSummary): string {
  const { counts, normalised, failures, failuresLeftOut, durationMs, interrupted, fault } = summary
  const document = {
    ...counts,
    normalised,
    duration_ms: Math.round(durationMs),
    interrupted,
    fault: fault && { code: fault.code, detail: fault.message },
    failures: failures.map(({ line, imageId, code, reason }) => ({ line, image_id: imageId, code, detail: reason })),
    failures_left_out: failuresLeftOut,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** For the display; `found` is null as long as the end is not known. */
export function importProgress({ counts }: ImportSummary, found: number | null): RunProgress {
  const done = importOutcomes.reduce((sum, outcome) => sum + counts[outcome], 0)
  return { found: Math.max(found ?? 0, done), isCounted: found !== null, done, counts }
}

/** Why the run ended early, where it did, on stderr. */
export function tellImportEnd({ counts, interrupted, fault }: ImportSummary, stoppedCode: number): number {
  const goOn = 'What was taken is kept; the same command goes on from here.'
  if (interrupted) {
    process.stderr.write(`Stopped. ${goOn}\n`)
    return stoppedCode
  }
  if (fault) {
    process.stderr.write(`${fault.message}\n${goOn}\n`)
    return 2
  }
  return counts.failed > 0 ? 1 : 0
}
