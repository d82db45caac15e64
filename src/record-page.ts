// A page of a store's records, and where the next one starts. image-catalog.ts lists with it, forget-missing.ts looks for files.
import type { ImageRecord, ListRequest, VectorStore } from './store/vector-store.ts'

export type RecordPage = {
  records: ImageRecord[]
  /** The id after which the next page starts; null on the last. */
  nextAfterId: string | null
}

export async function readRecordPage(store: Pick<VectorStore, 'list'>, request: ListRequest): Promise<RecordPage> {
  // One more than asked for tells whether there is a next page.
  const found = await store.list({ ...request, limit: request.limit + 1 })
  const records = found.slice(0, request.limit)
  return { records, nextAfterId: found.length > request.limit ? records.at(-1)!.imageId : null }
}
