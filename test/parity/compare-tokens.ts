// Compares our token ids with the reference's, which build/make_token_goldens.py has put down.
// token-parity.test.ts holds them to no difference at all; scripts/print-token-parity.ts prints the counts.
import { createHash } from 'node:crypto'
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { builtinSource } from '../../src/embedder/models.ts'
import { createTokenize, type Tokenize } from '../../src/embedder/tokens/tokenize.ts'

export type LabelledText = {
  /** Such as `sentence`, `composed`, `odd` or `long`. */
  kind: string
  /** The language of sentences, or what is odd. */
  group: string
  text: string
}

export type Golden = {
  made_with: Record<string, string>
  /** Of the tokenizer.json. */
  tokenizer_sha256: string
  /** The most ids, with the start and end tokens. */
  context: number
  /** The places of the texts that did not fit the context, spaced. */
  truncated: string
  /** For each text its ids, spaced. */
  ids: string[]
  /** The text that every code point is put into, for `{c}`. */
  surroundings: string
  /** By a block's first code point, in hex: sha256 (16 hex digits) of a line of ids for each of its 4,096. */
  code_points: Record<string, string>
}

export type Mismatch = LabelledText & { expected: string; ids: string }

export type TokenComparison = { strings: number; languages: number; truncated: number; mismatches: Mismatch[] }

type Part = string | { repeat: string; times: number }
type Groups = Record<string, (string | Part[])[]>

export const tokenizerNames = ['clip', 'multilingual', 'builtin'] as const
export type TokenizerName = (typeof tokenizerNames)[number]

const folder = new URL('../fixtures/parity/tokens/', import.meta.url)
const blockSize = 0x1000
/** Every text of the surroundings fits, so that all its ids are compared. */
const codePointContext = 200

const readJson = async (name: string) => JSON.parse(await readFile(new URL(name, folder), 'utf8'))

export const readGolden = (name: TokenizerName): Promise<Golden> => readJson(`${name}.json`)

/** All texts, in the goldens' order. */
export async function readTexts(): Promise<LabelledText[]> {
  const kinds: Record<string, Groups> = {
    sentence: await readJson('sentences.json'),
    ...(await readJson('strings.json')),
  }
  return Object.entries(kinds).flatMap(([kind, groups]) =>
    Object.entries(groups).flatMap(([group, texts]) =>
      texts.map((text) => ({ kind, group, text: typeof text === 'string' ? text : text.map(writeOut).join('') })),
    ),
  )
}

function writeOut(part: Part): string {
  return typeof part === 'string' ? part : part.repeat.repeat(part.times)
}

/** The tokenizer.json that a golden was made with. */
export async function readTokenizer(name: TokenizerName): Promise<Buffer> {
  if (name === 'builtin') return readFile(join(builtinSource.folder, 'tokenizer.json'))
  return gunzipSync(await readFile(new URL(`${name}-tokenizer.json.gz`, folder)))
}

/** Opens a tokenizer.json given as its bytes. */
export async function openTokenizer(bytes: Uint8Array, context: number): Promise<Tokenize> {
  await using temporary = await mkdtempDisposable(join(tmpdir(), 'likeness-tokens-'))
  const file = join(temporary.path, 'tokenizer.json')
  await writeFile(file, bytes)
  return createTokenize(file, context)
}

/** The texts of which `tokenize` gives other ids than the golden has, or says otherwise whether they were truncated. */
export function compareTokens(tokenize: Tokenize, golden: Golden, texts: LabelledText[]): TokenComparison {
  if (golden.ids.length !== texts.length) throw new Error('the goldens are of other texts')
  const truncated = new Set(golden.truncated.split(' ').map(Number))
  const mismatches = texts.flatMap((labelled, i) => {
    const tokens = tokenize(labelled.text)
    const expected = describe(golden.ids[i]!, truncated.has(i))
    const ids = describe(tokens.ids.join(' '), tokens.truncated)
    return ids === expected ? [] : [{ ...labelled, expected, ids }]
  })
  const sentences = texts.filter(({ kind }) => kind === 'sentence')
  const languages = new Set(sentences.map(({ group }) => group)).size
  return { strings: texts.length, languages, truncated: truncated.size, mismatches }
}

function describe(ids: string, truncated: boolean): string {
  return truncated ? `${ids} and more` : ids
}

/** The blocks, by their first code point in hex, in which a code point has other ids than in the golden. */
export async function compareCodePoints(name: TokenizerName, golden: Golden): Promise<string[]> {
  const tokenize = await openTokenizer(await readTokenizer(name), codePointContext)
  return Object.keys(golden.code_points).filter((block) => {
    const hash = createHash('sha256')
    const start = Number.parseInt(block, 16)
    for (let codePoint = start; codePoint < start + blockSize; codePoint++) {
      if (codePoint >= 0xd800 && codePoint < 0xe000) continue
      const { ids } = tokenize(golden.surroundings.replaceAll('{c}', String.fromCodePoint(codePoint)))
      hash.update(`${ids.slice(1, -1).join(' ')}\n`)
    }
    return hash.digest('hex').slice(0, 16) !== golden.code_points[block]
  })
}
