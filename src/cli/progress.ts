// Shows how an ingest or a migration goes, on stderr: a bar on a terminal, a line now and then anywhere else.
// ingest.ts and demo.ts pass on what src/ingest reports, migration-display.ts what src/sync-index.ts does.
import { Presets, SingleBar } from 'cli-progress'
import { createPace, formatDuration } from './pace.ts'

export type ProgressStream = NodeJS.WritableStream & { isTTY?: boolean }

/** How far a run over many pictures has come. */
export type RunProgress = {
  /** Places found so far; all there are once `isCounted`. */
  found: number
  isCounted: boolean
  /** Places that have their outcome. */
  done: number
  /** By outcome, in a word or two. */
  counts: Readonly<Record<string, number>>
}

export type ProgressDisplay = {
  update(progress: RunProgress): void
  /** Leaves the last state on the screen. */
  end(): void
}

/** Without a terminal: a line this often, or at each step of the whole, but not more often than the least pause. */
const lineEveryMs = 5_000
const lineStep = 0.05
const linePauseMinMs = 1_000

/** `now` is the time in milliseconds since any fixed moment. */
export function createProgressDisplay(stream: ProgressStream, now = () => performance.now()): ProgressDisplay {
  const pace = createPace(now())
  const describe = (progress: RunProgress) => describePace(progress, pace.rate(progress.done, now()))
  return stream.isTTY ? createBar(stream, describe) : createLines(stream, describe, now)
}

type Describe = (progress: RunProgress) => { rate: string; left: string }

function createBar(stream: NodeJS.WritableStream, describe: Describe): ProgressDisplay {
  const bar = new SingleBar(
    {
      stream,
      format: '{bar} {percentage}% | {value}/{total} | {rate}/s | {left} | {outcomes}',
      barsize: 24,
      // The command line handles the signals itself.
      gracefulExit: false,
    },
    Presets.shades_classic,
  )
  return {
    update(progress) {
      const shown = { ...describe(progress), outcomes: describeOutcomes(progress) }
      if (!bar.isActive) bar.start(progress.found, progress.done, shown)
      bar.setTotal(progress.found)
      bar.update(progress.done, shown)
    },
    end: () => bar.stop(),
  }
}

function createLines(stream: NodeJS.WritableStream, describe: Describe, now: () => number): ProgressDisplay {
  let lastMs = now()
  let lastShare = 0
  return {
    update(progress) {
      const nowMs = now()
      const { rate, left } = describe(progress)
      const share = progress.isCounted ? progress.done / progress.found : 0
      const isDue = nowMs - lastMs >= lineEveryMs || share - lastShare >= lineStep
      if (!isDue || nowMs - lastMs < linePauseMinMs) return
      lastMs = nowMs
      lastShare = share
      const of = progress.isCounted ? `${progress.found}, ${Math.floor(share * 100)} %` : 'counting'
      stream.write(`${progress.done} of ${of} | ${rate}/s | ${left} | ${describeOutcomes(progress)}\n`)
    },
    end() {},
  }
}

function describePace({ found, isCounted, done }: RunProgress, rate: number): { rate: string; left: string } {
  const left = isCounted && rate > 0 ? `${formatDuration((found - done) / rate)} left` : 'counting'
  return { rate: rate.toFixed(rate < 10 ? 1 : 0), left }
}

/** Only what has happened, as the line must fit. */
function describeOutcomes({ counts }: RunProgress): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0)
  return some.map(([outcome, count]) => `${count} ${outcome}`).join(', ')
}
