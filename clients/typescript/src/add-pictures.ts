// Adds any number of pictures, some with each request. A single one is `client.addImages`; picture-from-path.ts makes files of paths.
import type { components } from './generated/contract.ts'
import { inBatches } from './in-batches.ts'
import type { LikenessClient } from './likeness-client.ts'
import type { CallOptions } from './operation-types.ts'
import { ProblemError } from './problem-error.ts'

export type Picture = {
  /** A File's name becomes the image's, unless `metadata` has another. */
  file: File | Blob
  metadata?: components['schemas']['ImageMetadata'] | undefined
}

/** What became of one picture; `index` is its place among all of them. */
export type PictureAdded = components['schemas']['AddResult']

export type AddPicturesOptions = CallOptions & {
  /** Replace other bytes at a path; otherwise that is a failure of its picture. */
  overwrite?: boolean | undefined
  /** Take deleted pictures back. */
  restore?: boolean | undefined
}

const limits = { itemsMax: 16, sizeMax: 32 * 1024 * 1024, sizeOf: ({ file }: Picture) => file.size }
/** What is wrong with a picture, or with where it should lie. */
const pictureStatuses = [409, 413, 415, 422]

/** A picture with its place among all of them. */
type Placed = { index: number; picture: Picture }

/**
 * Yields as soon as a request is answered; pictures are asked for when there is room for them. Those that the service could not take now are sent
 * again as long as it takes others. Errors: those of a call.
 */
export async function* addPictures(
  client: Pick<LikenessClient, 'addImages'>,
  pictures: Iterable<Picture> | AsyncIterable<Picture>,
  { overwrite, restore, ...options }: AddPicturesOptions = {},
): AsyncGenerator<PictureAdded> {
  const add = async (batch: readonly Placed[]): Promise<PictureAdded[]> => {
    const image = batch.map(({ picture }) => picture.file)
    const metadata = batch.map(({ picture }) => picture.metadata ?? {})
    return (await client.addImages({ body: { image, metadata, overwrite, restore } }, options)).results
  }
  let picturesBefore = 0
  for await (const batch of inBatches(pictures, limits)) {
    yield* addBatch(
      batch.map((picture, i) => ({ index: picturesBefore + i, picture })),
      add,
    )
    picturesBefore += batch.length
  }
}

/** In halves, and these again, where the service takes less with one request. A request with one picture fails as that does. */
async function* addBatch(
  batch: readonly Placed[],
  add: (batch: readonly Placed[]) => Promise<PictureAdded[]>,
): AsyncGenerator<PictureAdded> {
  const results = await add(batch).catch((error: unknown) => {
    if (error instanceof ProblemError && error.problem && pictureStatuses.includes(error.status)) return error.problem
    throw error
  })
  if (Array.isArray(results)) {
    // Where it took none, waiting is the call's.
    const isForLater = results.some((result) => !isRefusedNow(result)) ? isRefusedNow : () => false
    for (const result of results) if (!isForLater(result)) yield { ...result, index: batch[result.index]!.index }
    const later = results.filter(isForLater).map(({ index }) => batch[index]!)
    if (later.length > 0) yield* addBatch(later, add)
  } else if (batch.length === 1) {
    yield { index: batch[0]!.index, status: 'failed', problem: results }
  } else {
    const half = Math.ceil(batch.length / 2)
    yield* addBatch(batch.slice(0, half), add)
    yield* addBatch(batch.slice(half), add)
  }
}

function isRefusedNow({ problem }: PictureAdded): boolean {
  return problem?.status === 503
}
