// The BERT family of tokenizers: a text's words and a word's pieces. Used by token-encoder.ts.
// Our own, as the library's ids are not quite the reference's, and as one crafted text kept it busy for half a second.
import { formerAccents, formerPunctuation, newAccents, newFormats, newPunctuation } from './reference-characters.ts'
import { normalizeUnicode, toLowerCase } from './reference-text.ts'

/** `BertNormalizer` of a tokenizer.json. */
export type BertNormalizer = {
  clean_text: boolean
  handle_chinese_chars: boolean
  /** Null: as `lowercase`. */
  strip_accents: boolean | null
  lowercase: boolean
}

/** `WordPiece` of a tokenizer.json. */
export type WordPiece = {
  unk_token: string
  continuing_subword_prefix: string
  max_input_chars_per_word: number
}

const removed = new RegExp(String.raw`[[\0\ufffd\p{Cc}\p{Cf}\p{Co}]--[\t\n\r${newFormats}]]`, 'gv')
const space = /\p{White_Space}/gu
const ideographs =
  /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2a6df}\u{2a700}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu
const accents = new RegExp(String.raw`[[\p{Mn}--[${newAccents}]]${formerAccents}]`, 'gv')
const punctuation = String.raw`[\p{P}--[${newPunctuation}]]${formerPunctuation}\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e`
const words = new RegExp(String.raw`[${punctuation}]|[^\p{White_Space}${punctuation}]+`, 'gv')

export function normalizeBert(text: string, options: BertNormalizer): string {
  let normal = text
  if (options.clean_text) normal = normal.replace(removed, '').replace(space, ' ')
  if (options.handle_chinese_chars) normal = normal.replace(ideographs, ' $& ')
  if (options.strip_accents ?? options.lowercase) normal = normalizeUnicode(normal, 'NFD').replace(accents, '')
  return options.lowercase ? toLowerCase(normal) : normal
}

/** Words and single punctuation marks, in order. */
export function splitBert(text: string): string[] {
  return text.match(words) ?? []
}

/** Gives a word's ids: of the longest piece that it starts with and so on to its end, or of the unknown token alone. */
export function createWordPieces(model: WordPiece, ids: Map<string, number>): (word: string) => number[] {
  const unknown = [ids.get(model.unk_token)!]
  const { continuing_subword_prefix: prefix, max_input_chars_per_word: charsMax } = model
  // These two keep a text of 10,000 characters from being looked up in a hundred thousand ways.
  const pieceLengthMax = [...ids.keys()].reduce((longest, piece) => Math.max(longest, piece.length), 0)
  const alphabet = new Set([...ids.keys()].flatMap((piece) => [...piece]))

  return (word) => {
    const chars = [...word]
    if (chars.length > charsMax || !chars.every((char) => alphabet.has(char))) return unknown
    const pieces: number[] = []
    for (let start = 0; start < word.length; ) {
      let end = Math.min(word.length, start + pieceLengthMax)
      const find = () => ids.get((start > 0 ? prefix : '') + word.slice(start, end))
      let id = find()
      while (id === undefined && --end > start) id = find()
      if (id === undefined) return unknown
      pieces.push(id)
      start = end
    }
    return pieces
  }
}
