// Writes what a pass over an index has made, in batches: few enough transactions, and little to make anew after a kill.
// Part of sync-pass.ts.
import type { MigrationTarget, RecordSource } from './store/index-life.ts'
import type { ImageRecord, StoredImage } from './store/vector-store.ts'

/** Images of one write: a picture takes ten milliseconds and more to embed, so larger batches would save nothing. */
const imagesPerWrite = 16
/** Nor does an image wait longer for its batch to be full. */
const waitMaxMs = 1_000

export type SyncedImage = StoredImage & {
  /** Whether the vector is new, or that of the target under changed metadata. */
  outcome: 'embedded' | 'updated'
}

export type SyncWriter = {
  /** Resolves when the image waits for its batch, or is written with it. */
  add(image: SyncedImage): Promise<void>
  /** Writes what waits. */
  flush(): Promise<void>
}

export type SyncWriterHooks = {
  onWritten(image: SyncedImage): void
  /** The record changed or went while its vector was made: the next pass takes it as it is then. */
  onPostponed(): void
}

export function createSyncWriter(source: RecordSource, target: MigrationTarget, hooks: SyncWriterHooks): SyncWriter {
  const waiting: SyncedImage[] = []
  let waitingSinceMs = 0
  let writing: Promise<void> = Promise.resolve()

  /** One write at a time, in order. */
  async function flush(): Promise<void> {
    const batch = waiting.splice(0)
    const mine = writing.then(() => write(batch))
    writing = mine.catch(() => {})
    await mine
  }

  async function write(batch: SyncedImage[]): Promise<void> {
    if (batch.length === 0) return
    const now = await source.get(idsOf(batch))
    // Of two at one path the first is gone by now, as the second could not have come otherwise.
    const images = batch.flatMap((image, i) => keepCurrent(image, now[i] ?? null))
    for (let i = images.length; i < batch.length; i++) hooks.onPostponed()
    await clearPaths(images)
    await target.upsert(images, { isSearchable: false })
    for (const image of images) hooks.onWritten(image)
  }

  /** Removes what lies at the paths under other ids: the source has it no more, or elsewhere, and then it is added anew. */
  async function clearPaths(images: readonly SyncedImage[]): Promise<void> {
    const holders = await target.getByPath(images.map(({ record }) => record.relativePath))
    const inTheWay = holders.filter((holder, i) => holder !== null && holder.imageId !== images[i]!.record.imageId)
    if (inTheWay.length > 0) await target.remove(inTheWay.map((holder) => holder!.imageId))
  }

  return {
    async add(image) {
      if (waiting.length === 0) waitingSinceMs = performance.now()
      waiting.push(image)
      const isDue = waiting.length >= imagesPerWrite || performance.now() - waitingSinceMs >= waitMaxMs
      if (isDue) await flush()
    },
    flush,
  }
}

/** With the metadata that the record has by now, unless its picture is another one. */
function keepCurrent(image: SyncedImage, now: ImageRecord | null): SyncedImage[] {
  return now !== null && now.contentSha256 === image.record.contentSha256 ? [{ ...image, record: now }] : []
}

function idsOf(images: readonly SyncedImage[]): string[] {
  return images.map(({ record }) => record.imageId)
}
