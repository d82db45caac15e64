// When changes of a folder are taken in: written files once they rest, files that are gone only after they could have appeared elsewhere.
import { test } from 'tap'
import { type ChangeBatch, createPendingChanges } from '../../src/ingest/pending-changes.ts'

const shown = (batch: ChangeBatch | null) => batch && { written: [...batch.written], gone: [...batch.gone] }

test('files that are written are taken together when they have come to rest', async (t) => {
  const changes = createPendingChanges()
  t.equal(changes.dueInMs(0), Number.POSITIVE_INFINITY)
  t.equal(changes.take(0), null)
  changes.note('a', 'written', 1000)
  changes.note('b', 'written', 1400)
  t.equal(changes.dueInMs(1400), 2000)
  t.equal(changes.take(3399), null)
  t.strictSame(shown(changes.take(3400)), { written: ['a', 'b'], gone: [] })
  t.equal(changes.take(9999), null)
})

test('a file that never rests keeps the others from nothing for long', async (t) => {
  const changes = createPendingChanges()
  changes.note('small', 'written', 0)
  for (let ms = 0; ms < 10_000; ms += 100) {
    changes.note('large', 'written', ms)
    t.equal(changes.take(ms), null)
  }
  t.strictSame(shown(changes.take(10_000)), { written: ['small'], gone: [] })
  t.strictSame(shown(changes.take(11_900)), { written: ['large'], gone: [] })
})

test('a file that is gone waits, and is not gone any more when it is written again', async (t) => {
  const changes = createPendingChanges()
  changes.note('a', 'gone', 0)
  changes.note('b', 'gone', 100)
  t.equal(changes.dueInMs(1000), 4000)
  changes.note('a', 'written', 2500)
  t.strictSame(shown(changes.take(4500)), { written: ['a'], gone: [] })
  t.strictSame(shown(changes.take(5100)), { written: [], gone: ['b'] })
})

test('what was written goes with what is gone, as a file may have moved', async (t) => {
  const changes = createPendingChanges()
  changes.note('old', 'gone', 0)
  changes.note('new', 'written', 3000)
  t.strictSame(shown(changes.take(5000)), { written: ['new'], gone: ['old'] })
})

test('a file that is written and then removed is only gone', async (t) => {
  const changes = createPendingChanges()
  changes.note('a', 'written', 0)
  changes.note('a', 'gone', 10)
  t.strictSame(shown(changes.take(5010)), { written: [], gone: ['a'] })
})

test('what is put back comes again, unless something else has happened since', async (t) => {
  const changes = createPendingChanges()
  changes.note('a', 'written', 0)
  changes.note('b', 'written', 0)
  const batch = changes.take(2000)!
  changes.note('a', 'gone', 2100)
  changes.putBack(batch, 2500)
  t.strictSame(shown(changes.take(4500)), { written: ['b'], gone: [] })
  t.strictSame(shown(changes.take(7100)), { written: [], gone: ['a'] })
})
