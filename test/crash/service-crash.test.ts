// kill -9 of the whole service during uploads, changes and deletions loses nothing that was acknowledged and leaves
// nothing half done. The long form is test/soak/service-crash.ts.
import { test } from 'tap'
import { startServiceCrashRounds } from './service-crash-rounds.ts'

test('a service that is killed while it writes keeps every acknowledged picture, record and file', async (t) => {
  const rounds = await startServiceCrashRounds(t.testdir(), 1)
  t.teardown(() => rounds.close())
  let acknowledged = 0
  let unanswered = 0
  for (let round = 0; round < 6; round++) {
    const result = await rounds.run(round)
    t.strictSame(result.faults, [], `round ${round}`)
    acknowledged += result.acknowledgedCount
    unanswered += result.unansweredCount
  }
  t.ok(acknowledged > 20, `${acknowledged} images were acknowledged in all`)
  t.ok(unanswered > 0, `${unanswered} requests were cut short in all`)
})
