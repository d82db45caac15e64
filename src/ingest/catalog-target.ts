// Ingest into the store that this process owns, through the catalog. Its sibling service-target.ts works over HTTP.
import type { ImageCatalog } from '../image-catalog.ts'
import type { IngestTarget, TargetOptions } from './ingest-target.ts'

/**
 * Nothing is written into the library, so that `overwrite` only says that the record follows the file. That a picture is
 * searchable is waited for once, at the end.
 */
const asIngest = { inLibrary: true, overwrite: true, isSearchable: false }

/** Of one look for missing files. */
const recordsMax = 1_000

/**
 * Each file is a call of its own: the embedder runs the calls side by side, and the store writes picture by picture even
 * for a longer list, so that gathering files would only delay the first of them.
 */
export function createCatalogTarget(
  catalog: Pick<ImageCatalog, 'add' | 'compareFiles' | 'forgetMissing' | 'makeSearchable'>,
  { restore }: TargetOptions,
): IngestTarget {
  return {
    compareFiles: (files) => catalog.compareFiles(files),
    async add(file, { signal }) {
      const [outcome] = await catalog.add([file], { ...asIngest, restore, signal })
      if (outcome!.status === 'failed') throw outcome!.error
      return outcome!.status
    },
    async forgetMissing({ pathPrefix, cursor, isDryRun }) {
      const afterId = cursor ?? undefined
      const page = await catalog.forgetMissing({ limit: recordsMax, afterId, filter: { pathPrefix }, isDryRun })
      const { checked, missing, nextAfterId } = page
      return { checked, missing: missing.map(({ relativePath }) => relativePath), cursor: nextAfterId }
    },
    finish: () => catalog.makeSearchable(),
  }
}
