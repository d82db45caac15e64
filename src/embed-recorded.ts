// Embeds a picture anew that was added before: its file must still be the one that its record describes. sync-pass.ts
// and fill-pending.ts ask.
import type { Embedder } from './embedder/embedder.ts'
import { type ErrorCode, isLikenessError } from './errors.ts'
import type { Library } from './library/library.ts'
import { sha256 } from './place-upload.ts'
import type { ImageRecord } from './store/vector-store.ts'

/** What is wrong with a picture's file, and not with the store or the model. */
const fileFaults: ReadonlySet<ErrorCode> = new Set([
  'FILE_NOT_FOUND',
  'PATH_INVALID',
  'UNSUPPORTED_IMAGE_TYPE',
  'IMAGE_UNDECODABLE',
  'IMAGE_TOO_LARGE',
  'INTERNAL',
])

const changedFile = 'The file is another one than was added. Add it again with `npx --no likeness ingest`.'

/** The vector of that picture, or why there is none. Rejects with what is no fault of the file, and with the signal's reason. */
export async function embedRecorded(
  { library, embedder }: { library: Library; embedder: Embedder },
  { relativePath, sizeBytes, contentSha256 }: ImageRecord,
  signal: AbortSignal,
): Promise<{ vector: Float32Array } | { reason: string }> {
  try {
    signal.throwIfAborted()
    // First, so that what was put in a picture's place is not read, whatever its size.
    const file = await library.stat(relativePath)
    if (sizeBytes !== null && file.sizeBytes !== sizeBytes) return { reason: changedFile }
    const bytes = await library.read(relativePath)
    const foundSha256 = sha256(bytes)
    if (contentSha256 !== null && foundSha256 !== contentSha256) return { reason: changedFile }
    const { vector } = await embedder.embedImage(bytes, { signal, priority: 'bulk', contentSha256: foundSha256 })
    return { vector }
  } catch (error) {
    if (signal.aborted || !isLikenessError(error) || !fileFaults.has(error.code)) throw error
    return { reason: error.message }
  }
}
