// What every open index of a store can do, whoever chose it: reads, searches and writes. elasticsearch-store.ts lets a service
// work with the index of its space, elasticsearch-life.ts a migration with one by name.
import type { VectorSpace } from '../../embedder/embedder.ts'
import { assertUnitVector } from '../../vector.ts'
import type { VectorStore } from '../vector-store.ts'
import { createAnswerDocuments } from './answer-documents.ts'
import type { BulkWriter } from './bulk-writer.ts'
import { countFacets } from './count-facets.ts'
import type { Engine } from './engine.ts'
import { countRecords, findByContent, getByPath, getRecords, getVectors, sampleVectors } from './image-reader.ts'
import { createImageWriter } from './image-writer.ts'
import type { IndexWatch } from './index-watch.ts'
import { createJobDocuments } from './job-documents.ts'
import { describeSearch, searchNearest } from './nearest-search.ts'
import { completePending, listPending } from './pending-records.ts'
import { listRecords } from './record-lister.ts'
import { findTombstones } from './shared-state.ts'
import { createStateDocuments } from './state-documents.ts'
import { summariseIndex } from './summarise-index.ts'
import { searchText } from './text-search.ts'

export type StoreOperations = Omit<VectorStore, 'space' | 'description' | 'check' | 'close'>

export function createStoreOperations(parts: {
  engine: Engine
  bulk: BulkWriter
  /** The STORE_URL's index name. */
  store: string
  space: VectorSpace
  watch: Pick<IndexWatch, 'use' | 'targets'>
  keepsTombstones: boolean
}): StoreOperations {
  const { engine, store, space, watch } = parts
  const writer = createImageWriter({ ...parts, dims: space.dims, findTargets: () => watch.targets() })
  const documents = createStateDocuments(engine, store)
  return {
    jobs: createJobDocuments(documents),
    answers: createAnswerDocuments(documents),
    upsert: (images, call) => watch.use(() => writer.upsert(images, call)),
    update: (imageId, changes, updatedAt, call) => watch.use(() => writer.update(imageId, changes, updatedAt, call)),
    remove: (imageIds, call) => watch.use(() => writer.remove(imageIds, call)),
    get: (imageIds) => watch.use((own) => getRecords(engine, own, imageIds)),
    getByPath: (paths) => watch.use((own) => getByPath(engine, own, paths)),
    findByContent: (contentSha256, limit) => watch.use((own) => findByContent(engine, own, contentSha256, limit)),
    getVectors: (imageIds) => watch.use((own) => getVectors(engine, own, imageIds)),
    sampleVectors: (count) => watch.use((own) => sampleVectors(engine, own, count)),
    findTombstones: (paths) => findTombstones(engine, store, paths),
    async search(request, { signal } = {}) {
      signal?.throwIfAborted()
      assertUnitVector(request.vector, space.dims)
      return watch.use((own) => searchNearest(engine, own, request, signal))
    },
    async searchText(request, { signal } = {}) {
      signal?.throwIfAborted()
      return watch.use((own) => searchText(engine, own, request, signal))
    },
    describeSearch,
    hasExactScores: false,
    list: (request) => watch.use((own) => listRecords(engine, own, request)),
    summarise: () => watch.use((own) => summariseIndex(engine, own)),
    count: (filter) => watch.use((own) => countRecords(engine, own, filter)),
    countFacets: (request) => watch.use((own) => countFacets(engine, own, request)),
    async listPending(limit) {
      const { own, others } = await watch.targets()
      // Only instances of another space leave records without a vector, and they have an index of their own.
      return others.length === 0 ? [] : listPending(engine, own, limit)
    },
    complete: (image) => watch.use((own) => completePending(engine, own, image)),
    makeSearchable: () =>
      watch.use(({ name }) =>
        engine.call(async (client, call) => void (await client.indices.refresh({ index: name }, call))),
      ),
  }
}
