// What every store does with words: which images match is asked of a naive model, rankings of what must come before what.
// vector-store.conformance.ts runs these on each adapter.
import type { Test } from 'tap'
import { type Filter, matchesFilter } from '../../src/filter.ts'
import { toQueryTerms, toRecordTerms } from '../../src/search-words.ts'
import type { ImageRecord, StoredImage, TextHit, TextSearchRequest, VectorStore } from '../../src/store/vector-store.ts'
import { createRandom } from '../support/seeded-random.ts'
import { pick, randomFilter, randomImages, randomInt, randomUnitVector, sampleRecord } from './sample-images.ts'

type Open = (t: Test) => Promise<VectorStore>
type AddTest = (title: string, work: (t: Test) => Promise<void>) => void

const idsOf = (hits: readonly TextHit[]) => hits.map(({ record }) => record.imageId)

export function testTextSearch(test: AddTest, name: string, open: Open, dims: number): void {
  const random = createRandom(71)
  const vector = randomUnitVector(random, dims)
  const asImages = (records: ImageRecord[]): StoredImage[] => records.map((record) => ({ record, vector }))

  /** A store that holds images of these ids and tags, whose names and paths say nothing else. */
  async function openWithTags(t: Test, tagsOf: Record<string, string[]>): Promise<VectorStore> {
    const store = await open(t)
    await store.upsert(asImages(Object.entries(tagsOf).map(([id, tags]) => sampleRecord(id, { tags }))))
    return store
  }
  const search = (store: VectorStore, text: string, more: Partial<TextSearchRequest> = {}) =>
    store.searchText({ terms: toQueryTerms(text), k: 100, ...more })

  test(`${name}: words of a name, a path and the tags find an image`, async (t) => {
    const store = await open(t)
    const cat = sampleRecord('one', {
      imageName: 'Grandma’s Cat.jpeg',
      relativePath: 'phone/Summer-trip 2024/IMG_4032.jpeg',
      tags: ['Café au lait', '黒い猫', 'Straße'],
    })
    await store.upsert(asImages([cat, sampleRecord('two', { relativePath: 'x/y.png', imageName: 'y.png' })]))
    const found = ['CAT', 'grandma', 'summer trip', 'IMG_4032.jpeg', 'img4032', 'cafe', '猫', '黒い', 'STRASSE', '2024']
    for (const text of [...found, '(cat', 'cat*', '"cat', 'cat NEAR nothing', '-cat', 'cat AND nothing', 'terms:cat']) {
      t.strictSame(idsOf(await search(store, text)), ['one'], text)
    }
    const [hit] = await search(store, 'cat')
    t.strictSame(hit!.record, cat)
    t.ok(hit!.textScore > 0)
    for (const text of ['ca', 'mma', '黒猫', 'near', 'phon', '"', '*', '🦊', "'; DROP TABLE images --", ' ', '']) {
      t.strictSame(idsOf(await search(store, text)), [], text)
    }
  })

  test(`${name}: more words found come before fewer, rare ones before frequent ones, equals by id`, async (t) => {
    const store = await openWithTags(t, {
      e: ['sea'],
      d: ['sea', 'sun'],
      c: ['sea', 'sun', 'boat'],
      B: ['sea'],
      a: ['sea', 'sea view', 'Sea'],
      f: ['boat'],
      g: ['mountain'],
    })
    t.strictSame(idsOf(await search(store, 'boat sea sun')), ['c', 'd', 'f', 'B', 'a', 'e'])
    t.strictSame(idsOf(await search(store, 'sea')), ['B', 'a', 'c', 'd', 'e'], 'a word twice is no more than once')
    t.strictSame(idsOf(await search(store, 'boat sea sun', { k: 2 })), ['c', 'd'])
    t.strictSame(idsOf(await search(store, 'sea', { k: 2 })), ['B', 'a'])
    t.strictSame(idsOf(await search(store, 'sea', { excludeIds: ['B', 'c', 'missing'] })), ['a', 'd', 'e'])
    t.strictSame(await store.searchText({ terms: [], k: 10 }), [])
  })

  test(`${name}: words follow what is written, changed and removed`, async (t) => {
    const store = await openWithTags(t, { a: ['sea'], b: ['sea'], c: ['boat'] })
    const at = '2026-01-01T00:00:00.000Z'
    await store.update('a', { tags: ['hill'] }, at)
    t.strictSame([idsOf(await search(store, 'sea')), idsOf(await search(store, 'hill'))], [['b'], ['a']])
    await store.update('a', { imageName: 'New name.png' }, at)
    t.strictSame(idsOf(await search(store, 'hill name')), ['a'], 'a new name leaves the tags')
    await store.update('a', { tags: [] }, at)
    t.strictSame([idsOf(await search(store, 'hill')), idsOf(await search(store, 'name'))], [[], ['a']])
    await store.upsert(asImages([sampleRecord('b', { tags: ['boat'], relativePath: 'moved/elsewhere.jpeg' })]))
    t.strictSame([idsOf(await search(store, 'sea')), idsOf(await search(store, 'boat'))], [[], ['b', 'c']])
    t.strictSame(idsOf(await search(store, 'moved')), ['b'])
    await store.remove(['b'])
    t.strictSame([idsOf(await search(store, 'boat')), idsOf(await search(store, 'moved'))], [['c'], []])
  })

  test(`${name}: what matches is what has one of the words, within the filter, and k of them come`, async (t) => {
    const store = await open(t)
    const images = randomImages(random, 300, dims)
    await store.upsert(images)
    const words = ['cat', 'DOG', 'unicode', '日本', '写真', '旅', 'a', 'b', 'phone2', '2024', 'arger', "quote's", '17']
    for (let i = 0; i < 60; i++) {
      const filter: Filter = i < 10 ? {} : randomFilter(random)
      const terms = toQueryTerms(Array.from({ length: 1 + randomInt(random, 4) }, () => pick(random, words)).join(' '))
      const label = JSON.stringify([terms, filter])
      const matchedBy = new Map<string, Set<string>>()
      for (const { record } of images) {
        const own = toRecordTerms(record)
        const matched = terms.filter((term) => own.includes(term))
        if (matched.length > 0 && matchesFilter(filter, record)) matchedBy.set(record.imageId, new Set(matched))
      }
      const all = await store.searchText({ terms, k: 1000, filter })
      t.strictSame(idsOf(all).sort(), [...matchedBy.keys()].sort(), label)
      t.strictSame(findDisorder(all, matchedBy), [], label)
      t.strictSame(await store.searchText({ terms, k: 5, filter }), all.slice(0, 5), `five for ${label}`)
    }
  })

  test(`${name}: a search by words is given up with the signal's reason`, async (t) => {
    const store = await openWithTags(t, { a: ['sea'] })
    const reason = new Error('The client is gone.')
    await t.rejects(store.searchText({ terms: ['sea'], k: 1 }, { signal: AbortSignal.abort(reason) }), reason)
    await store.close()
    await t.rejects(search(store, 'sea'), { code: 'STORE_UNAVAILABLE' })
  })
}

/** Neighbours in the wrong order: a worse score first, equal ones not by id, or fewer of the same words first. */
function findDisorder(hits: readonly TextHit[], matchedBy: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return hits.slice(1).flatMap((hit, i) => {
    const before = hits[i]!
    const [id, idBefore] = [hit.record.imageId, before.record.imageId]
    const isMore = matchedBy.get(id)!.isSupersetOf(matchedBy.get(idBefore)!)
    const isSame = isMore && matchedBy.get(id)!.size === matchedBy.get(idBefore)!.size
    const isOrdered = hit.textScore < before.textScore ? !isMore : hit.textScore === before.textScore && idBefore < id
    return isOrdered && (!isMore || isSame) ? [] : [`${idBefore} ${before.textScore}, ${id} ${hit.textScore}`]
  })
}
