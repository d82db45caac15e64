// Tells the files that were added before from those that must be read, by their size and time, many at a time. ingest.ts walks with it.
import { toFileTime } from '../file-time.ts'
import type { FileFacts, FilesKnown } from '../image-catalog.ts'
import type { WalkEntry } from '../library/library.ts'
import type { IngestTarget } from './ingest-target.ts'

export type FilePlace = Extract<WalkEntry, { kind: 'file' }> & {
  fileModifiedAt: string | null
  /** Whether there is a record at its path; not known where nobody was asked. */
  isStored: boolean
}
/** `known`: stored as it is. */
export type SortedPlace = Exclude<WalkEntry, { kind: 'file' }> | FilePlace | { kind: 'known'; relativePath: string }

/** Files of one question: few enough for a request of a service, and for the first pictures to come soon. */
const placesMax = 200

/** In the order of the walk. */
export async function* sortOut(
  places: AsyncIterable<WalkEntry>,
  target: Pick<IngestTarget, 'compareFiles'>,
  signal: AbortSignal,
): AsyncGenerator<SortedPlace> {
  let batch: WalkEntry[] = []
  for await (const place of places) {
    batch.push(place)
    if (batch.length < placesMax) continue
    yield* sortBatch(batch, target, signal)
    batch = []
  }
  yield* sortBatch(batch, target, signal)
}

async function* sortBatch(
  places: readonly WalkEntry[],
  target: Pick<IngestTarget, 'compareFiles'>,
  signal: AbortSignal,
): AsyncGenerator<SortedPlace> {
  if (signal.aborted) return
  const dated = places.map(addTime)
  const asked = dated.flatMap((place): FileFacts[] => {
    // Also one that is too new to trust its time, as it may be stored under another.
    const fileModifiedAt = place.kind === 'file' ? toFileTime(place.modifiedMs, Number.POSITIVE_INFINITY) : null
    if (place.kind !== 'file' || fileModifiedAt === null) return []
    return [{ relativePath: place.relativePath, sizeBytes: place.sizeBytes, fileModifiedAt }]
  })
  const none: FilesKnown = { unchanged: new Set(), changed: new Set() }
  const known = asked.length > 0 ? await target.compareFiles(asked, { signal }) : none
  for (const place of dated) {
    const { relativePath } = place
    const isUnchanged = known.unchanged.has(relativePath)
    if (place.kind !== 'file') yield place
    else if (isUnchanged && place.fileModifiedAt !== null) yield { kind: 'known', relativePath }
    else yield { ...place, isStored: isUnchanged || known.changed.has(relativePath) }
  }
}

/** Every file is to be read, whatever its size and time say. */
export async function* takeAll(places: AsyncIterable<WalkEntry>): AsyncGenerator<SortedPlace> {
  for await (const place of places) yield addTime(place)
}

function addTime(place: WalkEntry) {
  if (place.kind !== 'file') return place
  return { ...place, fileModifiedAt: toFileTime(place.modifiedMs), isStored: false }
}
