import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { createSlots } from '../../../src/embedder/pixels/slots.ts'

t.test('no more works run at once than there are slots, in order of arrival', async (t) => {
  const slots = createSlots(2)
  const started: number[] = []
  let running = 0
  let most = 0
  const work = (i: number) => async () => {
    started.push(i)
    most = Math.max(most, ++running)
    await setImmediate()
    running -= 1
    return i
  }
  t.same(await Promise.all([0, 1, 2, 3, 4].map((i) => slots.run(work(i)))), [0, 1, 2, 3, 4])
  t.same(started, [0, 1, 2, 3, 4])
  t.equal(most, 2)
})

t.test('a work that fails gives its slot back', async (t) => {
  const slots = createSlots(1)
  await t.rejects(
    slots.run(() => Promise.reject(new Error('broken'))),
    { message: 'broken' },
  )
  t.equal(await slots.run(async () => 'next'), 'next')
})

t.test('a signal drops a work that waits, and not one that runs', async (t) => {
  const slots = createSlots(1)
  const controller = new AbortController()
  const { signal } = controller
  const gate = Promise.withResolvers<string>()
  const first = slots.run(() => gate.promise, { signal })
  let secondRan = false
  const second = slots.run(
    async () => {
      secondRan = true
    },
    { signal },
  )
  const third = slots.run(async () => 'third')
  controller.abort(new Error('gone'))
  await t.rejects(second, { message: 'gone' })
  gate.resolve('first')
  t.same(await Promise.all([first, third]), ['first', 'third'])
  t.equal(secondRan, false)
  await t.rejects(
    slots.run(async () => 'late', { signal }),
    { message: 'gone' },
  )
})
