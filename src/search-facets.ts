// Facets beside searches: counts over all that a search's filter leaves, not over its hits. Part of image-search.ts.
import { setImmediate } from 'node:timers/promises'
import type { FacetName, Facets } from './facets.ts'
import type { Filter } from './filter.ts'
import type { VectorStore } from './store/vector-store.ts'

/** Values that a facet of a search lists at most. */
const searchFacetValuesMax = 20

type FacetedQuery = { facets?: readonly FacetName[]; options: { filter?: Filter } }

/**
 * In the order of the queries; undefined for those that ask for none. Searches of one batch mostly share their filter, and the same is
 * counted once. Errors: those of the store, and the signal's reason.
 */
export async function countSearchFacets(
  store: Pick<VectorStore, 'countFacets'>,
  queries: readonly FacetedQuery[],
  { signal }: { signal?: AbortSignal } = {},
): Promise<(Facets | undefined)[]> {
  const counted = new Map<string, Facets>()
  const found: (Facets | undefined)[] = []
  for (const { facets, options } of queries) {
    if (facets === undefined) {
      found.push(undefined)
      continue
    }
    const key = JSON.stringify([facets, options.filter ?? {}])
    if (!counted.has(key)) {
      // One after the other, so that counting in memory gives way to other requests.
      await setImmediate()
      signal?.throwIfAborted()
      const request = { filter: options.filter, facets, valuesMax: searchFacetValuesMax }
      counted.set(key, await store.countFacets(request))
    }
    found.push(counted.get(key))
  }
  return found
}
