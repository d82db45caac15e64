// Text to token ids by a model's tokenizer.json, cut to the model's context. Used by pool.ts, on the main thread:
// a query takes well under a millisecond, and the bound below keeps the longest text to a few.
import { readFile } from 'node:fs/promises'
import { Tokenizer } from '@huggingface/tokenizers'

export type Tokens = {
  /** At most `context` ids, with the model's start and end tokens. */
  ids: number[]
  /** The text was longer than the context and its end was left out. */
  truncated: boolean
}

export type Tokenize = (text: string) => Tokens

/**
 * No more of a text is looked at than this many UTF-16 units for each token of the context: ordinary text has four to
 * six a token, so only text of which the tokens before the cut would be unusually long can notice.
 */
const unitsPerTokenMax = 32

/** Reads a tokenizer; its own settings for truncation and padding are not used. `context` is the model's longest input. */
export async function createTokenize(file: string, context: number): Promise<Tokenize> {
  const tokenizer = new Tokenizer(JSON.parse(await readFile(file, 'utf8')), {})
  const encode = (text: string, special: boolean) => tokenizer.encode(text, { add_special_tokens: special }).ids

  // The start and end tokens are learnt from a sample, since each family of tokenizers declares them in another way.
  const bare = encode('a', false)
  const full = encode('a', true)
  const start = full.slice(0, full.indexOf(bare[0]!))
  const end = full.slice(start.length + bare.length)
  const room = context - start.length - end.length

  return (text) => {
    const looked = cutAtWord(text, context * unitsPerTokenMax)
    const ids = encode(looked, false)
    return {
      ids: [...start, ...ids.slice(0, room), ...end],
      truncated: looked.length < text.length || ids.length > room,
    }
  }
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
