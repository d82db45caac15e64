import { Tokenizer } from '@huggingface/tokenizers'
import t from 'tap'
import { builtinSource } from '../../../src/embedder/models.ts'
import { createTokenize } from '../../../src/embedder/tokens/tokenize.ts'
import { openTokenizer, readTokenizer } from '../../parity/compare-tokens.ts'
import { createRandom } from '../../support/seeded-random.ts'

const file = `${builtinSource.folder}/tokenizer.json`
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
  // The bound of 20,000 UTF-16 units falls inside “sunflower”.
  const text = `sun ${' '.repeat(19_990)}sunflower sunflower`
  t.same(tokenize(text), { ids: [startId, 3103, endId], truncated: true })
  t.end()
})

t.test('a long text without spaces is not cut inside a character', (t) => {
  for (const text of ['😀', '猫', '\ud800'].flatMap((char) => [char.repeat(20_001), `x${char.repeat(20_001)}`])) {
    const { ids, truncated } = tokenize(text)
    t.equal(truncated, true)
    t.ok(ids.length <= context)
    t.same([ids[0], ids.at(-1)], [startId, endId])
  }
  t.end()
})

t.test('CLIP', async (t) => {
  const bytes = await readTokenizer('clip')
  const clip = await openTokenizer(bytes, 77)
  const [clipStart, clipEnd, cat] = [49406, 49407, 2368]

  t.test('a text becomes its ids between the start and end tokens', async (t) => {
    t.same(clip('a photo of a cat'), { ids: [clipStart, 320, 1125, 539, 320, cat, clipEnd], truncated: false })
    t.same(clip(''), { ids: [clipStart, clipEnd], truncated: false })
  })

  t.test('75 tokens fit, of more the end is left out, and the end token is kept', async (t) => {
    const full = [clipStart, ...new Array(75).fill(cat), clipEnd]
    t.same(clip('cat '.repeat(75)), { ids: full, truncated: false })
    t.same(clip('cat '.repeat(76)), { ids: full, truncated: true })
    t.same(clip('cat '.repeat(2000)), { ids: full, truncated: true })
  })

  t.test('special tokens are taken where they are written out as the file has them', async (t) => {
    t.same(clip('<|endoftext|>').ids, [clipStart, clipEnd, clipEnd])
    t.same(clip('<|STARTOFTEXT|>').ids, [clipStart, clipStart, clipEnd], 'found after lower-casing')
    t.ok(clip('<|ENDOFTEXT|>').ids.length > 3, 'not found after lower-casing')
  })

  t.test('a long word has the ids at its start that the whole of it has', async (t) => {
    // The library always encodes all of it.
    const json = JSON.parse(bytes.toString())
    const library = new Tokenizer(json, {})
    const pieces = Object.keys(json.model.vocab).filter((piece) => /^[a-z]{1,6}$/.test(piece))
    const random = createRandom(7)
    for (let round = 0; round < 200; round++) {
      const some = Array.from({ length: 1 + (round % 40) }, () => pieces[Math.floor(random() * pieces.length)]!)
      let word = ''
      while (word.length < 1500) word += some[Math.floor(random() * some.length)]
      const { ids, truncated } = clip(word)
      t.equal(truncated, true)
      t.same(ids.slice(0, -1), library.encode(word).ids.slice(0, 76), word.slice(0, 40))
    }
  })
})

t.test('a word that has no pieces is unknown, however long, and what follows it is seen', async (t) => {
  const unknownId = 100
  t.same(tokenize(`${'a'.repeat(9000)} cat`).ids, [startId, unknownId, 4937, endId])
  t.same(tokenize('qzxj😀 cat').ids, [startId, unknownId, 4937, endId])
})
