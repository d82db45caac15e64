// `likeness demo --check`: searches whose best hit is known, over HTTP as any client sends them. demo.ts starts it.
import { readFile } from 'node:fs/promises'
import type { SearchResult } from '../http/schemas/search-result.ts'
import { crop, readExpectedHits } from './demo-samples.ts'

/** How far down the hits the expected one is looked for. */
const k = 10

type Check = { name: string; expected: string; search(): Promise<SearchResult> }

/**
 * Runs every check and writes a line for each: the rank and the score of the picture that should come first. Resolves to
 * whether all found theirs.
 */
export async function runDemoChecks(url: string, write: (line: string) => void): Promise<boolean> {
  const checks = await listChecks(url)
  let found = 0
  for (const { name, expected, search } of checks) {
    const { hits } = withoutUploads(await search())
    const rank = hits.findIndex((hit) => hit.relative_path === expected) + 1
    if (rank === 1) {
      found += 1
      write(`ok    ${name}: ${expected}, rank 1, score ${hits[0]!.score.toFixed(3)}`)
      continue
    }
    const where = rank === 0 ? `not among the first ${k}` : `rank ${rank}, score ${hits[rank - 1]!.score.toFixed(3)}`
    const first = hits[0] ? `; first is ${hits[0].relative_path}, score ${hits[0].score.toFixed(3)}` : ''
    write(`FAIL  ${name}: ${expected}, ${where}${first}`)
  }
  write(`${found} of ${checks.length} searches found their picture first`)
  return found === checks.length
}

/** What a person has added to the demo since does not count. */
function withoutUploads({ hits, ...result }: SearchResult): SearchResult {
  return { ...result, hits: hits.filter((hit) => !hit.relative_path?.startsWith('uploads/')) }
}

async function listChecks(url: string): Promise<Check[]> {
  const words = (await readExpectedHits()).map(({ query, relative_path }) => ({
    name: `"${query}"`,
    expected: relative_path,
    search: () => searchByWords(url, query),
  }))
  return [
    ...words,
    {
      name: 'a crop as a file',
      expected: crop.of,
      search: async () => searchByPicture(url, await readFile(crop.path)),
    },
    {
      name: 'the thumbnail of the first picture',
      expected: words[0]!.expected,
      search: async () => searchByThumbnail(url, words[0]!.search),
    },
  ]
}

async function searchByWords(url: string, query: string): Promise<SearchResult> {
  return readResult(await fetch(`${url}/search/text?${new URLSearchParams({ q: query, k: String(k) })}`))
}

async function searchByPicture(url: string, bytes: Uint8Array): Promise<SearchResult> {
  const headers = { 'content-type': 'application/octet-stream' }
  const body = bytes as Uint8Array<ArrayBuffer>
  return readResult(await fetch(`${url}/search/image?k=${k}`, { method: 'POST', headers, body }))
}

async function searchByThumbnail(url: string, search: () => Promise<SearchResult>): Promise<SearchResult> {
  const [hit] = withoutUploads(await search()).hits
  const response = await fetch(`${url}/images/${hit?.image_id}/thumbnail`)
  return searchByPicture(url, new Uint8Array(await response.arrayBuffer()))
}

async function readResult(response: Response): Promise<SearchResult> {
  if (!response.ok) throw new Error(`A search answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as SearchResult
}
