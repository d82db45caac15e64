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
  t.equal(changes.dueInMs(1400), 500)
  t.equal(changes.take(1899), null)
  t.strictSame(shown(changes.take(1900)), { written: ['a', 'b'], gone: [] })
  t.equal(changes.take(9999), null)
})

test('files that never rest are taken all the same', async (t) => {
  const changes = createPendingChanges()
  for (let ms = 0; ms < 10_000; ms += 100) {
    changes.note('a', 'written', ms)
    t.equal(changes.take(ms), null)
  }
  t.strictSame(shown(changes.take(10_000)), { written: ['a'], gone: [] })
})

test('a file that is gone waits, and is not gone any more when it is written again', async (t) => {
  const changes = createPendingChanges()
  changes.note('a', 'gone', 0)
  changes.note('b', 'gone', 100)
  t.equal(changes.dueInMs(1000), 4000)
  changes.note('a', 'written', 3000)
  t.strictSame(shown(changes.take(3500)), { written: ['a'], gone: [] })
  t.strictSame(shown(changes.take(5100)), { written: [], gone: ['b'] })
})

test('what was written goes with what is gone, as a file may have moved', async (t) => {
  const changes = createPendingChanges()
  changes.note('old', 'gone', 0)
  changes.note('new', 'written', 4900)
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
  const batch = changes.take(500)!
  changes.note('a', 'gone', 600)
  changes.putBack(batch, 1000)
  t.strictSame(shown(changes.take(1500)), { written: ['b'], gone: [] })
  t.strictSame(shown(changes.take(5600)), { written: [], gone: ['a'] })
})
