// Facets beside the searches of a batch: what is counted, how often, and when it stops.
import { test } from 'tap'
import { countFacetsOf, type FacetsRequest } from '../src/facets.ts'
import { countSearchFacets } from '../src/search-facets.ts'
import { sampleRecord } from './store/sample-images.ts'

const records = [sampleRecord('a', { tags: ['x'] }), sampleRecord('b', { relativePath: 'b.jpeg', tags: ['x', 'y'] })]

/** A store that keeps what it was asked. */
function createCounter(onCount: () => void = () => {}) {
  const requests: FacetsRequest[] = []
  return {
    requests,
    async countFacets(request: FacetsRequest) {
      requests.push(request)
      onCount()
      return countFacetsOf(records, request)
    },
  }
}

test('each search that asks for facets gets those of its own filter, and the same is counted once', async (t) => {
  const store = createCounter()
  const filter = { pathPrefix: 'phone/' }
  const queries = [
    { facets: ['tags'] as const, options: {} },
    { options: { filter } },
    { facets: ['tags'] as const, options: { filter } },
    { facets: ['tags'] as const, options: { filter: { pathPrefix: 'phone/' } } },
    { facets: ['format'] as const, options: { filter } },
  ]
  const found = await countSearchFacets(store, queries)
  const expected = queries.map(({ facets, options }) => {
    return facets && countFacetsOf(records, { ...options, facets, valuesMax: 20 })
  })
  t.strictSame(found, expected)
  t.notSame(found[0], found[2], 'the filter matters here')
  t.equal(store.requests.length, 3)
})

test('nothing more is counted once nobody waits', async (t) => {
  const caller = new AbortController()
  const reason = new Error('The client is gone.')
  const store = createCounter(() => caller.abort(reason))
  const queries = [
    { facets: ['tags'] as const, options: {} },
    { facets: ['format'] as const, options: {} },
  ]
  await t.rejects(countSearchFacets(store, queries, { signal: caller.signal }), reason)
  t.equal(store.requests.length, 1)
})
