// One pass over a source index: whatever its target lacks is brought over, and embedded where the target has no vector of the same
// picture; what was removed from the source goes. sync-index.ts repeats it until nothing is left to do.
import { isDeepStrictEqual } from 'node:util'
import { embedRecorded } from './embed-recorded.ts'
import type { Embedder } from './embedder/embedder.ts'
import { createInFlight } from './ingest/in-flight.ts'
import type { Library } from './library/library.ts'
import type { MigrationTarget, RecordSource } from './store/index-life.ts'
import type { ImageRecord, StoredImage } from './store/vector-store.ts'
import { createSyncTally, type SyncProgress, type SyncTally } from './sync-tally.ts'
import { createSyncWriter, type SyncWriter } from './sync-writer.ts'

export type SyncParts = {
  source: RecordSource
  target: MigrationTarget
  /** Of the target's space. */
  embedder: Embedder
  library: Library
  /** Files that are read ahead or worked on at once, and their bytes together. */
  bounds: { filesMax: number; bytesMax: number }
}

export type PassOptions = {
  signal: AbortSignal
  /** Called often, with the same object, which changes. */
  onProgress: (progress: SyncProgress) => void
}

/** Records of one page. */
const pageSize = 500

/**
 * Rejects with the signal's reason once that is aborted, after what was embedded until then is written; and with the failures of
 * the stores and the embedder. A file that cannot be embedded is skipped and stops nothing.
 */
export async function runSyncPass(parts: SyncParts, options: PassOptions): Promise<SyncTally> {
  const { source, target } = parts
  const tally = createSyncTally(await source.count())
  const writer = createSyncWriter(source, target, {
    onWritten: ({ outcome }) => tally.add(outcome),
    onPostponed: tally.postpone,
  })
  await bringOver(parts, options, tally, writer)
  await target.makeSearchable()
  await removeGone(parts, options, tally)
  await copyTombstones(parts, options, tally)
  options.onProgress(tally.progress)
  return tally
}

async function bringOver(parts: SyncParts, options: PassOptions, tally: SyncTally, writer: SyncWriter): Promise<void> {
  const { source, target, bounds } = parts
  const stop = new AbortController()
  const signal = AbortSignal.any([options.signal, stop.signal])
  const inFlight = createInFlight(bounds)
  const faults: unknown[] = []

  async function embedOne(record: ImageRecord): Promise<void> {
    try {
      const made = await embedRecorded(parts, record, signal)
      if ('vector' in made) await writer.add({ record, vector: made.vector, outcome: 'embedded' })
      else if (await isStill(source, record)) tally.skip({ relativePath: record.relativePath, reason: made.reason })
      else tally.postpone()
    } catch (error) {
      // What is given up half-way has no outcome: the next run takes it.
      if (!signal.aborted) faults.push(error)
      stop.abort()
    }
    options.onProgress(tally.progress)
  }

  try {
    for await (const records of readPages(source)) {
      const page = await sortPage(target, records)
      for (const _record of page.done) tally.add('already done')
      for (const { record, vector } of page.changed) await writer.add({ record, vector, outcome: 'updated' })
      for (const record of page.missing) {
        if (signal.aborted) break
        await inFlight.start(record.sizeBytes ?? 0, () => embedOne(record))
      }
      options.onProgress(tally.progress)
      if (signal.aborted) break
    }
  } finally {
    await inFlight.drain()
  }
  if (faults.length > 0) throw faults[0]
  await writer.flush()
  options.signal.throwIfAborted()
}

type SortedPage = {
  /** The target has them as they are. */
  done: ImageRecord[]
  /** The target has the picture, and so its vector, under other metadata. */
  changed: StoredImage[]
  missing: ImageRecord[]
}

async function sortPage(target: MigrationTarget, records: readonly ImageRecord[]): Promise<SortedPage> {
  const held = await target.get(records.map(({ imageId }) => imageId))
  const left = records
    .map((record, i) => ({ record, held: held[i] }))
    .filter(({ record, held }) => !isSame(record, held))
  const known = left.filter(({ record, held }) => isSamePicture(record, held)).map(({ record }) => record)
  const vectors = known.length > 0 ? await target.getVectors(known.map(({ imageId }) => imageId)) : []
  const changed = known.flatMap((record, i) => (vectors[i] ? [{ record, vector: vectors[i] }] : []))
  const hasVector = new Set(changed.map(({ record }) => record))
  return {
    done: records.filter((record, i) => isSame(record, held[i])),
    changed,
    missing: left.map(({ record }) => record).filter((record) => !hasVector.has(record)),
  }
}

function isSame(record: ImageRecord, held: ImageRecord | null | undefined): boolean {
  return isDeepStrictEqual(record, held)
}

/** Unknown contents are never the same. */
function isSamePicture({ contentSha256 }: ImageRecord, held: ImageRecord | null | undefined): boolean {
  return contentSha256 !== null && contentSha256 === held?.contentSha256
}

/** Whether the source has the record as it was: a picture that was removed or replaced meanwhile has its file gone or changed. */
async function isStill(source: RecordSource, record: ImageRecord): Promise<boolean> {
  const [now] = await source.get([record.imageId])
  return isSame(record, now)
}

/**
 * Removes what was removed from the source, as its tombstones tell. What the source merely lacks is kept: it may have been skipped
 * when that index was filled.
 */
async function removeGone({ source, target }: SyncParts, { signal }: PassOptions, tally: SyncTally): Promise<void> {
  for await (const records of readPages(target)) {
    signal.throwIfAborted()
    const now = await source.get(records.map(({ imageId }) => imageId))
    const lacking = records.filter((_, i) => now[i] === null)
    const buried = await source.findTombstones(lacking.map(({ relativePath }) => relativePath))
    const gone = lacking.filter(({ relativePath }) => buried.has(relativePath)).map(({ imageId }) => imageId)
    if (gone.length > 0) tally.remove((await target.remove(gone)).length)
  }
}

async function copyTombstones({ source, target }: SyncParts, { signal }: PassOptions, tally: SyncTally): Promise<void> {
  for (let afterPath: string | undefined; ; ) {
    signal.throwIfAborted()
    const paths = await source.listTombstones({ limit: pageSize, afterPath })
    if (paths.length === 0) return
    const buried = await target.findTombstones(paths)
    const missing = paths.filter((path) => !buried.has(path))
    const holders = await target.getByPath(missing)
    const free = missing.filter((_, i) => holders[i] === null)
    if (free.length > 0) await target.bury(free)
    tally.bury(free.length)
    afterPath = paths.at(-1)
  }
}

async function* readPages(index: Pick<RecordSource, 'list'>): AsyncGenerator<ImageRecord[]> {
  for (let afterId: string | undefined; ; ) {
    const records = await index.list({ limit: pageSize, afterId })
    if (records.length === 0) return
    yield records
    afterId = records.at(-1)!.imageId
  }
}
