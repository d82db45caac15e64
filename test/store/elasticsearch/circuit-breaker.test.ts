// The circuit breaker on a clock of its own: when it opens, how it tries, when it closes.
import t, { type Test } from 'tap'
import { createCircuitBreaker } from '../../../src/store/elasticsearch/circuit-breaker.ts'

const options = { failuresMax: 3, pauseMs: 500, pauseMaxMs: 1_500 }

function create() {
  let nowMs = 1_000
  const breaker = createCircuitBreaker({ ...options, now: () => nowMs })
  return {
    breaker,
    pass(ms: number) {
      nowMs += ms
    },
    /** Lets a call in, which must be, and fails it. */
    fail(t: Test) {
      t.ok(breaker.admits())
      breaker.failed()
    },
  }
}

t.test('calls go out until three in a row have failed', async (t) => {
  const { breaker, fail } = create()
  fail(t)
  fail(t)
  t.ok(breaker.admits())
  breaker.succeeded()
  fail(t)
  fail(t)
  t.ok(breaker.admits(), 'the success between counted')
  breaker.failed()
  t.notOk(breaker.admits())
})

t.test('after a pause one call at a time tries whether the cluster is back', async (t) => {
  const { breaker, pass, fail } = create()
  for (let i = 0; i < 3; i++) fail(t)
  pass(499)
  t.notOk(breaker.admits())
  pass(1)
  t.ok(breaker.admits())
  t.notOk(breaker.admits(), 'the second waits for the first')
  pass(60_000)
  t.notOk(breaker.admits(), 'however long that takes')
  breaker.succeeded()
  t.ok(breaker.admits())
  t.ok(breaker.admits())
})

t.test(
  'each try that fails makes the pause twice as long, up to its bound, and a success makes it short again',
  async (t) => {
    const { breaker, pass, fail } = create()
    for (let i = 0; i < 3; i++) fail(t)
    let before = 500
    for (const pause of [1_000, 1_500, 1_500]) {
      pass(before)
      fail(t)
      pass(pause - 1)
      t.notOk(breaker.admits())
      pass(1)
      t.ok(breaker.admits(), `after ${pause} ms`)
      breaker.forget()
      before = 0
    }
    t.ok(breaker.admits())
    breaker.succeeded()
    for (let i = 0; i < 3; i++) fail(t)
    pass(500)
    t.ok(breaker.admits())
  },
)

t.test('calls that were out already and fail late put the next try off, and no further', async (t) => {
  const { breaker, pass } = create()
  for (let i = 0; i < 20; i++) t.ok(breaker.admits())
  for (let i = 0; i < 20; i++) breaker.failed()
  pass(500)
  t.ok(breaker.admits())
})

t.test('a try whose caller left is given to the next', async (t) => {
  const { breaker, pass, fail } = create()
  for (let i = 0; i < 3; i++) fail(t)
  pass(500)
  t.ok(breaker.admits())
  breaker.forget()
  t.ok(breaker.admits())
  t.notOk(breaker.admits())
})

t.test('a call that was out before and succeeds late closes the circuit', async (t) => {
  const { breaker, fail } = create()
  t.ok(breaker.admits())
  for (let i = 0; i < 3; i++) fail(t)
  t.notOk(breaker.admits())
  breaker.succeeded()
  t.ok(breaker.admits())
})
