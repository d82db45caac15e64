// The indices that the Elasticsearch benchmark makes and drops: one shard, an id and a vector, as the store's own have.
// index-variants.ts says of which kinds.
import type { Client, estypes } from '@elastic/elasticsearch'
import type { IndexVariant } from './index-variants.ts'
import type { EncodeVector } from './vector-encodings.ts'
import { dims } from './workload.ts'

export const vectorField = 'image_embedding'
const idField = 'image_id'
const documentsPerBulk = 500

/** Makes the index anew. Searches see nothing that is loaded until `showDocuments`. */
export async function createIndex(
  client: Client,
  index: string,
  { options, earlyTermination }: Pick<IndexVariant, 'options' | 'earlyTermination'>,
): Promise<void> {
  const properties: Record<string, estypes.MappingProperty> = {
    [idField]: { type: 'keyword' },
    [vectorField]: { type: 'dense_vector', dims, similarity: 'dot_product', index_options: options },
  }
  await dropIndex(client, index)
  await client.indices.create({
    index,
    settings: {
      number_of_shards: 1,
      number_of_replicas: 0,
      refresh_interval: '-1',
      'index.dense_vector.hnsw_enable_early_termination': earlyTermination,
    },
    mappings: { dynamic: 'strict', properties },
  })
}

export async function dropIndex(client: Client, index: string): Promise<void> {
  await client.indices.delete({ index, ignore_unavailable: true })
}

/** Writes the vectors, one request after the other. The id of each is its position in the list. */
export async function loadVectors(
  client: Client,
  index: string,
  vectors: readonly Float32Array[],
  encode: EncodeVector,
): Promise<void> {
  for (let start = 0; start < vectors.length; start += documentsPerBulk) {
    const operations = vectors.slice(start, start + documentsPerBulk).flatMap((vector, i) => {
      const id = String(start + i)
      return [{ index: { _id: id } }, { [idField]: id, [vectorField]: encode(vector) }]
    })
    const { errors, items } = await client.bulk({ index, operations })
    if (errors) throw new Error(items.find(({ index }) => index?.error)?.index?.error?.reason ?? 'the bulk load failed')
  }
}

export async function showDocuments(client: Client, index: string): Promise<void> {
  await client.indices.refresh({ index })
}

/** Makes the graph anew where there was more than one. */
export async function mergeToOneSegment(client: Client, index: string): Promise<void> {
  await client.indices.forcemerge({ index, max_num_segments: 1 })
  await client.indices.refresh({ index })
}

/** What the index takes on disk, float vectors included, and in how many pieces it is. */
export async function measureIndex(client: Client, index: string): Promise<{ bytes: number; segments: number }> {
  await client.indices.flush({ index })
  const { _all } = await client.indices.stats({ index, metric: ['store', 'segments'] })
  return { bytes: _all.primaries!.store!.size_in_bytes, segments: _all.primaries!.segments!.count }
}
