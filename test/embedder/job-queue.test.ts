import t from 'tap'
import type { Priority } from '../../src/embedder/embedder.ts'
import { createJobQueue, type Queued, turnsPerBulkTurn } from '../../src/embedder/job-queue.ts'

type Job = Queued & { name: string }

function makeJob(name: string, priority: Priority, changes: Partial<Queued> = {}): Job {
  return { name, priority, shape: 'any', isAlone: false, ...changes }
}

/** A queue of numbered jobs, and a way to take from it by name. */
function fill(jobs: Job[]) {
  const queue = createJobQueue<Job>()
  for (const job of jobs) queue.push(job)
  return { queue, take: (countMax = 1) => queue.take(countMax).map(({ name }) => name) }
}

t.test('interactive jobs go first, each class in order of arrival', async (t) => {
  const { queue, take } = fill([makeJob('b1', 'bulk'), makeJob('s1', 'interactive'), makeJob('s2', 'interactive')])
  t.equal(queue.length, 3)
  t.same([take(), take(), take(), take()], [['s1'], ['s2'], ['b1'], []])
  t.equal(queue.length, 0)
})

t.test('bulk gets its share of the turns however many interactive jobs come', async (t) => {
  const { queue, take } = fill(Array.from({ length: 5 }, (_, i) => makeJob(`b${i}`, 'bulk')))
  const taken: string[] = []
  for (let i = 0; i < 5 * turnsPerBulkTurn; i++) {
    queue.push(makeJob(`s${i}`, 'interactive'))
    taken.push(...take())
  }
  t.same(
    taken.filter((name) => name.startsWith('b')),
    ['b0', 'b1', 'b2', 'b3', 'b4'],
  )
  t.equal(taken.indexOf('b0'), turnsPerBulkTurn - 1)
  t.equal(taken.indexOf('b4'), 5 * turnsPerBulkTurn - 1)
})

t.test('turns are counted only while both classes wait', async (t) => {
  const { queue, take } = fill(Array.from({ length: 20 }, (_, i) => makeJob(`s${i}`, 'interactive')))
  for (let i = 0; i < turnsPerBulkTurn - 1; i++) take()
  queue.push(makeJob('late', 'bulk'))
  t.same(take(), [`s${turnsPerBulkTurn - 1}`], 'bulk that has just come is not owed a turn')
})

t.test('a run is filled with jobs of its class and shape, up to the bound', async (t) => {
  const { take } = fill([
    makeJob('a1', 'interactive', { shape: 'a' }),
    makeJob('b1', 'interactive', { shape: 'b' }),
    makeJob('a2', 'interactive', { shape: 'a' }),
    makeJob('a3', 'interactive', { shape: 'a' }),
    makeJob('bulk', 'bulk', { shape: 'a' }),
  ])
  t.same([take(2), take(8), take(8), take(8)], [['a1', 'a2'], ['b1'], ['a3'], ['bulk']])
})

t.test('a job that is put back comes first, and runs without others when it must', async (t) => {
  const { queue, take } = fill([makeJob('s1', 'interactive'), makeJob('s2', 'interactive')])
  const [first] = queue.take(1)
  queue.putBack(Object.assign(first!, { isAlone: true }))
  t.same([take(8), take(8)], [['s1'], ['s2']])
})

t.test('a job can be dropped while it waits, and only then', async (t) => {
  const job = makeJob('s1', 'interactive')
  const { queue, take } = fill([job])
  t.equal(queue.remove(job), true)
  t.equal(queue.remove(job), false)
  t.same(take(), [])
})
