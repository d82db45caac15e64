// The limiter: how many run, how many wait, and that a failure gives its place free.
import t from 'tap'
import { createLimiter } from '../../src/library/limiter.ts'
import { codeOf } from './open-library.ts'

/** A task that runs until it is let go, and counts who runs. */
function createTasks() {
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = []
  const task = () => new Promise<void>((resolve, reject) => ends.push({ resolve, reject }))
  return { task, ends }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

t.test('at most so many tasks run at once, and the others follow in order', async (t) => {
  const limit = createLimiter({ concurrencyMax: 2, queueLengthMax: 10 })
  const { task, ends } = createTasks()
  const done: number[] = []
  const all = [0, 1, 2, 3].map((i) => limit(task).then(() => done.push(i)))
  await settle()
  t.equal(ends.length, 2)
  ends[1]!.resolve()
  await settle()
  t.equal(ends.length, 3)
  ends[0]!.resolve()
  ends[2]!.resolve()
  await settle()
  t.equal(ends.length, 4)
  ends[3]!.resolve()
  await Promise.all(all)
  t.same(done, [1, 0, 2, 3])
})

t.test('a task that finds the queue full is refused as OVERLOADED, and the others are not harmed', async (t) => {
  const limit = createLimiter({ concurrencyMax: 1, queueLengthMax: 1 })
  const { task, ends } = createTasks()
  const [running, waiting] = [limit(task), limit(task)]
  t.equal(await codeOf(limit(task)), 'OVERLOADED')
  ends[0]!.resolve()
  await running
  await settle()
  ends[1]!.resolve()
  await waiting
  const next = limit(task)
  await settle()
  t.equal(ends.length, 3)
  ends[2]!.resolve()
  await next
})

t.test('a task that fails rejects and gives its place free', async (t) => {
  const limit = createLimiter({ concurrencyMax: 1, queueLengthMax: 1 })
  const { task, ends } = createTasks()
  const failing = limit(task)
  await settle()
  ends[0]!.reject(new Error('failed'))
  await t.rejects(failing, { message: 'failed' })
  const next = limit(task)
  await settle()
  ends[1]!.resolve()
  await next
})
