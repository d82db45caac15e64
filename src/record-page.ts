// A page of a store's records, and where the next one starts. image-catalog.ts lists with it, forget-missing.ts looks for files.
import type { ImageRecord, ListRequest, VectorStore } from './store/vector-store.ts'

export type RecordPage = {
  records: ImageRecord[]
  /** Behind which image the next page starts; null on the last. */
  next: { afterId: string; afterValue: string | null } | null
}

export async function readRecordPage(store: Pick<VectorStore, 'list'>, request: ListRequest): Promise<RecordPage> {
  // One more than asked for tells whether there is a next page.
  const found = await store.list({ ...request, limit: request.limit + 1 })
  const records = found.slice(0, request.limit)
  const last = found.length > request.limit ? records.at(-1)! : null
  // No name at all, as a document that somebody else wrote may have it, is one that is not known.
  return { records, next: last && { afterId: last.imageId, afterValue: last[request.order?.by ?? 'imageId'] || null } }
}
