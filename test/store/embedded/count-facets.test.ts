// Counting by value where there are many images: right, and not in one go. test/store/search-properties.conformance.ts compares it with
// the reference.
import { test } from 'tap'
import { countFacets } from '../../../src/store/embedded/count-facets.ts'
import { createSlotIndex } from '../../../src/store/embedded/slot-index.ts'
import { sampleRecord } from '../sample-images.ts'

const pairs = 150_000
const even = sampleRecord('even', { takenAt: '2001-01-01T00:00:00.000Z', tags: ['even', 'both'], format: 'png' })
const odd = sampleRecord('odd', { takenAt: null, tags: ['both', 'odd'], format: 'jpeg' })

test('other work has its turn while the facets of many images are counted', async (t) => {
  const index = createSlotIndex({ findSlot: () => null, findSlotsIn: () => [] })
  for (let pair = 0; pair < pairs; pair++) {
    index.add(2 * pair, even)
    index.add(2 * pair + 1, odd)
  }

  const turns = { count: 0, next: setImmediate(takeTurn) }
  function takeTurn(): void {
    turns.count += 1
    turns.next = setImmediate(takeTurn)
  }
  const facets = await countFacets(index, index.match({}), { facets: ['tags', 'year', 'format'], valuesMax: 2 })
  clearImmediate(turns.next)

  // At least two in each of the three.
  t.ok(turns.count >= 6, `${turns.count} turns`)
  const half = (value: string) => ({ value, count: pairs })
  t.strictSame(facets, {
    tags: { values: [{ value: 'both', count: 2 * pairs }, half('even')], missing: 0, others: pairs },
    year: { values: [half('2001')], missing: pairs, others: 0 },
    format: { values: [half('jpeg'), half('png')], missing: 0, others: 0 },
  })
})
