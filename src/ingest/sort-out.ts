// Tells the files that were added before from those that must be read, by their size and time, many at a time. ingest.ts walks with it.
import { toFileTime } from '../file-time.ts'
import type { FileFacts } from '../image-catalog.ts'
import type { WalkEntry } from '../library/library.ts'
import type { IngestTarget } from './ingest-target.ts'

type FilePlace = Extract<WalkEntry, { kind: 'file' }> & { fileModifiedAt: string | null }
/** `known`: stored as it is. */
export type SortedPlace = Exclude<WalkEntry, { kind: 'file' }> | FilePlace | { kind: 'known'; relativePath: string }

/** Files of one question: few enough for a request of a service, and for the first pictures to come soon. */
const placesMax = 200

/** In the order of the walk. */
export async function* sortOut(
  places: AsyncIterable<WalkEntry>,
  target: Pick<IngestTarget, 'findUnchanged'>,
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
  target: Pick<IngestTarget, 'findUnchanged'>,
  signal: AbortSignal,
): AsyncGenerator<SortedPlace> {
  if (signal.aborted) return
  const dated = places.map(addTime)
  const asked = dated.flatMap((place): FileFacts[] => {
    if (place.kind !== 'file' || place.fileModifiedAt === null) return []
    const { relativePath, sizeBytes, fileModifiedAt } = place
    return [{ relativePath, sizeBytes, fileModifiedAt }]
  })
  const known = asked.length > 0 ? await target.findUnchanged(asked, { signal }) : new Set<string>()
  for (const place of dated) {
    const { relativePath } = place
    if (place.kind === 'file' && known.has(relativePath)) yield { kind: 'known', relativePath }
    else yield place
  }
}

/** Every file is to be read, whatever its size and time say. */
export async function* takeAll(places: AsyncIterable<WalkEntry>): AsyncGenerator<SortedPlace> {
  for await (const place of places) yield addTime(place)
}

function addTime(place: WalkEntry) {
  return place.kind === 'file' ? { ...place, fileModifiedAt: toFileTime(place.modifiedMs) } : place
}
