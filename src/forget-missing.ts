// Forgets the pictures whose files are gone from the library, a page of records at a time. Part of image-catalog.ts.
import type { Filter } from './filter.ts'
import { isFileGone } from './find-twin.ts'
import { lockKeys } from './keep-picture.ts'
import type { KeyedMutex } from './keyed-mutex.ts'
import type { Library } from './library/library.ts'
import { readRecordPage } from './record-page.ts'
import type { ImageRecord, VectorStore } from './store/vector-store.ts'

export type ForgetRequest = {
  /** Records of one call, 1 to 1,000, in the order of their ids. */
  limit: number
  afterId?: string
  filter?: Filter
  /** Looks and removes nothing. */
  isDryRun: boolean
}

export type ForgetPage = {
  /** Records that were looked at. */
  checked: number
  /** Those whose file is gone; removed unless it is a dry run. */
  missing: ImageRecord[]
  nextAfterId: string | null
}

/**
 * A record goes alone, and without a tombstone: a file that comes back is taken again. What cannot be looked at, such as a folder that may
 * not be entered, counts as there.
 */
export async function forgetMissing(
  { store, library, mutex }: { store: VectorStore; library: Library; mutex: KeyedMutex },
  { limit, afterId, filter, isDryRun }: ForgetRequest,
): Promise<ForgetPage> {
  const { records, next } = await readRecordPage(store, { limit, afterId, filter })
  const gone = await Promise.all(records.map((record) => isFileGone(library, record)))
  const missing = records.filter((_, i) => gone[i])
  if (!isDryRun) await Promise.all(missing.map(forget))
  return {
    checked: records.length,
    missing,
    nextAfterId: next?.afterId ?? null,
  }

  /** Unless it was added again or moved meanwhile. */
  async function forget({ imageId, relativePath }: ImageRecord): Promise<void> {
    await mutex.run(lockKeys(relativePath, imageId), async () => {
      const [now] = await store.get([imageId])
      if (now?.relativePath !== relativePath || !(await isFileGone(library, now))) return
      await store.remove([imageId], { isForgotten: true })
    })
  }
}
