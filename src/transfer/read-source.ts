// Every image of an index with its vector, page by page, while others may write to it. The commands export and copy read with it.
import type { RecordSource } from '../store/index-life.ts'
import type { ImageRecord, StoredImage } from '../store/vector-store.ts'

/** Images of one page: some megabytes. */
const pageMax = 500

export type SourcePage = {
  images: StoredImage[]
  /** Images that have no vector yet: an instance of another model added them. */
  pending: number
}

/** In the order of the ids. A picture that is replaced meanwhile comes as one of its states, never with the vector of another. */
export async function* readSource(source: RecordSource, signal: AbortSignal): AsyncGenerator<SourcePage> {
  let afterId: string | undefined
  for (;;) {
    signal.throwIfAborted()
    const listed = await source.list({ limit: pageMax, afterId })
    if (listed.length === 0) return
    const page: SourcePage = { images: [], pending: 0 }
    let left = listed
    // What was written just between is read again.
    while (left.length > 0) left = await readImages(source, left, page)
    yield page
    afterId = listed.at(-1)!.imageId
  }
}

/** Adds to the page what can be read of the records; resolves to those, as they are now, whose picture has become another one. */
async function readImages(source: RecordSource, before: readonly ImageRecord[], page: SourcePage) {
  const ids = before.map(({ imageId }) => imageId)
  const vectors = await source.getVectors(ids)
  // After the vectors: a vector belongs to its record where the picture was the same before and after.
  const after = await source.get(ids)
  const replaced: ImageRecord[] = []
  after.forEach((record, i) => {
    const vector = vectors[i]
    if (record === null) return
    if (record.contentSha256 !== before[i]!.contentSha256) replaced.push(record)
    else if (vector) page.images.push({ record, vector })
    else page.pending += 1
  })
  return replaced
}
