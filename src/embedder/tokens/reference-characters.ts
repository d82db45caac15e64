// Where the reference tokenizer (the Rust library of Python's `tokenizers` 0.23.3) and Node 24 (Unicode 17) see a character
// differently, each of the reference's parts having tables of its own age. Used by bert-words.ts and token-encoder.ts.
// Found by comparing every code point between several neighbours; each constant is the inside of a character class.

/** Letters and digits that came with Unicode 17, which the reference's regular expressions (Unicode 16) do not know. */
export const newLetters = String.raw`\u088f\u0c5c\u0cdc\ua7ce\ua7cf\ua7f1\u{10940}-\u{10959}\u{10ec5}-\u{10ec7}\u{11db0}-\u{11de9}\u{16ea0}-\u{16ed3}\u{16ff2}-\u{16ff6}\u{187f8}-\u{187ff}\u{18d09}-\u{18df2}\u{1e6c0}-\u{1e6ff}\u{2b73a}-\u{2b73f}\u{2cea2}-\u{2cead}\u{323b0}-\u{33479}`

/** Characters that the reference neither composes, decomposes nor reorders, its normalisation being that of Unicode 9. */
export const newMarks = String.raw`\u07fd\u0897-\u08d3\u09fe\u0c3c\u0d3b\u0d3c\u0eba\u1715\u1abf-\u1aeb\u1df6-\u1dfa\ua82c\u{105c9}-\u{105e4}\u{10d24}-\u{10efb}\u{10efd}-\u{10f85}\u{11070}\u{1133b}\u{11382}-\u{113b8}\u{113bb}\u{113c2}-\u{113c9}\u{113ce}-\u{113d0}\u{1145e}\u{11839}-\u{11930}\u{11935}\u{11938}\u{1193d}\u{1193e}\u{11943}\u{119e0}\u{11a34}\u{11a47}\u{11a99}\u{11d42}\u{11d44}\u{11d45}\u{11d97}\u{11f41}\u{11f42}\u{1611e}-\u{16129}\u{1612f}\u{16d63}-\u{16d6a}\u{16ff0}\u{16ff1}\u{1e08f}-\u{1e6f5}`

/** Punctuation (P) that the reference takes for parts of words, its categories being those of Unicode 8. */
export const newPunctuation = String.raw`\u061d\u09fd-\u0a76\u0c77-\u0c84\u1b4e\u1b4f\u1b7d-\u1b7f\u2e43-\u2e5d\u{10d6e}-\u{10f89}\u{113d4}-\u{1145d}\u{11660}-\u{116b9}\u{1183b}-\u{11fff}\u{12ff1}\u{12ff2}\u{16d6d}-\u{16fe2}\u{1e5ff}-\u{1e95f}`

/** What was punctuation then and is not now. */
export const formerPunctuation = String.raw`\u166d\u{111c9}`

/** Format characters (Cf) that the reference does not remove. */
export const newFormats = String.raw`\u0890-\u08e2\u{110cd}-\u{1343f}`

/** Accents (Mn) that the reference does not strip. */
export const newAccents = String.raw`\u07fd\u0897-\u08e1\u09fe\u0afa-\u0aff\u0b55\u0c04-\u0c3c\u0d00\u0d3b\u0d3c\u0d81\u0eba\u0ece\u180f-\u1886\u1abf-\u1aeb\u1df6-\u1dfb\ua82c\ua8c5\ua8ff\ua9bd\u{10d24}-\u{10f85}\u{11070}-\u{11074}\u{110c2}\u{111c9}\u{111cf}\u{1123e}-\u{11241}\u{1133b}\u{113bb}-\u{1145e}\u{1182f}-\u{1612f}\u{16f4f}\u{16fe4}\u{1cf00}-\u{1cf46}\u{1e000}-\u{1e6f5}\u{1e944}-\u{1e94a}`

/** What was an accent then and is not now. */
export const formerAccents = String.raw`\u1734\u{1171e}`
