// Groups of near duplicates in a whole library: copies, smaller versions, shots of one burst. Reads every vector once, and compares only
// pictures whose signs agree (sign-sketches.ts), so that the work grows with the library and not with its square.
import { setImmediate } from 'node:timers/promises'
import { createError } from './errors.ts'
import type { Filter } from './filter.ts'
import { createSignSketches, type SignSketches, sketchRounds } from './sign-sketches.ts'
import type { ImageRecord, VectorStore } from './store/vector-store.ts'
import { dot } from './vector.ts'

export type DuplicateSource = Pick<VectorStore, 'getVectors'> & {
  list(request: { limit: number; afterId?: string; filter?: Filter }): Promise<ImageRecord[]>
}

export type DuplicateRequest = {
  /** Cosine from which two pictures belong together, 0.8 to 1. */
  similarityMin: number
  filter?: Filter
  signal?: AbortSignal
  /** Called now and then with how many images were read. */
  onRead?: (images: number) => void
}

export type DuplicateImage = Pick<ImageRecord, 'imageId' | 'relativePath' | 'sizeBytes'>

/** The first is the one that the others are near duplicates of: the first by its id. */
export type DuplicateGroup = {
  images: DuplicateImage[]
  /** Of the first and the one least like it. */
  similarityMin: number
}

export type DuplicateReport = {
  /** Images that were looked at. */
  images: number
  /** The largest first, then by the first id. */
  groups: DuplicateGroup[]
  /** Images beyond the first of each group. */
  duplicates: number
}

/** About 150 bytes of memory each. */
const imagesMax = 2_000_000
const pageSize = 500
/** In a bucket of one key, a picture is compared with so many others, each of another candidate group. */
const comparedMax = 64
const rowsPerTurn = 20_000
/** The cosine of a vector with itself may fall so far short of 1. */
const rounding = 1e-6

/** One report after the other: each reads the whole library. Errors: OVERLOADED while another is made, and those of `findDuplicates`. */
export function createDuplicateFinder(source: DuplicateSource) {
  let isBusy = false
  return async (request: DuplicateRequest): Promise<DuplicateReport> => {
    if (isBusy) throw createError('OVERLOADED', 'Duplicates are being looked for already.', { retryAfterS: 5 })
    isBusy = true
    try {
      return await findDuplicates(source, request)
    } finally {
      isBusy = false
    }
  }
}

/** Errors: those of the store; VALIDATION_FAILED for more images than are looked at; the signal's reason. */
export async function findDuplicates(source: DuplicateSource, request: DuplicateRequest): Promise<DuplicateReport> {
  const { images, sketches } = await readAll(source, request)
  if (sketches === null) return { images: 0, groups: [], duplicates: 0 }
  const candidates = await findCandidates(sketches, request)
  const groups: DuplicateGroup[] = []
  for (const members of candidates) {
    request.signal?.throwIfAborted()
    groups.push(
      ...(await groupByLeader(
        source,
        members.map((i) => images[i]!),
        request.similarityMin,
      )),
    )
  }
  groups.sort((a, b) => b.images.length - a.images.length || (a.images[0]!.imageId < b.images[0]!.imageId ? -1 : 1))
  const duplicates = groups.reduce((sum, group) => sum + group.images.length - 1, 0)
  return { images: images.length, groups, duplicates }
}

/** In the order of the ids. */
async function readAll(source: DuplicateSource, { filter, signal, onRead = () => {} }: DuplicateRequest) {
  const images: DuplicateImage[] = []
  let sketches: SignSketches | null = null
  for (let afterId: string | undefined; ; ) {
    signal?.throwIfAborted()
    const records = await source.list({ limit: pageSize, afterId, filter })
    const vectors = await source.getVectors(records.map(({ imageId }) => imageId))
    for (const [i, { imageId, relativePath, sizeBytes }] of records.entries()) {
      const vector = vectors[i]
      if (!vector) continue
      sketches ??= createSignSketches(vector.length)
      sketches.add(vector)
      images.push({ imageId, relativePath, sizeBytes })
    }
    onRead(images.length)
    if (images.length > imagesMax) {
      throw createError(
        'VALIDATION_FAILED',
        `Duplicates are looked for among ${imagesMax} images at most: narrow it with a filter.`,
      )
    }
    if (records.length < pageSize) return { images, sketches }
    afterId = records.at(-1)!.imageId
  }
}

