// The library port: the bytes of the pictures and their thumbnails. Its adapters: folder.ts for a folder of the file system,
// s3/s3-library.ts for object storage. wire-library.ts chooses.
import type { Readable } from 'node:stream'

export type LibraryFile = {
  sizeBytes: number
  /** Last modification in milliseconds since the epoch. */
  modifiedMs: number
  /** Another one whenever the file was changed: letters, digits and what else an entity tag may hold, without quotes. */
  version: string
}

/** A part of a file: its first and its last byte, from 0. */
export type ByteRange = { start: number; end: number }

export type OpenedFile = {
  /** The facts of the very file whose bytes come. */
  file: LibraryFile
  /** Errors when fewer bytes come than `file` and the range promise. Destroying it lets go of the file. */
  stream: Readable
}

export type ThumbnailSize = 'small' | 'medium' | 'large'

export type Thumbnail = {
  bytes: Uint8Array
  contentType: 'image/webp'
  /** Whether it shows the content of the hash; otherwise the file has changed since that was recorded. */
  isOfHash: boolean
}

/**
 * Pictures below one root. Every path is relative to it, checked, and resolved without following a link that leaves it.
 *
 * Errors: PATH_INVALID for a path that is not allowed; FILE_NOT_FOUND where no regular file lies; LIBRARY_UNAVAILABLE where the
 * storage does not answer, or refuses to.
 */
export type Library = {
  /** What people call the root: an absolute folder, or `s3://bucket/prefix`. */
  readonly root: string
  /** The root as an absolute folder; null where it is none. */
  readonly folder: string | null
  /** The path in its canonical form (NFC, `/`), or PATH_INVALID. Touches no file. */
  checkPath(relativePath: string): string
  /** A plain file name made from any client's name for a file: no folders, nothing odd, never empty. Touches no file. */
  safeFileName(name: string): string
  stat(relativePath: string): Promise<LibraryFile>
  /** The whole file, in a buffer of its own. Errors: IMAGE_TOO_LARGE over 512 MiB. */
  read(relativePath: string): Promise<Uint8Array>
  /**
   * The file as a stream, or the part of it that lies in the range. Errors: RANGE_NOT_SATISFIABLE for a range that begins beyond
   * the file’s end; one that ends beyond it ends there.
   */
  open(relativePath: string, range?: ByteRange): Promise<OpenedFile>
  /**
   * Writes the file whole or not at all, durable on return. Unless `overwrite`, a file that exists is left alone and the call
   * rejects with PATH_TAKEN: of several at once, one writes.
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
   * Every file below `start` (a folder or a file; the whole root by default), in path order: of UTF-16 code units in a folder, of
   * code points in object storage. Links are skipped, with a reason; what `selection` leaves out is passed over in silence.
   */
  walk(start?: string, selection?: Selection): AsyncIterable<WalkEntry>
}

/** What a walk is to find, by paths relative to the root. */
export type Selection = {
  takesFile(relativePath: string): boolean
  /** A folder that is not entered is not read either; object storage lists its names all the same. */
  entersFolder(relativePath: string): boolean
}

/** A file found by `walk`, or a place it could not enter, with the reason. */
export type WalkEntry =
  | { kind: 'file'; relativePath: string; sizeBytes: number; modifiedMs: number }
  | { kind: 'skipped'; relativePath: string; reason: string }
