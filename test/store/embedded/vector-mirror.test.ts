// Slots stay dense, and none is written while a search that could read it runs.
import { test } from 'tap'
import { blockOf, never, slotsPerBlock } from '../../../src/store/embedded/memory-layout.ts'
import { createVectorMirror, type VectorMirror } from '../../../src/store/embedded/vector-mirror.ts'
import { createRandom } from '../../support/seeded-random.ts'
import { randomUnitVector } from '../sample-images.ts'

const dims = 32
const random = createRandom(1)
const vector = () => randomUnitVector(random, dims)

/** Writes `count` new vectors as a store would, freeing these slots; returns where they went. */
function write(mirror: VectorMirror, count: number, freed: number[] = []): number[] {
  const slots = mirror.reserve(count)
  mirror.apply({ placed: slots.map((slot) => ({ slot, vector: vector() })), freed })
  return slots
}

test('freed slots are used again before new ones', (t) => {
  const mirror = createVectorMirror(dims, 1)
  t.strictSame(write(mirror, 4), [0, 1, 2, 3])
  write(mirror, 0, [1, 2])
  t.strictSame(write(mirror, 3).sort(), [1, 2, 4])
  t.equal(mirror.openSnapshot().slotEnd, 5)
  t.end()
})

test('a slot that a running search may read is not used again until that has ended', (t) => {
  const mirror = createVectorMirror(dims, 1)
  write(mirror, 2)
  const before = mirror.openSnapshot()
  write(mirror, 0, [0])
  const after = mirror.openSnapshot()
  t.strictSame(write(mirror, 1), [2])
  mirror.closeSnapshot(before)
  t.strictSame(write(mirror, 1), [0], 'the search that began after the slot was freed does not hold it')
  mirror.closeSnapshot(after)
  t.end()
})

test('reserved slots that are never applied stay free', (t) => {
  const mirror = createVectorMirror(dims, 1)
  write(mirror, 2)
  write(mirror, 0, [1])
  t.strictSame(mirror.reserve(2), [1, 2])
  t.strictSame(mirror.reserve(2), [1, 2])
  t.strictSame(write(mirror, 2), [1, 2])
  t.end()
})

test('holes between loaded slots are free', (t) => {
  const mirror = createVectorMirror(dims, 1)
  mirror.makeRoom(5)
  for (const slot of [1, 4]) mirror.occupy(slot)
  t.strictSame(write(mirror, 4).sort(), [0, 2, 3, 5])
  t.end()
})

test('each slot bears the writes that filled and emptied it', (t) => {
  const mirror = createVectorMirror(dims, 1)
  write(mirror, slotsPerBlock + 1)
  write(mirror, 0, [slotsPerBlock])
  const last = blockOf(mirror.memory, mirror.layout, 1)
  t.strictSame([last.since[0], last.until[0]], [1, 2])
  t.equal(last.since[1], never, 'a slot that was never filled is younger than every search')
  const first = blockOf(mirror.memory, mirror.layout, 0)
  t.strictSame([first.since[5], first.until[5]], [1, never])
  t.end()
})

test('a store that would outgrow the memory refuses the write', (t) => {
  const mirror = createVectorMirror(4096, 1)
  t.throws(() => mirror.reserve(mirror.layout.slotsMax + 1), { code: 'STORE_UNAVAILABLE', message: /full/ })
  t.strictSame(mirror.reserve(1), [0])
  t.end()
})