/** Sets of at least two pictures, in the order of the ids, within which all near duplicates lie; a set may hold others as well. */
async function findCandidates(
  sketches: SignSketches,
  { similarityMin, signal }: DuplicateRequest,
): Promise<number[][]> {
  const sets = createDisjointSets(sketches.size)
  const distanceMax = signDistanceMax(similarityMin, sketches.dims)
  for (let round = 0; round < sketchRounds; round++) {
    /** By key, one picture of each set that was met. */
    const met = new Map<number, number[]>()
    for (const [image, key] of sketches.keys(round).entries()) {
      if (image % rowsPerTurn === 0) {
        await setImmediate()
        signal?.throwIfAborted()
      }
      const others = met.get(key)
      if (others === undefined) {
        met.set(key, [image])
        continue
      }
      const near = others.find(
        (other) => sets.find(other) === sets.find(image) || sketches.distance(other, image) <= distanceMax,
      )
      if (near !== undefined) sets.join(near, image)
      else if (others.length < comparedMax) others.push(image)
    }
  }
  return sets.groups()
}

/** Signs of two vectors at this cosine differ with the share of their angle in a half turn; five deviations more are no coincidence. */
function signDistanceMax(cosine: number, dims: number): number {
  const share = Math.acos(Math.min(1, cosine)) / Math.PI
  return dims * share + 5 * Math.sqrt(dims * share * (1 - share))
}

/** Each picture joins the first before it that it is near enough to, and else begins a group; groups of one are left out. */
async function groupByLeader(
  source: DuplicateSource,
  members: readonly DuplicateImage[],
  similarityMin: number,
): Promise<DuplicateGroup[]> {
  const groups: (DuplicateGroup & { leader: Float32Array })[] = []
  for (let i = 0; i < members.length; i += pageSize) {
    const some = members.slice(i, i + pageSize)
    const vectors = await source.getVectors(some.map(({ imageId }) => imageId))
    for (const [j, image] of some.entries()) {
      const vector = vectors[j]
      // Removed meanwhile.
      if (!vector) continue
      const near = groups.find(({ leader }) => dot(leader, vector) >= similarityMin - rounding)
      if (near === undefined) groups.push({ images: [image], similarityMin: 1, leader: vector })
      else {
        near.images.push(image)
        near.similarityMin = Math.min(near.similarityMin, dot(near.leader, vector))
      }
    }
  }
  return groups
    .filter(({ images }) => images.length > 1)
    .map(({ images, similarityMin }) => ({ images, similarityMin }))
}

function createDisjointSets(size: number) {
  const parents = Uint32Array.from({ length: size }, (_, i) => i)

  function find(one: number): number {
    let root = one
    while (parents[root] !== root) root = parents[root]!
    for (let at = one; at !== root; ) {
      const next = parents[at]!
      parents[at] = root
      at = next
    }
    return root
  }

  return {
    find,
    join(a: number, b: number): void {
      const [first, second] = [find(a), find(b)].sort((x, y) => x - y) as [number, number]
      parents[second] = first
    },
    /** Of at least two, each in ascending order. */
    groups(): number[][] {
      const byRoot = new Map<number, number[]>()
      for (let i = 0; i < size; i++) {
        const root = find(i)
        const group = byRoot.get(root)
        if (group) group.push(i)
        else byRoot.set(root, [i])
      }
      return [...byRoot.values()].filter(({ length }) => length > 1)
    },
  }
}
