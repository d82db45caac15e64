// From a tokenizer.json to a function that gives a text's ids one by one, so that of a long text only what fits the model
// is encoded. Used by tokenize.ts. Byte pairs and other families are the library's, with the reference's characters.
import { type BertNormalizer, createWordPieces, normalizeBert, splitBert, type WordPiece } from './bert-words.ts'
import { newLetters } from './reference-characters.ts'
import { normalizeUnicode, toLowerCase } from './reference-text.ts'

type Step = { type: string }
type NormalizerStep = Step & { normalizers?: NormalizerStep[] }
type SplitStep = Step & { pretokenizers?: SplitStep[] }

/** As much of a tokenizer.json as is looked at here. */
export type TokenizerJson = {
  added_tokens: { id: number; content: string; normalized: boolean }[]
  normalizer: NormalizerStep | null
  pre_tokenizer: SplitStep | null
  model: Step
}

type LibraryNormalizer = { normalize(text: string): string; normalizers?: LibraryNormalizer[] }
type LibrarySplit = { pre_tokenize_text(text: string): string[]; tokenizers?: LibrarySplit[]; pattern?: RegExp }

/** As much of the library's `Tokenizer` as is used here; the types in its package do not resolve. */
export type LibraryTokenizer = {
  normalizer: LibraryNormalizer | null
  pre_tokenizer: LibrarySplit | null
  model: ((words: string[]) => string[]) & { tokens_to_ids: Map<string, number> }
  token_to_id(token: string): number | undefined
}

/** The ids of `text`, lazily, without the tokens that a model wants around it. */
export type Encode = (text: string) => Generator<number>

/** Of a longer word, in UTF-16 units, the start alone is encoded first, and twice as much each time. */
const wordStartUnits = 256

/** The last ids of such a start may differ from what the whole word has there: at most 5 did, of 52,815 random words. */
const untrustedIds = 16

/** Added tokens, such as `<|endoftext|>`, are found written out, as the file says: in the text or in its normal form. */
export function createEncode(json: TokenizerJson, library: LibraryTokenizer): Encode {
  const normalize = createNormalize(json.normalizer, library.normalizer)
  const splitWords = createWordSplit(json.pre_tokenizer, library.pre_tokenizer)
  const encodeWord =
    json.model.type === 'WordPiece'
      ? createWordPieces(json.model as Step & WordPiece, library.model.tokens_to_ids)
      : createWordEncode((word) => library.model([word]).map((token) => library.token_to_id(token)!))

  const added = Object.groupBy(json.added_tokens, ({ normalized }) => (normalized ? 'inNormal' : 'inText'))
  const splitText = createSplit(added.inText?.map(({ id, content }) => [content, id]) ?? [])
  const splitNormal = createSplit(added.inNormal?.map(({ id, content }) => [normalize(content), id]) ?? [])

  function* encodeNormal(text: string) {
    for (const part of splitNormal(text)) {
      if (typeof part === 'number') yield part
      else for (const word of splitWords(part)) yield* encodeWord(word)
    }
  }
  return function* encode(text) {
    for (const part of splitText(text)) {
      if (typeof part === 'number') yield part
      else yield* encodeNormal(normalize(part))
    }
  }
}

/** Divides a text at certain strings, the longest first where two begin at the same place; they become their ids. */
function createSplit(idsByContent: [content: string, id: number][]): (text: string) => (string | number)[] {
  if (idsByContent.length === 0) return (text) => [text]
  const ids = new Map(idsByContent)
  const longestFirst = [...ids.keys()].sort((a, b) => b.length - a.length)
  const pattern = new RegExp(`(${longestFirst.map(RegExp.escape).join('|')})`, 'u')
  return (text) => text.split(pattern).map((part, i) => (i % 2 === 1 ? ids.get(part)! : part))
}

/** The library's normalizer but for the kinds that differ from the reference's. */
function createNormalize(step: NormalizerStep | null, library: LibraryNormalizer | null): (text: string) => string {
  switch (step?.type) {
    case undefined:
      return (text) => text
    case 'Sequence': {
      const steps = step!.normalizers!.map((each, i) => createNormalize(each, library!.normalizers![i]!))
      return (text) => steps.reduce((normal, each) => each(normal), text)
    }
    case 'BertNormalizer':
      return (text) => normalizeBert(text, step as Step & BertNormalizer)
    case 'NFC':
      return (text) => normalizeUnicode(text, 'NFC')
    case 'Lowercase':
      return toLowerCase
    default:
      return (text) => library!.normalize(text)
  }
}

/** The library's pre-tokenizer, with the reference's classes of characters. */
function createWordSplit(step: SplitStep | null, library: LibrarySplit | null): (text: string) => string[] {
  if (step === null || library === null) return (text) => [text]
  if (step.type === 'BertPreTokenizer') return splitBert
  for (const part of library.tokenizers ?? [library]) {
    if (part.pattern) part.pattern = withReferenceClasses(part.pattern)
  }
  return (text) => library.pre_tokenize_text(text)
}

function withReferenceClasses(pattern: RegExp): RegExp {
  const source = pattern.source
    .replaceAll(/\\p\{[LN]\}/g, `[$&--[${newLetters}]]`)
    .replaceAll('\\s', '\\p{White_Space}')
    .replaceAll('\\S', '\\P{White_Space}')
  return new RegExp(source, 'gv')
}

/** Encodes a word, a long one no further than its ids are asked for: to merge 10,000 characters takes a tenth of a second. */
function createWordEncode(encodeAll: (word: string) => number[]): (word: string) => Iterable<number> {
  return function* encodeWord(word) {
    let given = 0
    for (let units = wordStartUnits; units < word.length; units *= 2) {
      const trusted = encodeAll(word.slice(0, units)).slice(0, -untrustedIds)
      yield* trusted.slice(given)
      given = Math.max(given, trusted.length)
    }
    yield* encodeAll(word).slice(given)
  }
}
