// kill -9 during single upserts and batches loses nothing that was acknowledged. The long form is test/soak/store-crash.ts.
import { test } from 'tap'
import { type Acknowledged, runCrashRound } from './crash-rounds.ts'

test('a store whose process is killed while it writes keeps every acknowledged image', async (t) => {
  const folder = t.testdir()
  const acknowledged: Acknowledged = new Map()
  for (let round = 0; round < 12; round++) {
    const { faults } = await runCrashRound(folder, 1, round, acknowledged)
    t.strictSame(faults, [], `round ${round}`)
  }
  t.ok(acknowledged.size > 100, `${acknowledged.size} images were acknowledged in all`)
})
