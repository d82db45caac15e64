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

/** Yields as soon as a request is answered; pictures are asked for when there is room for them. Errors: those of a call. */
export async function* addPictures(
  client: Pick<LikenessClient, 'addImages'>,
  pictures: Iterable<Picture> | AsyncIterable<Picture>,
  { overwrite, restore, ...options }: AddPicturesOptions = {},
): AsyncGenerator<PictureAdded> {
  const add = async (batch: readonly Picture[]): Promise<PictureAdded[]> => {
    const image = batch.map(({ file }) => file)
    const metadata = batch.map((picture) => picture.metadata ?? {})
    return (await client.addImages({ body: { image, metadata, overwrite, restore } }, options)).results
  }
  let picturesBefore = 0
  for await (const batch of inBatches(pictures, limits)) {
    yield* addBatch(batch, picturesBefore, add)
    picturesBefore += batch.length
  }
}

/** In halves, and these again, where the service takes less with one request. A request with one picture fails as that does. */
async function* addBatch(
  batch: readonly Picture[],
  picturesBefore: number,
  add: (batch: readonly Picture[]) => Promise<PictureAdded[]>,
): AsyncGenerator<PictureAdded> {
  const results = await add(batch).catch((error: unknown) => {
    if (error instanceof ProblemError && error.problem && pictureStatuses.includes(error.status)) return error.problem
    throw error
  })
  if (Array.isArray(results)) {
    for (const result of results) yield { ...result, index: result.index + picturesBefore }
  } else if (batch.length === 1) {
    yield { index: picturesBefore, status: 'failed', problem: results }
  } else {
    const half = Math.ceil(batch.length / 2)
    yield* addBatch(batch.slice(0, half), picturesBefore, add)
    yield* addBatch(batch.slice(half), picturesBefore + half, add)
  }
}
