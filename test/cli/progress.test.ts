// The progress display where no terminal is, its pace, and durations for people.
import { PassThrough } from 'node:stream'
import { test } from 'tap'
import { createPace, formatDuration } from '../../src/cli/pace.ts'
import { createProgressDisplay, type ProgressStream } from '../../src/cli/progress.ts'
import type { IngestProgress } from '../../src/ingest/tally.ts'

function progressOf(done: number, found: number): IngestProgress {
  return {
    found,
    isCounted: true,
    done,
    counts: { created: done, updated: 0, moved: 0, unchanged: 0, skipped: 0, failed: 0 },
  }
}

test('without a terminal a step of the whole is one plain line, and quick steps are not all told', async (t) => {
  const stream = new PassThrough({ encoding: 'utf8' })
  let nowMs = 0
  const display = createProgressDisplay(stream, () => nowMs)
  display.update(progressOf(10, 100))
  t.equal(stream.read(), null, 'the first second is silent')
  nowMs += 1_000
  display.update(progressOf(20, 100))
  display.update(progressOf(40, 100))
  t.equal(stream.read(), '20 of 100, 20 % | 20/s | 4 s left | 20 created\n')
  nowMs += 1_000
  display.update(progressOf(41, 100))
  t.match(stream.read(), /^41 of 100, 41 % /)
  nowMs += 4_000
  display.update(progressOf(42, 100))
  t.equal(stream.read(), null, 'a small step within the time between lines')
  nowMs += 1_000
  display.update(progressOf(43, 100))
  t.match(stream.read(), /^43 of 100, 43 % /)
})

test('on a terminal one line is drawn over and over, with the counts', async (t) => {
  const stream: ProgressStream & PassThrough = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true })
  const display = createProgressDisplay(stream)
  display.update(progressOf(99, 100))
  display.end()
  const drawn = String(stream.read())
  t.match(drawn, '99/100')
  t.match(drawn, '99 created')
})

test('the pace follows the last seconds', async (t) => {
  const pace = createPace(0)
  t.equal(pace.rate(0, 0), 0)
  for (let s = 1; s <= 10; s++) pace.rate(s * 1000, s * 1000)
  t.equal(pace.rate(10_000, 10_000), 1000)
  for (let s = 11; s <= 40; s++) pace.rate(10_000 + (s - 10) * 10, s * 1000)
  t.equal(Math.round(pace.rate(10_300, 40_000)), 10)
})

test('durations are told in the unit a person would use', async (t) => {
  t.equal(formatDuration(42.4), '42 s')
  t.equal(formatDuration(150), '3 min')
  t.equal(formatDuration(3600 * 3 + 290), '3 h 05 min')
})
