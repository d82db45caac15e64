// A pull as lines for a log: what is pulled, a line now and then, and what came of it. wire.ts uses it at a start that pulls
// by itself; cli/pull-display.ts shows the same to a person.
import type { ModelRow } from '../embedder/pack/model-row.ts'
import type { PullOptions, PullProgress } from './pull-model.ts'

const lineEveryMs = 10_000

/** `now` is the time in milliseconds since any fixed moment. */
export function createPullLog(
  row: ModelRow,
  info: (line: string) => void,
  now = () => performance.now(),
): Required<Pick<PullOptions, 'onProgress' | 'onRetry' | 'onWait'>> {
  const isDue = createLinePace(lineEveryMs, now)
  return {
    onProgress(progress) {
      if (isDue(progress)) info(`Pulling ${row.name}: ${describeProgress(progress)}`)
    },
    onRetry: (line) => info(`Pulling ${row.name}: ${line}`),
    onWait: () => info(`Another process pulls ${row.name}; this one waits for it.`),
  }
}

/** Whether progress is worth a line: the first of all, one now and then, and the end of each file. */
export function createLinePace(lineEveryMs: number, now: () => number): (progress: PullProgress) => boolean {
  let lastMs = Number.NEGATIVE_INFINITY
  return ({ doneBytes, totalBytes }) => {
    if (doneBytes !== totalBytes && now() - lastMs < lineEveryMs) return false
    lastMs = now()
    return true
  }
}

/** Such as `text.onnx, file 2 of 3, 120 of 541 MB`. */
export function describeProgress({ file, index, count, doneBytes, totalBytes }: PullProgress): string {
  const of = totalBytes === null ? '' : ` of ${inMb(totalBytes)}`
  return `${file}, file ${index} of ${count}, ${inMb(doneBytes)}${of} MB`
}

/** In megabytes (10⁶ bytes), with a decimal where the whole number would say too little. */
export function inMb(bytes: number): string {
  return bytes < 10e6 ? (bytes / 1e6).toFixed(1) : String(Math.round(bytes / 1e6))
}
