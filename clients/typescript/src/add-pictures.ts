// Adds any number of pictures, some with each request. A single one is `client.addImages`; picture-from-path.ts makes files of paths.
import type { components } from './generated/contract.ts'
import { inBatches } from './in-batches.ts'
import type { LikenessClient } from './likeness-client.ts'
import type { CallOptions } from './operation-types.ts'
import { ProblemError } from './problem-error.ts'

export type Picture = {
  /** A File's name becomes the image's, unless `metadata` has another. */
  file: File | Blob
  metadata?: components['schemas']['ImageMetadata']
}

/** What became of one picture; `index` is its place among all of them. */
export type PictureAdded = components['schemas']['AddResult']

export type AddPicturesOptions = CallOptions & {
  /** Replace other bytes at a path; otherwise that is a failure of its picture. */
  overwrite?: boolean
  /** Take deleted pictures back. */
  restore?: boolean
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
  let picturesBefore = 0
  for await (const batch of inBatches(pictures, limits)) {
    const image = batch.map(({ file }) => file)
    const metadata = batch.map((picture) => picture.metadata ?? {})
    const request = { body: { image, metadata, overwrite, restore } }
    const results = await client.addImages(request, options).then(
      (answer) => answer.results,
      (error: unknown) => [asResult(error, image.length)],
    )
    for (const result of results) yield { ...result, index: result.index + picturesBefore }
    picturesBefore += batch.length
  }
}

/** A request with one picture fails as that does; an Error of any other is thrown on. */
function asResult(error: unknown, pictures: number): PictureAdded {
  const isOfPicture = error instanceof ProblemError && error.problem && pictureStatuses.includes(error.status)
  if (pictures > 1 || !isOfPicture) throw error
  return { index: 0, status: 'failed', problem: error.problem }
}
