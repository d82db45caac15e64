// Holds our token ids to those of Python's `tokenizers`: the same ids for every text and every code point compared.
import { createHash } from 'node:crypto'
import t from 'tap'
import {
  compareCodePoints,
  compareTokens,
  openTokenizer,
  readGolden,
  readTexts,
  readTokenizer,
  tokenizerNames,
} from './compare-tokens.ts'

const texts = await readTexts()

t.test('the texts are of many languages and kinds', async (t) => {
  t.ok(new Set(texts.map(({ text }) => text)).size >= 1200)
  const sentences = texts.filter(({ kind }) => kind === 'sentence')
  const languages = Map.groupBy(sentences, ({ group }) => group)
  t.ok([...languages.values()].filter((ofLanguage) => ofLanguage.length >= 40).length >= 12)
  t.ok(texts.filter(({ text }) => text.length >= 9900).length >= 60, 'with about 10,000 characters')
})

for (const name of tokenizerNames) {
  t.test(`${name}: every text has the ids of the reference`, async (t) => {
    const golden = await readGolden(name)
    const bytes = await readTokenizer(name)
    t.equal(createHash('sha256').update(bytes).digest('hex'), golden.tokenizer_sha256, 'from the same tokenizer.json')
    const { mismatches } = compareTokens(await openTokenizer(bytes, golden.context), golden, texts)
    t.same(mismatches, [])
  })

  t.test(`${name}: every code point has the ids of the reference`, async (t) => {
    const golden = await readGolden(name)
    t.ok(Object.keys(golden.code_points).length >= 25)
    t.same(await compareCodePoints(name, golden), [])
  })
}

t.test('the comparison sees what a careless tokenizer does', async (t) => {
  const careless: [what: string, name: 'clip' | 'multilingual', change: (json: TokenizerFile) => void][] = [
    [
      'leaves text as it is',
      'clip',
      (json) => {
        json.normalizer = null
      },
    ],
    [
      'does not compose',
      'clip',
      (json) => {
        json.normalizer!.normalizers!.shift()
      },
    ],
    [
      'splits only at spaces',
      'clip',
      (json) => {
        json.pre_tokenizer.pretokenizers![0]!.pattern!.Regex = '\\S+'
      },
    ],
    [
      'lowers case',
      'multilingual',
      (json) => {
        json.normalizer!.lowercase = true
      },
    ],
    [
      'strips accents',
      'multilingual',
      (json) => {
        json.normalizer!.strip_accents = true
      },
    ],
    [
      'keeps what is invisible',
      'multilingual',
      (json) => {
        json.normalizer!.clean_text = false
      },
    ],
    [
      'leaves ideographs together',
      'multilingual',
      (json) => {
        json.normalizer!.handle_chinese_chars = false
      },
    ],
    [
      'knows no special token in a text',
      'multilingual',
      (json) => {
        json.added_tokens = []
      },
    ],
  ]
  for (const [what, name, change] of careless) {
    const golden = await readGolden(name)
    const json = JSON.parse((await readTokenizer(name)).toString())
    change(json)
    const tokenize = await openTokenizer(Buffer.from(JSON.stringify(json)), golden.context)
    const { mismatches } = compareTokens(tokenize, golden, texts)
    t.ok(mismatches.length > 0, `${what}: ${mismatches.length} mismatches`)
  }
})

type TokenizerFile = {
  added_tokens: unknown[]
  normalizer: (Record<string, unknown> & { normalizers?: unknown[] }) | null
  pre_tokenizer: { pretokenizers?: { pattern?: { Regex: string } }[] }
}
