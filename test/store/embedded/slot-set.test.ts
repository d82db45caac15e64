// A set of slots holds what a plain set does, as a list and as bits, back and forth.
import { test } from 'tap'
import { createSlotSet } from '../../../src/store/embedded/slot-set.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomInt } from '../sample-images.ts'

test('slots come and go as in a plain set, in ascending order, few and many', (t) => {
  const random = createRandom(5)
  for (const greatest of [40, 3_000, 200_000]) {
    const slots = createSlotSet()
    const plain = new Set<number>()
    for (const [share, changes] of [
      [0.9, 6_000],
      [0.1, 9_000],
      [0.7, 2_000],
    ] as const) {
      for (let i = 0; i < changes; i++) {
        const slot = randomInt(random, greatest)
        if (random() < share) {
          slots.add(slot)
          plain.add(slot)
        } else {
          slots.delete(slot)
          plain.delete(slot)
        }
      }
      const found: number[] = []
      slots.forEach((slot) => void found.push(slot))
      t.strictSame(
        found,
        [...plain].sort((a, b) => a - b),
        `below ${greatest}, ${share} of the changes add`,
      )
      t.equal(slots.size, plain.size)
    }
  }
  t.end()
})

test('a few slots far behind many that lie close together are held too, and those between are not', (t) => {
  const slots = createSlotSet()
  const expected = [...Array.from({ length: 200 }, (_, i) => i * 2), 1_000_000, 1_000_001, 3_000_000]
  for (const slot of expected) slots.add(slot)
  slots.add(1_000_000)
  slots.delete(999_999)
  const found: number[] = []
  slots.forEach((slot) => void found.push(slot))
  t.strictSame(found, expected)
  t.equal(slots.size, expected.length)
  t.end()
})
