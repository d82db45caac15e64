// The snippets of the README's section on clients, as they stand but for the address, so that tests can run them.
import { readFile } from 'node:fs/promises'

const readme = new URL('../../README.md', import.meta.url)
const address = /'http:\/\/127\.0\.0\.1:3000'|"http:\/\/127\.0\.0\.1:3000"/g

/** The one of the language, its address and what follows in the call replaced. */
export async function readSnippet(language: string, replacement: string): Promise<string> {
  const section = /\n## Clients\n(.+?)\n## /s.exec(await readFile(readme, 'utf8'))?.[1] ?? ''
  const snippet = new RegExp(`\`\`\`${language}\\n(.+?)\`\`\``, 's').exec(section)?.[1]
  if (snippet?.match(address)?.length !== 1) throw new Error(`The README has no ${language} with one address`)
  return snippet.replace(address, replacement)
}
