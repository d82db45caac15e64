// Ingest into the store that this process owns, through the catalog. Its sibling service-target.ts works over HTTP.
import type { ImageCatalog } from '../image-catalog.ts'
import type { IngestTarget, TargetOptions } from './ingest-target.ts'

/**
 * Nothing is written into the library, so that `overwrite` only says that the record follows the file. That a picture is
 * searchable is waited for once, at the end.
 */
const asIngest = { inLibrary: true, overwrite: true, isSearchable: false }

/**
 * Each file is a call of its own: the embedder runs the calls side by side, and the store writes picture by picture even
 * for a longer list, so that gathering files would only delay the first of them.
 */
export function createCatalogTarget(
  catalog: Pick<ImageCatalog, 'add' | 'makeSearchable'>,
  { restore }: TargetOptions,
): IngestTarget {
  return {
    async add(file, { signal }) {
      const [outcome] = await catalog.add([file], { ...asIngest, restore, signal })
      if (outcome!.status === 'failed') throw outcome!.error
      return outcome!.status
    },
    finish: () => catalog.makeSearchable(),
  }
}
