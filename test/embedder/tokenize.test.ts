import t from 'tap'
import { findModelDir } from '../../src/embedder/models.ts'
import { createTokenize } from '../../src/embedder/tokenize.ts'

const file = `${findModelDir('builtin')}/tokenizer.json`
const context = 128
const [startId, endId] = [101, 102]
const tokenize = await createTokenize(file, context)

t.test('a text becomes its ids between the start and end tokens', (t) => {
  t.same(tokenize('a cat'), { ids: [startId, 1037, 4937, endId], truncated: false })
  t.end()
})

t.test('a text that just fits is not truncated, and one token more is', (t) => {
  const fits = tokenize('cat '.repeat(context - 2))
  t.equal(fits.ids.length, context)
  t.equal(fits.truncated, false)
  const longer = tokenize('cat '.repeat(context - 1))
  t.equal(longer.truncated, true)
  t.same(longer.ids, fits.ids, 'the end is left out')
  t.end()
})

t.test('truncation keeps the end token', async (t) => {
  const short = await createTokenize(file, 5)
  t.same(short('a cat on a sofa'), { ids: [startId, 1037, 4937, 2006, endId], truncated: true })
})

t.test('a text of any length gives the ids that its start gives', (t) => {
  const sentence = 'the quick brown fox jumps over the lazy dog, '
  const page = tokenize(sentence.repeat(20))
  t.equal(page.ids.length, context)
  t.same(tokenize(sentence.repeat(50_000)), { ids: page.ids, truncated: true })
  t.end()
})

t.test('a long text is cut between words', (t) => {
  // The bound of 32 UTF-16 units for each of 128 tokens, 4,096, falls inside “sunflower”.
  const text = `sun ${' '.repeat(4085)}sunflower sunflower`
  t.same(tokenize(text), { ids: [startId, 3103, endId], truncated: true })
  t.end()
})

t.test('a long text without spaces is not cut inside a character', (t) => {
  for (const text of ['😀'.repeat(5000), `x${'😀'.repeat(5000)}`, '猫'.repeat(5000), '\ud800'.repeat(5000)]) {
    const { ids, truncated } = tokenize(text)
    t.equal(truncated, true)
    t.ok(ids.length <= context)
    t.same([ids[0], ids.at(-1)], [startId, endId])
  }
  t.end()
})
