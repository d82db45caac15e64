import t from 'tap'
import { createAdmission } from '../../src/embedder/admission.ts'

function open() {
  const refused: string[] = []
  const admission = createAdmission({ interactive: 2, bulk: 1 }, (priority) => refused.push(priority))
  const gate = Promise.withResolvers<string>()
  return {
    admission,
    refused,
    enter: (priority: 'interactive' | 'bulk') => admission.admit(priority, () => gate.promise),
    gate,
  }
}

t.test('each class has its own bound: a full line of bulk refuses no search', async (t) => {
  const { admission, refused, enter, gate } = open()
  const inside = [enter('bulk'), enter('interactive'), enter('interactive')]
  t.same(admission.open, { interactive: 2, bulk: 1 })
  for (const priority of ['bulk', 'interactive'] as const) {
    await t.rejects(enter(priority), { code: 'OVERLOADED', retryAfterS: 1 })
  }
  t.throws(() => admission.assertRoom('bulk'), { code: 'OVERLOADED' })
  t.same(refused, ['bulk', 'interactive', 'bulk'])
  gate.resolve('done')
  t.same(await Promise.all(inside), ['done', 'done', 'done'])
  t.same(admission.open, { interactive: 0, bulk: 0 })
  t.doesNotThrow(() => admission.assertRoom('bulk'))
  t.equal(await admission.admit('bulk', async () => 'later'), 'later')
})

t.test('a failure makes room like any end', async (t) => {
  const { admission } = open()
  await t.rejects(
    admission.admit('bulk', () => Promise.reject(new Error('broken'))),
    { message: 'broken' },
  )
  t.same(admission.open, { interactive: 0, bulk: 0 })
})

t.test('finishing waits for what is inside and admits nothing more', async (t) => {
  const { admission, enter, gate } = open()
  const inside = enter('interactive')
  let isFinished = false
  const finished = admission.finish().then(() => {
    isFinished = true
  })
  await t.rejects(enter('interactive'), { code: 'SHUTTING_DOWN' })
  t.equal(isFinished, false)
  gate.resolve('done')
  await Promise.all([inside, finished])
  t.equal(isFinished, true)
})
