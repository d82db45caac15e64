// Text to token ids by a model's tokenizer.json, cut to the model's context. Used by pool.ts, on the main thread: a query
// takes well under a millisecond, the longest a few. token-encoder.ts encodes; the ids are those of Python's `tokenizers`.
import { readFile } from 'node:fs/promises'
import { Tokenizer } from '@huggingface/tokenizers'
import { createEncode, type LibraryTokenizer, type TokenizerJson } from './token-encoder.ts'

export type Tokens = {
  /** At most `context` ids, with the model's start and end tokens. */
  ids: number[]
  /** The text was longer than the context and its end was left out. */
  truncated: boolean
}

export type Tokenize = ((text: string) => Tokens) & {
  /** The greatest id that a text can have: the model must know it. */
  readonly highestId: number
}

/** No more of a text is looked at: 10,000 characters, the longest query, have at most twice as many UTF-16 units. */
const textUnitsMax = 20_000

/** Reads a tokenizer; its own settings for truncation and padding are not used. `context` is the model's longest input. */
export async function createTokenize(file: string, context: number): Promise<Tokenize> {
  const json: TokenizerJson = JSON.parse(await readFile(file, 'utf8'))
  const library: LibraryTokenizer & Tokenizer = new Tokenizer(json, {})
  const encode = createEncode(json, library)

  // The start and end tokens are learnt from a sample, since each family of tokenizers declares them in another way.
  const bare = [...encode('a')]
  const full = library.encode('a').ids
  const start = full.slice(0, full.indexOf(bare[0]!))
  const end = full.slice(start.length + bare.length)
  const room = context - start.length - end.length

  const tokenize = (text: string): Tokens => {
    const looked = cutAtWord(text, textUnitsMax)
    const ids = encode(looked)
      .take(room + 1)
      .toArray()
    return {
      ids: [...start, ...ids.slice(0, room), ...end],
      truncated: looked.length < text.length || ids.length > room,
    }
  }
  return Object.assign(tokenize, { highestId: findHighestId(json, library) })
}

function findHighestId({ added_tokens }: TokenizerJson, { model }: LibraryTokenizer): number {
  const addedIds = added_tokens.map(({ id }) => id)
  return [...model.tokens_to_ids.values(), ...addedIds].reduce((highest, id) => Math.max(highest, id), 0)
}

/** The start of `text`, at most `lengthMax` long, not ending inside a word, or inside a character where it is one word. */
function cutAtWord(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text
  const head = text.slice(0, lengthMax + 1)
  const lastSpace = head.search(/\s\S*$/)
  if (lastSpace > 0) return head.slice(0, lastSpace)
  const isSplitPair = /[\uD800-\uDBFF]/.test(text[lengthMax - 1]!)
  return text.slice(0, isSplitPair ? lengthMax - 1 : lengthMax)
}
