// The totals of a test run, counted from its TAP. scripts/test.ts prints them, and they decide the exit code.

import { Parser, type Result } from 'tap-parser'

/** Assertions, as tap counts them; a test that fails without a failed assertion (a crash, a time-out) adds one. */
export type Totals = { passed: number; failed: number; skipped: number }

export const noTotals: Totals = { passed: 0, failed: 0, skipped: 0 }
/** What a step counts as that ended the run before any test. */
export const oneFailure: Totals = { passed: 0, failed: 1, skipped: 0 }

/** The line each run ends with: `12 passed, 0 failed`, and `, 3 skipped` when there are any. */
export function formatTotals(totals: Totals): string {
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''
  return `${totals.passed} passed, ${totals.failed} failed${skipped}`
}

/** Whether the run is good: something passed and nothing failed. */
export function isGreen(totals: Totals): boolean {
  return totals.passed > 0 && totals.failed === 0
}

/** `failures` names each failure by its place: file, tests and assertion. */
export type Count = Totals & { failures: string[] }

const noCount: Count = { ...noTotals, failures: [] }

/**
 * Counts the TAP of one run of tap's command.
 * @param exitCode how the command ended, null when a signal did; a bad end is never counted as no failure
 */
export function countTap(tap: string, exitCode: number | null): Count {
  const parser = new Parser()
  let count = noCount
  let complete = false
  watch(parser, [], (counted, isComplete) => {
    count = counted
    complete = isComplete
  })
  parser.end(tap)
  const ranNothing = count.passed + count.failed + count.skipped === 0
  const endedBadly = ranNothing || !complete || exitCode !== 0
  const how = exitCode === null ? 'was killed' : `ended with exit code ${exitCode}`
  return endedBadly && count.failed === 0 ? add(count, failure([`the run of the tests ${how}`])) : count
}

/** Hands `done` the count of everything below `parser`, which lies at `place`, and whether it kept to its plan. */
function watch(parser: Parser, place: string[], done: (count: Count, isComplete: boolean) => void): void {
  let count = noCount
  // The subtest that the next result closes. A killed process leaves one open.
  let open: { inside: Count; place: string[] } | undefined
  const abandon = () => {
    if (open !== undefined) count = add(count, closeSubtest(open.inside, open.place, false))
    open = undefined
  }
  parser.on('child', (child: Parser) => {
    abandon()
    const subtest = { inside: noCount, place: [...place, child.name] }
    open = subtest
    watch(child, subtest.place, (counted) => {
      subtest.inside = counted
    })
  })
  parser.on('assert', (result: Result) => {
    const counted = open
      ? closeSubtest(open.inside, open.place, result.ok, result)
      : countAssertion(result, [...place, result.name])
    count = add(count, counted)
    open = undefined
  })
  parser.on('complete', (results: { plan: { end: number | null }; count: number; bailout: boolean | string }) => {
    abandon()
    const isComplete = results.plan.end === results.count && results.bailout === false
    done(count, isComplete)
  })
}

function closeSubtest(inside: Count, place: string[], ok: boolean, result?: Result): Count {
  if (!ok) return inside.failed > 0 ? inside : add(inside, failure([...place, 'did not come to its end']))
  if (inside.passed + inside.failed + inside.skipped > 0) return inside
  // A file or test without one assertion proves nothing; only one that says why it is left out counts as skipped.
  const reason = result?.skip || result?.todo
  const isExplained = reason !== undefined && reason !== false && reason !== 'no tests found'
  return isExplained ? { ...noCount, skipped: 1 } : failure([...place, 'asserts nothing'])
}

function countAssertion(result: Result, place: string[]): Count {
  if (result.skip || result.todo) return { ...noCount, skipped: 1 }
  return result.ok ? { ...noCount, passed: 1 } : failure(place)
}

function failure(place: string[]): Count {
  return { ...oneFailure, failures: [place.join(' > ')] }
}

function add(a: Count, b: Count): Count {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
  }
}
