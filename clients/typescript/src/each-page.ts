// Goes through pages by their cursors: all images of a list, all hits of a search.
import type { components } from './generated/contract.ts'
import type { LikenessClient } from './likeness-client.ts'
import type { CallOptions, RequestOf } from './operation-types.ts'
import { isFields } from './request-body.ts'

type Hit = components['schemas']['Hit']
type Image = components['schemas']['Image']
type Search<Request> = (request: Request, options?: CallOptions) => Promise<{ hits: Hit[]; next_cursor: string | null }>

/** All images that match, in the order of `sort`; asks for the next page when the reader has come to it. */
export async function* eachImage(
  client: Pick<LikenessClient, 'listImages'>,
  request: RequestOf<'listImages'> = {},
  options: CallOptions = {},
): AsyncGenerator<Image> {
  let cursor = request.cursor
  do {
    const page = await client.listImages({ ...request, cursor }, options)
    yield* page.images
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
}

/**
 * All hits of a search that has pages, best first: `eachHit(client.searchByText, { body: { query: 'a cat' } })`. `k` is the size of a page. A
 * library's every picture is a hit of some score: stop when there are enough, or give `min_score` or `relevance`. A search has no pages beyond
 * its first 1,000 hits: whoever goes on gets the ProblemError `PAGE_TOO_DEEP`.
 */
export async function* eachHit<Request extends object>(
  search: Search<Request>,
  request: Request,
  options: CallOptions = {},
): AsyncGenerator<Hit> {
  let next: string | null = null
  do {
    const page: Awaited<ReturnType<Search<Request>>> = await search(withCursor(request, next), options)
    yield* page.hits
    next = page.next_cursor
  } while (next !== null)
}

/** In the body, where that has the search's fields; else beside it. The caller's own stays as it is. */
function withCursor<Request extends object>(request: Request, cursor: string | null): Request {
  if (cursor === null) return request
  const { body } = request as { body?: unknown }
  if (isFields(body)) return { ...request, body: { ...body, cursor } }
  return body instanceof FormData ? { ...request, body: withField(body, 'cursor', cursor) } : { ...request, cursor }
}

function withField(form: FormData, name: string, value: string): FormData {
  const copy = new FormData()
  for (const [field, one] of form) copy.append(field, one)
  copy.set(name, value)
  return copy
}
