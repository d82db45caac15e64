// The bound on files being worked on: by number, by bytes, and a way through for one that is larger than the bound.
import { setImmediate } from 'node:timers/promises'
import { test } from 'tap'
import { createInFlight } from '../../src/ingest/in-flight.ts'

/** Starts works of these sizes one after the other; each ends when it is told to. */
function startAll(sizes: number[], bounds: { filesMax: number; bytesMax: number }) {
  const inFlight = createInFlight(bounds)
  const ends: (() => void)[] = []
  const run = async () => {
    for (const size of sizes) await inFlight.start(size, () => new Promise((resolve) => ends.push(resolve)))
    await inFlight.drain()
  }
  return { ends, done: run() }
}

test('no more files than the bound are open, and the next starts when one ends', async (t) => {
  const { ends, done } = startAll([1, 1, 1, 1], { filesMax: 2, bytesMax: 100 })
  await setImmediate()
  t.equal(ends.length, 2)
  ends[1]!()
  await setImmediate()
  t.equal(ends.length, 3)
  ends[0]!()
  ends[2]!()
  await setImmediate()
  ends[3]!()
  await done
})

test('files wait while the bytes of those that are open leave no room', async (t) => {
  const { ends, done } = startAll([60, 30, 20], { filesMax: 10, bytesMax: 100 })
  await setImmediate()
  t.equal(ends.length, 2)
  ends[1]!()
  await setImmediate()
  t.equal(ends.length, 3)
  ends[0]!()
  ends[2]!()
  await done
})

test('a file larger than the bound goes alone', async (t) => {
  const { ends, done } = startAll([10, 500, 10], { filesMax: 10, bytesMax: 100 })
  await setImmediate()
  t.equal(ends.length, 1)
  ends[0]!()
  await setImmediate()
  t.equal(ends.length, 2)
  ends[1]!()
  await setImmediate()
  ends[2]!()
  await done
})
