// Operations on text as the reference tokenizer does them, where JavaScript's own give something else.
// Used by bert-words.ts and token-encoder.ts; the characters are in reference-characters.ts.
import { newMarks } from './reference-characters.ts'

const normalizable = new RegExp(`[^${newMarks}]+`, 'gv')

/** Unicode normalisation that leaves the characters alone which the reference does not know. */
export function normalizeUnicode(text: string, form: 'NFC' | 'NFD'): string {
  return text.replace(normalizable, (known) => known.normalize(form))
}

/** Lower case character by character: a Σ at the end of a word becomes σ, for which JavaScript writes ς. */
export function toLowerCase(text: string): string {
  return text.replaceAll('Σ', 'σ').toLowerCase()
}
