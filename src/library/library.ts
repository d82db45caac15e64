// The library port: the bytes of the pictures and their thumbnails. src/library/folder.ts is the adapter.

export type LibraryFile = {
  /** Absolute path to serve from; never shown to a client. */
  absolutePath: string
  sizeBytes: number
  /** Last modification in milliseconds since the epoch. */
  modifiedMs: number
}

export type ThumbnailSize = 'small' | 'large'

export type Thumbnail = {
  bytes: Uint8Array
  contentType: 'image/webp'
  /** Whether it shows the content of the hash; otherwise the file has changed since that was recorded. */
  isOfHash: boolean
}

/**
 * Pictures below one root. Every path is relative to it, checked, and resolved without following a link that leaves it.
 *
 * Errors: PATH_INVALID for a path that is not allowed; FILE_NOT_FOUND where no regular file lies.
 */
export type Library = {
  /** The root folder, absolute, for people and logs. */
  readonly root: string
  /** The path in its canonical form (NFC, `/`), or PATH_INVALID. Touches no file. */
  checkPath(relativePath: string): string
  /** A plain file name made from any client's name for a file: no folders, nothing odd, never empty. Touches no file. */
  safeFileName(name: string): string
  stat(relativePath: string): Promise<LibraryFile>
  read(relativePath: string): Promise<Uint8Array>
  /**
   * Writes through a temporary file in the same folder and an atomic rename, durable on return. Unless `overwrite`, a file
   * that exists is left alone and the call rejects with PATH_TAKEN.
   */
  write(relativePath: string, bytes: Uint8Array, options: { overwrite: boolean }): Promise<void>
  /** Removes the file and the folders it leaves empty; no error where nothing lies. */
  remove(relativePath: string): Promise<void>
  /**
   * A WebP picture whose longer side is at most 256 (`small`) or 1024 (`large`) pixels, never upscaled, EXIF orientation
   * applied; cached on disk by content hash.
   */
  thumbnail(relativePath: string, contentSha256: string, size: ThumbnailSize): Promise<Thumbnail>
  /**
   * Every file below `start` (a folder or a file; the whole root by default), in path order. Links are skipped, with a reason; what
   * `selection` leaves out is passed over in silence.
   */
  walk(start?: string, selection?: Selection): AsyncIterable<WalkEntry>
}

/** What a walk is to find, by paths relative to the root. */
export type Selection = {
  takesFile(relativePath: string): boolean
  /** A folder that is not entered is not read either. */
  entersFolder(relativePath: string): boolean
}

/** A file found by `walk`, or a place it could not enter, with the reason. */
export type WalkEntry =
  | { kind: 'file'; relativePath: string; sizeBytes: number; modifiedMs: number }
  | { kind: 'skipped'; relativePath: string; reason: string }
