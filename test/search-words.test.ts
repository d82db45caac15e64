// What text becomes to be found by its words: a table of cases, and what holds for every character and any text.
import { test } from 'tap'
import { toQueryTerms, toRecordTerms, toTerms } from '../src/search-words.ts'
import { createRandom } from './support/seeded-random.ts'

const cases: [text: string, terms: string[]][] = [
  ['IMG_4032.jpeg', ['img', '4032', 'jpeg']],
  ['summer-trip/day 1', ['summer', 'trip', 'day', '1']],
  ['IMG4032', ['img4032', 'img', '4032']],
  ['PXL20240517trip', ['pxl20240517trip', 'pxl', '20240517', 'trip']],
  ['summerTrip', ['summertrip', 'summer', 'trip']],
  ['iPhone 15 eBay 1080p 3f2a9b', ['iphone', '15', 'ebay', '1080p', '3f2a9b']],
  ['Café CAFE cafe\u0301', ['cafe']],
  ['Straße STRASSE STRAẞE', ['strasse']],
  ['Łódź smørrebrød Æther þing', ['lodz', 'smorrebrod', 'aether', 'thing']],
  ['İstanbul ISTANBUL ıstanbul', ['istanbul']],
  ['ΟΔΟΣ οδος οδός', ['οδοσ']],
  ['Ёлка елка', ['елка']],
  ['العَرَبِيَّة', ['العربية']],
  ['हिन्दी', ['हिन्दी']],
  ['ﬁsh ＡＢＣ ①', ['fish', 'abc', '1']],
  ['soft\u00adhyphen zero\u200dwidth two\u200bwords', ['softhyphen', 'zerowidth', 'two', 'words']],
  ['猫', ['猫']],
  ['黒い猫', ['黒', 'い', '猫', '黒い', 'い猫']],
  ['2024年', ['2024', '年']],
  ['ｶｯﾌﾟ', ['カ', 'ッ', 'プ', 'カッ', 'ップ']],
  ['コーヒー', ['コ', 'ー', 'ヒ', 'コー', 'ーヒ', 'ヒー']],
  ['か\u309aき', ['か\u309a', 'き', 'か\u309aき']],
  ['서울', ['서', '울', '서울']],
  ['𠮷野家', ['𠮷', '野', '家', '𠮷野', '野家']],
  ['日本 (Kyoto)', ['日', '本', '日本', 'kyoto']],
  ['🦊 … "*" -- ½', ['1', '2']],
  ['\ud83d \udc08', []],
  ['', []],
]

test('text becomes terms', async (t) => {
  for (const [text, terms] of cases) t.strictSame(toTerms([text]), terms, text)
  t.strictSame(toTerms(['b a', 'a c']), ['b', 'a', 'c'], 'each once')
  t.strictSame(toTerms(['黒', '猫']), ['黒', '猫'], 'no pairs of two texts')
})

test('a record is its name, its path, its tags and its caption', async (t) => {
  const record = {
    imageName: 'Grandma',
    relativePath: 'phone/IMG_1.jpeg',
    tags: ['Grandma', 'sea view'],
    caption: null,
  }
  const terms = ['grandma', 'phone', 'img', '1', 'jpeg', 'sea', 'view']
  t.strictSame(toRecordTerms(record), terms)
  t.strictSame(toRecordTerms({ ...record, caption: 'Grandma by the sea' }), [...terms, 'by', 'the'])
})

test('a query asks for pairs where there are some, and for stop words only where there is nothing else', async (t) => {
  t.strictSame(toQueryTerms('黒い猫 犬'), ['黒い', 'い猫', '犬'])
  t.strictSame(toQueryTerms('a cup of coffee with the cat'), ['cup', 'coffee', 'cat'])
  t.strictSame(toQueryTerms('To be, or not to be'), ['to', 'be', 'or', 'not'])
  t.strictSame(toQueryTerms('?!'), [])
  t.equal(toQueryTerms(Array.from({ length: 1_000 }, (_, i) => `x${i}`).join(' ')).length, 64)
})

test('what was stored is found by the same text', async (t) => {
  for (const [text, terms] of cases) {
    const missed = toQueryTerms(text).filter((term) => !terms.includes(term))
    t.strictSame(missed, [], text)
  }
})

/** Letters, digits and marks, within bounds: no engine splits or drops any of it. */
function findOdd(terms: readonly string[]): string[] {
  return terms.filter((term) => !/^[\p{L}\p{N}][\p{L}\p{N}\p{M}]*$/u.test(term) || [...term].length > 64)
}

test('every character alone, and within a word, gives terms that engines leave whole', async (t) => {
  const odd: string[] = []
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code)
    if (findOdd(toTerms([character, `a${character}b`])).length > 0) odd.push(code.toString(16))
  }
  t.strictSame(odd, [])
})

test('any text gives such terms, each of which is its own term, and a query of it finds it', async (t) => {
  const random = createRandom(81)
  const below = (end: number) => Math.floor(random() * end)
  const ranges = [0x80, 0x300, 0x370, 0x600, 0x1000, 0x3100, 0xa000, 0xe000, 0x10000, 0x110000]
  const faults: string[] = []
  for (let i = 0; i < 5_000; i++) {
    const end = ranges[below(ranges.length)]!
    const text = Array.from({ length: 1 + below(200) }, () => String.fromCodePoint(below(end))).join('')
    const terms = new Set(toTerms([text]))
    const changed = [...terms].filter((term) => !toTerms([term]).includes(term))
    const missed = toQueryTerms(text).filter((term) => !terms.has(term))
    if (findOdd([...terms]).length + missed.length + changed.length > 0)
      faults.push(JSON.stringify([text, missed, changed]))
  }
  t.strictSame(faults, [])
})
