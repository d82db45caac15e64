// The totals line of the test command: what counts as passed, failed and skipped (scripts/totals.ts).

import t from 'tap'
import { countTap, formatTotals, isGreen } from '../../scripts/totals.ts'

const file = (name: string, inside: string, close: string) => `# Subtest: ${name}\n${inside}${close}\n`
const indented = (...lines: string[]) => lines.map((line) => `    ${line}\n`).join('')

t.test('assertions are counted, the tests and files around them are not', async (t) => {
  const inside = indented(
    '# Subtest: adds',
    '    ok 1 - a',
    '    ok 2 - b',
    '    1..2',
    'ok 1 - adds',
    'ok 2 - c',
    '1..2',
  )
  t.match(countTap(`TAP version 14\n1..1\n${file('a.test.ts', inside, 'ok 1 - a.test.ts')}`, 0), {
    passed: 3,
    failed: 0,
    skipped: 0,
  })
})

t.test('a failed assertion counts once, not again for its test and file', async (t) => {
  const inside = indented('# Subtest: adds', '    not ok 1 - a', '    1..1', 'not ok 1 - adds', '1..1')
  t.match(countTap(`1..1\n${file('a.test.ts', inside, 'not ok 1 - a.test.ts')}`, 1).failed, 1)
})

t.test('a file that dies after good assertions counts as a failure', async (t) => {
  const inside = indented('# Subtest: adds', '    ok 1 - a', '1..0 # no tests found')
  t.match(countTap(`1..1\n${file('a.test.ts', inside, 'not ok 1 - a.test.ts')}`, 1), {
    passed: 1,
    failed: 1,
    skipped: 0,
  })
})

t.test('a run cut short counts as a failure, even with exit code 0', async (t) => {
  const cut = `1..2\n${file('a.test.ts', indented('ok 1 - a', '1..1'), 'ok 1 - a.test.ts')}`
  t.match(countTap(cut, 0).failed, 1)
  t.match(countTap(`${cut}# Subtest: b.test.ts\n    ok 1 - b\n`, null), { passed: 2, failed: 1, skipped: 0 })
})

t.test('a bad exit code counts as a failure where no assertion failed', async (t) => {
  const good = `1..1\n${file('a.test.ts', indented('ok 1 - a', '1..1'), 'ok 1 - a.test.ts')}`
  t.equal(countTap(good, 0).failed, 0)
  t.match(countTap(good, 1).failed, 1)
  t.match(countTap(good, null).failed, 1)
})

t.test('a skip with a reason is skipped, a file without any assertion is a failure', async (t) => {
  const explained = file('a.test.ts', indented('1..0 # no browser'), 'ok 1 - a.test.ts # SKIP no browser')
  t.match(countTap(`1..1\n${explained}`, 0), { passed: 0, failed: 0, skipped: 1 })
  const empty = file('a.test.ts', indented('1..0 # no tests found'), 'ok 1 - a.test.ts # SKIP no tests found')
  t.match(countTap(`1..1\n${empty}`, 0), { passed: 0, failed: 1, skipped: 0 })
  const single = file('a.test.ts', indented('ok 1 - a # SKIP later', 'ok 2 - b', '1..2'), 'ok 1 - a.test.ts')
  t.match(countTap(`1..1\n${single}`, 0), { passed: 1, failed: 0, skipped: 1 })
})

t.test('each failure is named by its place', async (t) => {
  const inside = indented('# Subtest: adds', '    not ok 1 - a', '    1..1', 'not ok 1 - adds', '1..1')
  t.same(countTap(`1..1\n${file('a.test.ts', inside, 'not ok 1 - a.test.ts')}`, 1).failures, ['a.test.ts > adds > a'])
  const died = file('b.test.ts', indented('ok 1 - a'), 'not ok 1 - b.test.ts')
  t.same(countTap(`1..1\n${died}`, 1).failures, ['b.test.ts > did not come to its end'])
  t.same(countTap('', null).failures, ['the run of the tests was killed'])
})

t.test('no output at all is a failure', async (t) => {
  t.match(countTap('', 0), { passed: 0, failed: 1, skipped: 0 })
})

t.test('the line names skips only when there are any, and nothing passed is not green', async (t) => {
  t.equal(formatTotals({ passed: 12, failed: 0, skipped: 0 }), '12 passed, 0 failed')
  t.equal(formatTotals({ passed: 12, failed: 1, skipped: 3 }), '12 passed, 1 failed, 3 skipped')
  t.notOk(isGreen({ passed: 0, failed: 0, skipped: 3 }))
  t.notOk(isGreen({ passed: 5, failed: 1, skipped: 0 }))
  t.ok(isGreen({ passed: 5, failed: 0, skipped: 0 }))
})
