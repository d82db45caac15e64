// After a crash: brings files and records back in step where change-notes.ts tells that a change was cut short.
// wire.ts runs it before anything else uses the parts.
import type { Change, ChangeNotes } from './change-notes.ts'
import type { Embedder } from './embedder/embedder.ts'
import { isLikenessError } from './errors.ts'
import type { Library } from './library/library.ts'
import { sha256 } from './place-upload.ts'
import type { ImageRecord, VectorStore } from './store/vector-store.ts'

type Parts = { embedder: Embedder; store: VectorStore; library: Library; changeNotes: ChangeNotes }

/**
 * Ends each change that had begun, and forgets its note. What has been changed since stays as it is. A change that cannot
 * be ended now is no reason not to start: `onLeft` is told why, and its note stays for the next start.
 */
export async function settleChanges(parts: Parts, onLeft: (cause: unknown) => void): Promise<void> {
  for (const { read, forget } of await parts.changeNotes.findLeft()) {
    try {
      const change = await read()
      if (change) await settle(parts, change)
      await forget()
    } catch (cause) {
      onLeft(cause)
    }
  }
}

async function settle(parts: Parts, { kind, record }: Change): Promise<void> {
  const bytes = await readNoted(parts.library, record)
  // Of a write: the file had not come yet. Of a removal: it was gone already.
  if (!bytes) return
  if (kind === 'write') await endWrite(parts, record, bytes)
  else await endRemoval(parts, record)
}

/** The file has come; the record follows, as it would have. */
async function endWrite({ embedder, store }: Parts, record: ImageRecord, bytes: Uint8Array): Promise<void> {
  const [[atPath], [withId]] = await Promise.all([store.getByPath([record.relativePath]), store.get([record.imageId])])
  if (atPath?.contentSha256 === record.contentSha256) return
  // Its path or its id went to another one meanwhile.
  if (atPath?.imageId !== withId?.imageId) return
  const { vector } = await embedder.embedImage(bytes)
  await store.upsert([{ record, vector }])
}

/** Where the record is gone, its file goes too. */
async function endRemoval({ store, library }: Parts, { relativePath }: ImageRecord): Promise<void> {
  const tombstones = await store.findTombstones([relativePath])
  if (tombstones.has(relativePath)) await library.remove(relativePath)
}

/** The file at the record's path, if it is the one that the record describes. */
async function readNoted(library: Library, { relativePath, contentSha256 }: ImageRecord): Promise<Uint8Array | null> {
  try {
    const bytes = await library.read(relativePath)
    return sha256(bytes) === contentSha256 ? bytes : null
  } catch (error) {
    if (isLikenessError(error, 'FILE_NOT_FOUND')) return null
    throw error
  }
}
