// Records without a vector: what instances of another space wrote into this index, and how an instance of its own completes
// them. image-writer.ts writes them; ../../fill-pending.ts makes the vectors.
import type { ImageRecord, StoredImage } from '../vector-store.ts'
import { type Fields, recordFields, toDocument, toRecord } from './document.ts'
import type { Engine } from './engine.ts'
import type { OpenIndex } from './index-family.ts'
import { isVersionConflict } from './index-names.ts'

export async function listPending(engine: Engine, index: OpenIndex, limit: number): Promise<ImageRecord[]> {
  const response = await engine.call((client, options) =>
    client.search<never, Fields>(
      {
        index: index.name,
        query: { term: { pending: true } },
        size: limit,
        sort: [{ updated_at: { order: 'asc' } }],
        _source: false,
        fields: recordFields,
        track_total_hits: false,
      },
      options,
    ),
  )
  return response.hits.hits.map(({ fields = {} }) => toRecord(fields))
}

/** Whether the vector was written: not when the record is complete, gone, or of other bytes by now. */
export async function completePending(
  engine: Engine,
  { name, writeAlias }: OpenIndex,
  { record, vector }: StoredImage,
): Promise<boolean> {
  const { docs } = await engine.call((client, options) =>
    client.mget<Fields>({ index: name, ids: [record.imageId] }, options),
  )
  const doc = docs[0]
  if (!doc || !('found' in doc) || !doc.found || !doc._source?.pending || writeAlias === null) return false
  const now = toRecord(doc._source)
  if (now.contentSha256 !== record.contentSha256) return false
  const condition = { if_seq_no: doc._seq_no!, if_primary_term: doc._primary_term! }
  const document = toDocument(now, vector)
  try {
    await engine.call((client, options) =>
      client.index({ index: writeAlias, require_alias: true, id: record.imageId, document, ...condition }, options),
    )
    return true
  } catch (error) {
    if (isVersionConflict(error)) return false
    throw error
  }
}
