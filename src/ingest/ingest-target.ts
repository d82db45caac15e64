// Where ingest puts what it read: the catalog of this process (catalog-target.ts) or a running service
// (service-target.ts). ingest.ts hands it one file at a time, several at once.

import type { FileFacts, FilesKnown } from '../image-catalog.ts'

/** A file of the library with its bytes, just read, and when it was last modified before that; null for what is too new to tell. */
export type IngestFile = { relativePath: string; bytes: Uint8Array; fileModifiedAt: string | null }

export type AddedAs = 'created' | 'updated' | 'moved' | 'unchanged'

export type IngestTarget = {
  /** What of those files is stored. Errors: those of the store. */
  compareFiles(files: readonly FileFacts[], options: { signal: AbortSignal }): Promise<FilesKnown>
  /**
   * Resolves when the picture is durable; it is searchable then or, at the latest, after `finish`. Rejects with the catalogued reason why it was not added, or with
   * the signal's when that was given up.
   */
  add(file: IngestFile, options: { signal: AbortSignal }): Promise<AddedAs>
  /** Forgets pictures below a path whose files are gone, a page at a time; `cursor` is that of the page before. Errors: those of the store. */
  forgetMissing(
    request: { pathPrefix: string; cursor: string | null; isDryRun: boolean },
    options: { signal: AbortSignal },
  ): Promise<{ checked: number; missing: string[]; cursor: string | null }>
  /** Resolves when everything added is searchable. Errors: those of the store. */
  finish(): Promise<void>
}

export type TargetOptions = {
  /** Take pictures back that were deleted; otherwise they are refused with IMAGE_DELETED. */
  restore: boolean
}
