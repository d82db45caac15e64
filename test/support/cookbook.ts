// Runs the requests of docs/search.md and puts what they answer into the blocks behind them.
import type { DuplicateReport } from '../../src/http/schemas/duplicates.ts'
import type { Hit, ImagePage } from '../../src/http/schemas/image.ts'
import type { SearchBatchResult, SearchResult } from '../../src/http/schemas/search-result.ts'

/** A request, and the answer behind it where one is shown. */
const recipe = /```http\n(?<method>[A-Z]+) (?<path>\S+)\n(?<body>[\s\S]*?)```(?:\n\n```text\n(?<answer>[\s\S]*?)```)?/g

/** The text with the answers of the service at `url`, whose images are those of the samples. Rejects where a request fails. */
export async function fillCookbook(url: string, markdown: string): Promise<string> {
  const { images } = (await (await fetch(`${url}/images?limit=1000`)).json()) as ImagePage
  let cursor = ''
  let filled = ''
  let end = 0
  for (const match of markdown.matchAll(recipe)) {
    const { method, path, body, answer } = match.groups!
    const fill = (text: string) =>
      text
        .replaceAll(
          /([a-z-]+)-\{id\}/g,
          (_, name) => images.find(({ image_id: id }) => id.startsWith(`${name}-`))!.image_id,
        )
        .replaceAll('{next_cursor}', cursor)
    const init =
      body === '' ? { method } : { method, body: fill(body!), headers: { 'content-type': 'application/json' } }
    const response = await fetch(url + fill(path!), init)
    const result = await response.json()
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(result)}`)
    cursor = result.next_cursor ?? ''
    filled += markdown.slice(end, match.index)
    filled +=
      answer === undefined ? match[0] : match[0].replace(/```text\n[\s\S]*```$/, `\`\`\`text\n${show(result)}\n\`\`\``)
    end = match.index + match[0].length
  }
  return filled + markdown.slice(end)
}

type Result = Partial<SearchResult & SearchBatchResult & ImagePage & Pick<DuplicateReport, 'groups'>>

function show({ hits, results, images, groups, facets }: Result): string {
  if (facets && !hits) {
    return Object.values(facets)
      .flatMap((facet) => facet!.values.map(({ value, count }) => `${count}  ${value}`))
      .join('\n')
  }
  if (hits) return hits.length === 0 ? 'no hits' : hits.map(showHit).join('\n')
  if (results) return results.map((result) => show(result)).join('\n')
  if (groups) {
    const pathsOf = (group: (typeof groups)[number]) =>
      group.images.map(({ relative_path }) => relative_path).join('  ')
    return groups.map((group) => `${group.similarity.toFixed(2)}  ${pathsOf(group)}`).join('\n')
  }
  return images!.map(({ taken_at, relative_path }) => `${taken_at ?? 'not known'}  ${relative_path}`).join('\n')
}

function showHit({ score, relative_path, duplicates, contributions }: Hit): string {
  const parts = contributions?.map(({ contribution }) => contribution.toFixed(2)).join(' + ')
  const more = duplicates?.count ? `  and ${duplicates.count} more` : ''
  return `${score.toFixed(2)}  ${relative_path}${parts ? `  = ${parts}` : ''}${more}`
}
