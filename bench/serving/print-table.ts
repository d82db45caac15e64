// Tables of figures on standard output, in Markdown, as docs/performance.md has them.
import { formatSpread, spread } from '../statistics.ts'

export function printTable(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  console.log(`\n**${title}**\n`)
  console.log(line(head))
  console.log(`|${head.map((_, i) => (i === 0 ? '---|' : '---:|')).join('')}`)
  for (const row of rows) console.log(line(row))
}

/** The median of the rounds with the least and the greatest; `–` where nothing was measured. */
export function showSpread(values: readonly number[], unit: string): string {
  return values.length === 0 ? '–' : formatSpread(spread(values), unit)
}
