// Changes or removes all images that match a filter, a page of them at a time. Part of image-catalog.ts; who asks for it does a dry run first.
import { createError, isLikenessError, type LikenessError } from './errors.ts'
import type { Filter } from './filter.ts'
import { readRecordPage } from './record-page.ts'
import type { ImageChanges, ImageRecord, VectorStore } from './store/vector-store.ts'

export type ManyRequest = {
  /** Images of one call, 1 to 1,000, in the order of their ids. */
  limit: number
  afterId?: string
  filter: Filter
  /** Looks and changes nothing. */
  isDryRun: boolean
}

export type ManyPage = {
  /** Those that match, as they were before; changed unless it is a dry run or they are among `failed`. */
  matched: ImageRecord[]
  failed: { record: ImageRecord; error: LikenessError }[]
  nextAfterId: string | null
}

/** What is done to each image: fields that are set, and tags that come or go beside those that it has. */
export type ManyChanges = { set: ImageChanges; addTags: readonly string[]; removeTags: readonly string[] }

/** As the wire's tags are bounded. */
const tagsMax = 64

/** An image that was removed meanwhile is left out in silence. Rejects where the store fails. */
export async function editMany(
  store: Pick<VectorStore, 'list'>,
  { limit, afterId, filter, isDryRun }: ManyRequest,
  edit: (record: ImageRecord) => Promise<unknown>,
): Promise<ManyPage> {
  const { records, next } = await readRecordPage(store, { limit, afterId, filter })
  const failed: ManyPage['failed'] = []
  const editOne = async (record: ImageRecord) => {
    try {
      await edit(record)
    } catch (error) {
      if (isLikenessError(error, 'IMAGE_NOT_FOUND')) return
      if (!isLikenessError(error, 'VALIDATION_FAILED')) throw error
      failed.push({ record, error })
    }
  }
  if (!isDryRun) await Promise.all(records.map(editOne))
  return { matched: records, failed, nextAfterId: next?.afterId ?? null }
}

/** The changes for one image. Errors: VALIDATION_FAILED for more tags than an image may have. */
export function changesFor({ tags }: ImageRecord, { set, addTags, removeTags }: ManyChanges): ImageChanges {
  if (addTags.length + removeTags.length === 0) return set
  const base = set.tags ?? tags
  const next = [...new Set([...base.filter((tag) => !removeTags.includes(tag)), ...addTags])]
  if (next.length <= tagsMax) return { ...set, tags: next }
  const detail = `The image would have ${next.length} tags; at most ${tagsMax} are taken.`
  throw createError('VALIDATION_FAILED', detail, { faults: [{ pointer: '/add_tags', detail }] })
}
