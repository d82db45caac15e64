// What text becomes to be found by its words: terms, made here and not by the engines, so that words mean the same in every store.
// Stores keep and look up terms as they are; search-by-words.ts makes those of a query. The rules: docs/decisions/0021.

/** Longer words are cut: code points, few enough for what engines take as one word. */
const termLengthMax = 64
/** Terms of a query. */
const queryTermsMax = 64

/** Letters of scripts that put no spaces between their words; `ー` and `々` are among them. */
const unspaced = String.raw`[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}]&&[\p{L}\p{M}\p{Nl}]]`
const runs = new RegExp(
  String.raw`((?:[${unspaced}--\p{M}]\p{M}*)+)|[[\p{L}\p{N}]--${unspaced}][[\p{L}\p{M}\p{N}]--${unspaced}]*`,
  'gv',
)

/** Accents, points of vowels and the like. The voice marks of kana make other letters and stay. */
const accents = /[[\p{Mn}&&\p{Script=Inherited}]--[\u3099\u309a]]/gv
const isAscii = /^\p{ASCII}*$/u
/** Soft hyphens, joiners and direction marks stand within words; the space of no width ends one. */
const invisible = /[\p{Default_Ignorable_Code_Point}--\u200b]/gv

/** Letters that people without them write so, and that Unicode does not take apart. */
const otherLetters: Record<string, string> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ß: 'ss',
  ς: 'σ',
}
const otherLetter = new RegExp(`[${Object.keys(otherLetters).join('')}]`, 'g')

/**
 * Where a name of several words has its borders: `summerTrip`, `IMG4032`, `2024trip`. Single letters stay with what they stand
 * beside, as in `iPhone`, `1080p` or a number in hex.
 */
const borders = /(?<=\p{Ll}\p{Ll})(?=\p{Lu}\p{Ll})|(?<=\p{L}\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L}\p{L})/u

/** English words that say nothing of a picture. Of a query alone: a picture’s own words are all kept. */
const stopWords = new Set(
  'a an and are as at be but by for if in into is it no not of on or s such t that the their then there these they this to was will with'.split(
    ' ',
  ),
)

/** What is searchable of a record. */
export type WordSource = {
  imageName: string
  relativePath: string
  tags: readonly string[]
  caption: string | null
}

/** The distinct terms of a record: of its name, its path, its tags and its caption. */
export function toRecordTerms({ imageName, relativePath, tags, caption }: WordSource): string[] {
  return toTerms([imageName, relativePath, ...tags, caption ?? ''])
}

/**
 * The distinct terms of texts that are to be found, in the order in which they come. A word of several parts is there whole and in
 * parts; Chinese, Japanese and Korean as single characters and as pairs. A term holds no white space and is at most 64 code points.
 */
export function toTerms(texts: readonly string[]): string[] {
  const terms = new Set<string>()
  for (const text of texts) {
    for (const { characters, words } of readRuns(text)) {
      for (const term of [...characters, ...toPairs(characters), ...words]) terms.add(term)
    }
  }
  return [...terms]
}

/**
 * The terms that a query looks for: as `toTerms`, but pairs alone where there are two characters or more, no English stop words
 * unless there is nothing else, and the first 64 at most. Empty for a text without a letter or digit.
 */
export function toQueryTerms(text: string): string[] {
  const terms = new Set<string>()
  for (const { characters, words } of readRuns(text)) {
    for (const term of [...(characters.length > 1 ? toPairs(characters) : characters), ...words]) terms.add(term)
  }
  const telling = [...terms].filter((term) => !stopWords.has(term))
  return (telling.length > 0 ? telling : [...terms]).slice(0, queryTermsMax)
}

/** A run of an unspaced script is its characters, any other a word with its parts. */
type Run = { characters: string[]; words: string[] }

function* readRuns(text: string): Iterable<Run> {
  for (const [run, isUnspaced] of withoutAccents(text).matchAll(runs)) {
    if (isUnspaced) yield { characters: run.match(/\P{M}\p{M}*/gu)!, words: [] }
    else yield { characters: [], words: toWords(run) }
  }
}

function toPairs(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, i) => characters[i] + character)
}

function toWords(run: string): string[] {
  const parts = run.split(borders)
  return (parts.length > 1 ? [run, ...parts] : parts).map(fold)
}

/** Without case. Upper before lower, which joins what has several small forms, such as `ſ` and `s`. */
function fold(word: string): string {
  const folded = withoutAccents(word.toUpperCase().toLowerCase())
  return [...folded.replace(otherLetter, (letter) => otherLetters[letter]!)].slice(0, termLengthMax).join('')
}

function withoutAccents(text: string): string {
  // As most names are, and what follows would leave them alone.
  if (isAscii.test(text)) return text
  return text.normalize('NFKD').replace(invisible, '').replace(accents, '').normalize('NFKC')
}
