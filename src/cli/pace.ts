// How fast a long run goes now: the rate over its last seconds. progress.ts shows it.

/** The rate follows this much of the past, so that it tells of new files soon after a stretch of unchanged ones. */
const windowMs = 15_000
const sampleEveryMs = 250

export type Pace = {
  /** Files a second, after `done` of them at `nowMs`. */
  rate(done: number, nowMs: number): number
}

export function createPace(startMs: number): Pace {
  const samples = [{ done: 0, timeMs: startMs }]

  return {
    rate(done, nowMs) {
      if (nowMs - samples.at(-1)!.timeMs >= sampleEveryMs) samples.push({ done, timeMs: nowMs })
      while (samples.length > 2 && nowMs - samples[1]!.timeMs > windowMs) samples.shift()
      const first = samples[0]!
      return nowMs > first.timeMs ? ((done - first.done) * 1000) / (nowMs - first.timeMs) : 0
    },
  }
}

/** `43 s`, `12 min`, `3 h 05 min`. */
export function formatDuration(durationS: number): string {
  if (durationS < 90) return `${Math.round(durationS)} s`
  const minutes = Math.round(durationS / 60)
  if (minutes < 90) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}
