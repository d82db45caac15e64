// Takes in images that come with their vectors, as an export or another program wrote them. No picture is read or embedded: the files may
// be elsewhere. Part of image-catalog.ts; the commands that work on a store of their own call it too.
import { createError, isLikenessError } from './errors.ts'
import { lockKeys } from './keep-picture.ts'
import type { KeyedMutex } from './keyed-mutex.ts'
import type { ImageRecord, StoredImage, VectorStore } from './store/vector-store.ts'
import { isUnitVector, normalise } from './vector.ts'

export type ImportParts = {
  store: VectorStore
  mutex: KeyedMutex
  /** The path in its canonical form, or PATH_INVALID. */
  checkPath(relativePath: string): string
}

export type ImportOptions = {
  /** Take images back that were deleted; otherwise that is IMAGE_DELETED. */
  restore: boolean
}

export type ImportOutcome =
  | { status: 'created' | 'updated' | 'unchanged'; imageId: string; isNormalised: boolean }
  | { status: 'failed'; imageId: string; error: unknown }

/**
 * One outcome an image, in order; those that fail do not stop the others. What is acknowledged is durable, and searchable after the
 * store's `makeSearchable`. An image that is stored with the same fields and vector stays as it is. Vectors need not be of unit length.
 *
 * Errors of an image: VECTOR_INVALID, PATH_INVALID, PATH_TAKEN, IMAGE_DELETED. Rejects where the store fails.
 */
export async function importImages(
  parts: ImportParts,
  images: readonly StoredImage[],
  options: ImportOptions,
): Promise<ImportOutcome[]> {
  const outcomes: ImportOutcome[] = []
  // Batches in which no id and no path comes twice: a later line may correct an earlier one.
  for (const batch of splitAtRepeats(images)) outcomes.push(...(await importBatch(parts, batch, options)))
  return outcomes
}

type Checked = { image: StoredImage; isNormalised: boolean }

async function importBatch(
  parts: ImportParts,
  batch: readonly StoredImage[],
  { restore }: ImportOptions,
): Promise<ImportOutcome[]> {
  const { store, mutex } = parts
  const checked = batch.map((image) => attempt(() => checkImage(parts, image)))
  const good = checked.filter((one): one is Checked => !('error' in one))
  const keys = good.flatMap(({ image: { record } }) => lockKeys(record.relativePath, record.imageId))
  const done = await mutex.run([...new Set(keys)], async () => {
    const paths = good.map(({ image }) => image.record.relativePath)
    const ids = good.map(({ image }) => image.record.imageId)
    const [before, vectors, holders, deleted] = await Promise.all([
      store.get(ids),
      store.getVectors(ids),
      store.getByPath(paths),
      restore ? new Set<string>() : store.findTombstones(paths),
    ])
    const planned = good.map((one, i) => plan(one, before[i]!, vectors[i]!, holders[i]!, deleted))
    const written = planned.flatMap((outcome, i) =>
      outcome.status === 'created' || outcome.status === 'updated' ? [good[i]!.image] : [],
    )
    const failures = await write(store, written)
    return planned.map((outcome): ImportOutcome => {
      const error = failures.get(outcome.imageId)
      return error === undefined ? outcome : { status: 'failed', imageId: outcome.imageId, error }
    })
  })
  let next = 0
  return checked.map((one, i): ImportOutcome => {
    if ('error' in one) return { status: 'failed', imageId: batch[i]!.record.imageId, error: one.error }
    return done[next++]!
  })
}

function plan(
  { image: { record, vector }, isNormalised }: Checked,
  before: ImageRecord | null,
  vectorBefore: Float32Array | null,
  holder: ImageRecord | null,
  deleted: ReadonlySet<string>,
): ImportOutcome {
  const { imageId, relativePath } = record
  const fail = (error: Error): ImportOutcome => ({ status: 'failed', imageId, error })
  if (holder !== null && holder.imageId !== imageId) {
    return fail(createError('PATH_TAKEN', `The image ${holder.imageId} lies at "${relativePath}".`))
  }
  if (before === null && deleted.has(relativePath)) {
    return fail(createError('IMAGE_DELETED', `The picture at "${relativePath}" was deleted.`))
  }
  if (before === null) return { status: 'created', imageId, isNormalised }
  const isSame = isSameRecord(before, record) && vectorBefore !== null && isSameVector(vectorBefore, vector)
  return { status: isSame ? 'unchanged' : 'updated', imageId, isNormalised }
}

/** In one write, or one by one where another writer was in the way of some. Resolves to the failures by id. */
async function write(store: VectorStore, images: readonly StoredImage[]): Promise<Map<string, unknown>> {
  const failures = new Map<string, unknown>()
  if (images.length === 0) return failures
  try {
    await store.upsert(images, { isSearchable: false })
    return failures
  } catch (error) {
    if (!isLikenessError(error, 'PATH_TAKEN')) throw error
  }
  for (const image of images) {
    try {
      await store.upsert([image], { isSearchable: false })
    } catch (error) {
      if (!isLikenessError(error, 'PATH_TAKEN')) throw error
      failures.set(image.record.imageId, error)
    }
  }
  return failures
}

function checkImage({ store, checkPath }: ImportParts, { record, vector }: StoredImage): Checked {
  const { dims } = store.space
  if (vector.length !== dims) {
    throw createError('VECTOR_INVALID', `The vector has ${vector.length} numbers; this index holds ${dims}.`)
  }
  const isNormalised = !isUnitVector(vector)
  const relativePath = checkPath(record.relativePath)
  return {
    image: { record: { ...record, relativePath }, vector: isNormalised ? normalise(vector) : vector },
    isNormalised,
  }
}

function attempt(work: () => Checked): Checked | { error: unknown } {
  try {
    return work()
  } catch (error) {
    if (!isLikenessError(error)) throw error
    return { error }
  }
}

function splitAtRepeats(images: readonly StoredImage[]): StoredImage[][] {
  const batches: StoredImage[][] = [[]]
  const seen = new Set<string>()
  for (const image of images) {
    const keys = lockKeys(image.record.relativePath, image.record.imageId)
    if (keys.some((key) => seen.has(key))) {
      batches.push([])
      seen.clear()
    }
    for (const key of keys) seen.add(key)
    batches.at(-1)!.push(image)
  }
  return batches
}

function isSameRecord(a: ImageRecord, b: ImageRecord): boolean {
  return (Object.keys(b) as (keyof ImageRecord)[]).every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]))
}

function isSameVector(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i])
}
