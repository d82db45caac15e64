// Where ingest puts what it read: the catalog of this process (catalog-target.ts) or a running service
// (service-target.ts). ingest.ts hands it one file at a time, several at once.

/** A file of the library with its bytes, just read. */
export type IngestFile = { relativePath: string; bytes: Uint8Array }

export type AddedAs = 'created' | 'updated' | 'unchanged'

export type IngestTarget = {
  /**
   * Resolves when the picture is durable; it is searchable then or, at the latest, after `finish`. Rejects with the catalogued reason why it was not added, or with
   * the signal's when that was given up.
   */
  add(file: IngestFile, options: { signal: AbortSignal }): Promise<AddedAs>
  /** Resolves when everything added is searchable. Errors: those of the store. */
  finish(): Promise<void>
}

export type TargetOptions = {
  /** Take pictures back that were deleted; otherwise they are refused with IMAGE_DELETED. */
  restore: boolean
}
