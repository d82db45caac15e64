// Prints how many texts have other token ids than the reference gives, by tokenizer: the table of docs/models.md.
// parity.ts calls it; test/parity/compare-tokens.ts compares.
import {
  compareCodePoints,
  compareTokens,
  openTokenizer,
  readGolden,
  readTexts,
  readTokenizer,
  tokenizerNames,
} from '../test/parity/compare-tokens.ts'

export async function printTokenParity(): Promise<void> {
  const texts = await readTexts()
  const { made_with } = await readGolden('clip')
  console.log(`Token ids against tokenizers ${made_with.tokenizers}\n`)
  console.log('| tokenizer | context | texts | languages | truncated | mismatches | code points | blocks that differ |')
  console.log('|---|---|---|---|---|---|---|---|')
  for (const name of tokenizerNames) {
    const golden = await readGolden(name)
    const tokenize = await openTokenizer(await readTokenizer(name), golden.context)
    const { strings, languages, truncated, mismatches } = compareTokens(tokenize, golden, texts)
    const blocks = Object.keys(golden.code_points).length
    const differing = await compareCodePoints(name, golden)
    const cells = [
      name,
      golden.context,
      strings,
      languages,
      truncated,
      mismatches.length,
      blocks * 4096,
      differing.length,
    ]
    console.log(`| ${cells.join(' | ')} |`)
    for (const { kind, group, text, expected, ids } of mismatches) {
      console.log(`\n${kind}, ${group}: ${JSON.stringify(text.slice(0, 80))}\nexpected ${expected}\ngot      ${ids}`)
    }
  }
}
