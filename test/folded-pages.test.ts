// Pages of folded hits on a store whose scores differ by some last bits from one request to the next, as those of Elasticsearch may.
import { test } from 'tap'
import { createImageSearch, type FoundHit, type ImageQuery } from '../src/image-search.ts'
import type { Hit, VectorStore } from '../src/store/vector-store.ts'
import { sampleRecord } from './store/sample-images.ts'
import { startParts } from './support/parts.ts'

/** Some last bits of float32. */
const bits = 1e-7

test('pages of folded hits hold each picture once where scores differ by some last bits', async (t) => {
  const { embedder, store } = await startParts(t)
  const { dims } = embedder.model
  /** Unit length, with this cosine to the first axis; none is like another of another axis. */
  const at = (cosine: number, axis: number) =>
    Float32Array.from({ length: dims }, (_, i) => (i === 0 ? cosine : i === axis ? Math.sqrt(1 - cosine ** 2) : 0))
  const record = (id: string) => sampleRecord(id, { contentSha256: null })
  await store.upsert([
    { record: record('a'), vector: at(0.6, 1) },
    { record: record('b'), vector: at(0.5, 2) },
    { record: record('b-copy'), vector: at(0.5, 2) },
    { record: record('c'), vector: at(0.5, 3) },
    { record: record('d'), vector: at(0.4, 4) },
  ])

  /** The hits of the first two pages of two, with scores that are moved from the second request on. */
  async function findPages(moves: Record<string, number>): Promise<string[]> {
    let requests = 0
    const move = ({ score, ...hit }: Hit): Hit => ({ ...hit, score: score + (moves[hit.record.imageId] ?? 0) })
    const moving: VectorStore = {
      ...store,
      hasExactScores: false,
      async search(request, call) {
        const hits = await store.search(request, call)
        if (requests++ === 0) return hits
        return hits.map(move).sort((a, b) => b.score - a.score || (a.record.imageId < b.record.imageId ? -1 : 1))
      },
    }
    const imageSearch = createImageSearch({ embedder, store: moving })
    const found: FoundHit[] = []
    let after: ImageQuery['options']['after']
    for (let page = 0; page < 2; page++) {
      const options = { k: 2, collapse: 'near_duplicates' as const, after }
      const [outcome] = await imageSearch.search([{ parts: [{ vector: at(1, 1), weight: 1 }], options }])
      found.push(...outcome!.hits)
      after = outcome!.next ?? undefined
    }
    return found.map(({ record }) => record.imageId)
  }

  t.strictSame(await findPages({}), ['a', 'b', 'c', 'd'])
  t.strictSame(await findPages({ b: -bits, 'b-copy': -bits }), ['a', 'b', 'c', 'd'], 'the last one, lower')
  t.strictSame(await findPages({ c: bits }), ['a', 'b', 'c', 'd'], 'the next one, higher')
  t.strictSame(await findPages({ b: -bits }), ['a', 'b', 'c', 'd'], 'a copy in the place of the last one')
})
