// The embedder port: text or image in, unit vector out. src/embedder/pool.ts is the adapter; src/image-search.ts the caller.
import type { EmbedderLoad } from './meter.ts'

/** What makes two vectors comparable. Stores record it and refuse another; text towers of one space are interchangeable. */
export type VectorSpace = {
  /** The space's name, shared by all towers that were trained or built together. */
  id: string
  /** SHA-256 of the image tower's file, in hex. */
  imageTowerSha256: string
  /** The image preprocessing in one canonical line, such as `short-side 224 cubic center`. */
  preprocessing: string
  /** How many numbers a vector has. */
  dims: number
}

export type ModelInfo = {
  name: string
  revision: string
  title: string
  /** What the model can and cannot do, in a sentence or two, shown by /health/ready. */
  description: string
  dims: number
  space: VectorSpace
}

export type EmbeddedText = {
  /** Unit length, `dims` numbers. */
  vector: Float32Array
  /** The text was longer than the model's context and its end was left out. */
  truncated: boolean
  /** How many tokens the model read, those around the text included; null where it is embedded elsewhere, which does not tell. */
  tokens: number | null
}

export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'heic' | 'gif' | 'tiff'

/** What decoding learns about a picture. Width and height are in pixels after EXIF orientation, first frame. */
export type ImageFacts = { width: number; height: number; format: ImageFormat }

export type EmbeddedImage = ImageFacts & {
  /** Unit length, `dims` numbers. */
  vector: Float32Array
}

/** `interactive`: somebody waits, as for a search. `bulk`: one of many, which may take its time. */
export type Priority = 'interactive' | 'bulk'

export type EmbedOptions = {
  /** Gives up the work that has not started; the call then rejects with the signal's reason. */
  signal?: AbortSignal
  /** `interactive` where it is left out. Goes before bulk, which gets a share of the turns all the same. */
  priority?: Priority
  /** Called where the vector was kept from before, and nothing is embedded. */
  onKept?: () => void
}

export type EmbedImageOptions = EmbedOptions & {
  /** SHA-256 of the bytes in hex, where the caller knows it already. */
  contentSha256?: string
  /** The caller has no more use for the bytes: their memory is given back when they are decoded, or need not be. */
  isDisposable?: boolean
}

/**
 * Turns texts and pictures into unit vectors of one space. Calls may overlap freely; the embedder queues them, bounded. Vectors may
 * be kept and given to several callers: nobody may change one.
 *
 * Errors: UNSUPPORTED_IMAGE_TYPE, IMAGE_UNDECODABLE, IMAGE_TOO_LARGE for the picture; OVERLOADED when the queue is full.
 */
export type Embedder = {
  readonly model: ModelInfo
  /**
   * Refuses what would not be admitted now, for a call whose picture is still to come: it need not be read, then. Whether the vector is
   * kept is not known yet. Errors: OVERLOADED.
   */
  assertRoom(priority: Priority): void
  /** What it holds now. */
  load(): EmbedderLoad
  /** `text` is any well-formed string with at least one visible character. */
  embedText(text: string, options?: EmbedOptions): Promise<EmbeddedText>
  /** `bytes` is a whole image file. */
  embedImage(bytes: Uint8Array, options?: EmbedImageOptions): Promise<EmbeddedImage>
  /** Finishes what is queued, then ends the workers. */
  close(): Promise<void>
}
