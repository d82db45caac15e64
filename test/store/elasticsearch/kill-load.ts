// The load of the kill test: writers that note what was acknowledged, and searchers that know the answer. kill-rounds.ts kills
// a node beneath it and checks the notes afterwards.
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCatalogue, isLikenessError } from '../../../src/errors.ts'
import type { StoredImage, VectorStore } from '../../../src/store/vector-store.ts'
import { createRandom, type Random } from '../../support/seeded-random.ts'
import { crashImage } from '../embedded/crash-images.ts'
import { pick, randomInt } from '../sample-images.ts'

/** What a writer knows of its image. */
export type Tracked = {
  imageId: string
  number: number
  /** The newest acknowledged version; 0 where it is not there: removed, or never acknowledged. */
  acknowledged: number
  /** Versions that writes without an answer may have left; 0 for a removal. */
  possible: number[]
  newest: number
}

export type LoadResult = {
  images: Tracked[]
  acknowledgedCount: number
  searches: number
  /** Calls that were refused with a code that says to try again. */
  refused: Map<string, number>
  faults: string[]
}

export type Load = {
  /** Resolves to whether that many more writes and searches were answered within the time. */
  untilAnswered(count: number, withinMs: number): Promise<boolean>
  /** Ends when what is under way has been answered. */
  stop(): Promise<LoadResult>
}

const writers = 3
const searchers = 2
const batchMax = 40
/** What a busy machine may add to a call's limit. */
const slackMs = 5_000

/** `steady` images are there before and are never written to: each search for one must find it. */
export function startLoad(
  store: VectorStore,
  steady: StoredImage[],
  seed: number,
  round: number,
  limitMs: number,
): Load {
  const images: Tracked[] = []
  const result: LoadResult = { images, acknowledgedCount: 0, searches: 0, refused: new Map(), faults: [] }
  let isStopped = false

  /** Whether the call succeeded; notes how it failed, and that it kept to its time. */
  async function attempt(what: string, call: () => Promise<unknown>): Promise<boolean> {
    const beganMs = performance.now()
    try {
      await call()
      return true
    } catch (error) {
      const isRefusal =
        isLikenessError(error) && errorCatalogue[error.code].status === 503 && (error.retryAfterS ?? 0) > 0
      if (isRefusal) result.refused.set(error.code, (result.refused.get(error.code) ?? 0) + 1)
      else result.faults.push(`${what} failed with ${(error as Error).stack}`)
      // A client would wait longer.
      await sleep(20)
      return false
    } finally {
      const tookMs = performance.now() - beganMs
      if (tookMs > limitMs + slackMs) result.faults.push(`${what} took ${Math.round(tookMs)} ms`)
    }
  }

  async function write(random: Random): Promise<void> {
    const own: Tracked[] = []
    while (!isStopped) {
      const present = own.filter(({ acknowledged, possible }) => acknowledged > 0 && possible.length === 0)
      const choice = present.length === 0 ? 0 : random()
      if (choice < 0.7) await upsert(addBatch(own, random), random() < 0.3)
      else if (choice < 0.9) await upsert([pick(random, present)], true)
      else await remove(pick(random, present))
    }
  }

  function addBatch(own: Tracked[], random: Random): Tracked[] {
    const size = random() < 0.5 ? 1 : 1 + randomInt(random, batchMax)
    return Array.from({ length: size }, () => {
      const number = images.length
      const image = { imageId: `r${round}-${number}`, number, acknowledged: 0, possible: [], newest: 0 }
      images.push(image)
      own.push(image)
      return image
    })
  }

  async function upsert(batch: Tracked[], isSearchable: boolean): Promise<void> {
    const written = batch.map((image) => {
      image.newest += 1
      image.possible.push(image.newest)
      return imageOf(round, image, image.newest)
    })
    if (!(await attempt('a write', () => store.upsert(written, { isSearchable })))) return
    for (const image of batch) acknowledge(image, image.newest)
  }

  async function remove(image: Tracked): Promise<void> {
    image.possible.push(0)
    if (await attempt('a removal', () => store.remove([image.imageId]))) acknowledge(image, 0)
  }

  function acknowledge(image: Tracked, version: number): void {
    image.acknowledged = version
    image.possible = []
    result.acknowledgedCount += 1
  }

  async function search(random: Random): Promise<void> {
    while (!isStopped) {
      const { record, vector } = pick(random, steady)
      await attempt('a search', async () => {
        const [hit] = await store.search({ vector, k: 3 })
        result.searches += 1
        if (hit?.record.imageId !== record.imageId)
          result.faults.push(`a search found ${hit?.record.imageId} for ${record.imageId}`)
      })
    }
  }

  const running = [
    ...Array.from({ length: writers }, (_, i) => write(createRandom(seed * 7919 + round * 31 + i))),
    ...Array.from({ length: searchers }, (_, i) => search(createRandom(seed * 104_729 + round * 31 + i))),
  ]
  return {
    async untilAnswered(count, withinMs) {
      const endMs = performance.now() + withinMs
      const { acknowledgedCount, searches } = result
      while (performance.now() < endMs) {
        if (result.acknowledgedCount >= acknowledgedCount + count && result.searches >= searches + count) return true
        await sleep(50)
      }
      return false
    },
    async stop() {
      isStopped = true
      await Promise.all(running)
      return result
    },
  }
}

/** An image in one of its versions; its vector follows from both. */
export function imageOf(round: number, { number }: Pick<Tracked, 'number'>, version: number): StoredImage {
  return crashImage(round, number, version, 'batch-0-0-of-1')
}
