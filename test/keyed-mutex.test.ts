// Work that shares a key takes turns; work that does not runs side by side.
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'tap'
import { createKeyedMutex } from '../src/keyed-mutex.ts'

/** Work that ends when it is told to, and notes in `log` when it starts and ends. */
function controlled(log: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const work = async () => {
    log.push(`${name} starts`)
    try {
      await promise
      return name
    } finally {
      log.push(`${name} ends`)
    }
  }
  return { work, end: resolve }
}

test('work on the same key waits, in the order of arrival', async (t) => {
  const mutex = createKeyedMutex()
  const log: string[] = []
  const works = ['a', 'b', 'c'].map((name) => controlled(log, name))
  const done = works.map(({ work }) => mutex.run(['key'], work))
  // Ends told in the wrong order change nothing.
  for (const { end } of works.toReversed()) end()
  t.strictSame(await Promise.all(done), ['a', 'b', 'c'])
  t.strictSame(log, ['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends'])
})

test('work on other keys does not wait', async (t) => {
  const mutex = createKeyedMutex()
  const log: string[] = []
  const first = controlled(log, 'first')
  const blocked = mutex.run(['x', 'y'], first.work)
  t.equal(await mutex.run(['z'], async () => 'other'), 'other')
  first.end()
  await blocked
})

test('one key in common is enough to wait', async (t) => {
  const mutex = createKeyedMutex()
  const log: string[] = []
  const first = controlled(log, 'first')
  const second = controlled(log, 'second')
  const third = controlled(log, 'third')
  const done = [mutex.run(['x', 'y'], first.work), mutex.run(['y', 'z'], second.work), mutex.run(['z'], third.work)]
  second.end()
  third.end()
  await turn()
  t.strictSame(log, ['first starts'])
  first.end()
  await Promise.all(done)
  t.strictSame(log, ['first starts', 'first ends', 'second starts', 'second ends', 'third starts', 'third ends'])
})

test('keys in any order never deadlock, and a key may be named twice', async (t) => {
  const mutex = createKeyedMutex()
  const runs = Array.from({ length: 50 }, (_, i) => mutex.run(i % 2 ? ['x', 'y'] : ['y', 'x', 'y'], async () => i))
  t.equal((await Promise.all(runs)).length, 50)
})

test('work that fails rejects its own call and lets the next one in', async (t) => {
  const mutex = createKeyedMutex()
  const failed = mutex.run(['key'], async () => Promise.reject(new Error('mine')))
  const thrown = mutex.run(['key'], () => {
    throw new Error('at once')
  })
  const next = mutex.run(['key'], async () => 'next')
  await t.rejects(failed, { message: 'mine' })
  await t.rejects(thrown, { message: 'at once' })
  t.equal(await next, 'next')
})
