// Shows how a pull goes, on stderr: a bar on a terminal, a line now and then anywhere else. models.ts passes on what
// ../model-hub reports.
import { Presets, SingleBar } from 'cli-progress'
import { createLinePace, describeProgress, inMb } from '../model-hub/pull-log.ts'
import type { PullProgress } from '../model-hub/pull-model.ts'
import { createPace, formatDuration, type Pace } from './pace.ts'
import type { ProgressStream } from './progress.ts'

export type PullDisplay = {
  update(progress: PullProgress): void
  say(line: string): void
  /** Leaves the last state on the screen. */
  end(): void
}

const lineEveryMs = 5_000

/** `now` is the time in milliseconds since any fixed moment. */
export function createPullDisplay(stream: ProgressStream, now = () => performance.now()): PullDisplay {
  return stream.isTTY ? createBar(stream, now) : createLines(stream, now)
}

function createBar(stream: ProgressStream, now: () => number): PullDisplay {
  const format = '{file} {bar} {percentage}% | {done} of {size} MB | {rate} MB/s | {left}'
  // The command line handles the signals itself.
  const bar = new SingleBar({ stream, format, barsize: 24, gracefulExit: false }, Presets.shades_classic)
  let shown: { file: string; pace: Pace; firstBytes: number } | undefined
  return {
    update({ file, doneBytes, totalBytes }) {
      if (shown?.file !== file) {
        if (bar.isActive) bar.stop()
        shown = { file, pace: createPace(now()), firstBytes: doneBytes }
      }
      const rate = shown.pace.rate(doneBytes - shown.firstBytes, now())
      const left = totalBytes !== null && rate > 0 ? `${formatDuration((totalBytes - doneBytes) / rate)} left` : ''
      const size = totalBytes === null ? '?' : inMb(totalBytes)
      const facts = { file, done: inMb(doneBytes), size, rate: inMb(rate), left }
      if (!bar.isActive) bar.start(totalBytes ?? doneBytes, doneBytes, facts)
      bar.setTotal(Math.max(totalBytes ?? doneBytes, 1))
      bar.update(doneBytes, facts)
    },
    say: (line) => void stream.write(`${line}\n`),
    end: () => bar.stop(),
  }
}

function createLines(stream: ProgressStream, now: () => number): PullDisplay {
  const isDue = createLinePace(lineEveryMs, now)
  return {
    update(progress) {
      if (isDue(progress)) stream.write(`${describeProgress(progress)}\n`)
    },
    say: (line) => void stream.write(`${line}\n`),
    end() {},
  }
}
