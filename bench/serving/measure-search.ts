// Searches over a library, one at a time: by words and by a picture that nobody asked with before, and by the same
// ones again, which the caches answer. Beside them the store's own search, so that the service's share shows.
import { type Bench, inTurns } from './bench.ts'
import { distinctWords } from './distinct-words.ts'
import type { Latencies } from './generate-load.ts'
import { copyLibrary } from './library.ts'
import type { Sending } from './load-job.ts'
import { readCacheCounts } from './read-metrics.ts'
import { startAlone } from './start-alone.ts'
import { type MeasuredService, startMeasuredService } from './start-service.ts'

export const searchTurns = ['words', 'same words', 'picture', 'same picture', 'vector of the same picture'] as const
export type SearchTurn = (typeof searchTurns)[number]

export type SearchRound = {
  latencies: Record<SearchTurn, Latencies>
  /** Milliseconds of the store's own search for the same words. */
  storeMsP50: number
}

const searchesAlone = 500
const k = 10

export async function measureSearch(bench: Bench, library: string): Promise<SearchRound[]> {
  const data = await copyLibrary(library, bench.folder)
  const storeUrl = `file:${await copyLibrary(library, bench.folder)}`
  const service = await startMeasuredService(bench.folder, { DATA_DIR: data })
  const alone = await startAlone('ours')
  try {
    // Number and words stay the same in all rounds.
    const same = { words: bench.wordNumbers.take(1), picture: bench.numbers.take(1) }
    const vector = await vectorOfWords(service.url, same.words)
    const searchStore = (count: number) => alone.search({ storeUrl, cores: bench.cores, vector, k, count })
    await searchStore(searchesAlone)
    for (const turn of searchTurns) await measureTurn(bench, service, turn, same)
    const rounds: SearchRound[] = []
    for (let round = 0; round < bench.rounds; round++) {
      bench.say(`searches: round ${round + 1} of ${bench.rounds}`)
      const latencies: Partial<SearchRound['latencies']> = {}
      let storeMsP50 = 0
      // The store beside the turn that it is compared with.
      for (const turn of inTurns(searchTurns, round)) {
        latencies[turn] = await measureTurn(bench, service, turn, same)
        if (turn === 'same words') storeMsP50 = (await searchStore(searchesAlone)).msP50
      }
      rounds.push({ latencies: latencies as SearchRound['latencies'], storeMsP50 })
    }
    return rounds
  } finally {
    await Promise.all([service.stop(), alone.stop()])
  }
}

async function measureTurn(
  { generator, photos, numbers, wordNumbers, windowMs }: Bench,
  service: MeasuredService,
  turn: SearchTurn,
  same: { words: number; picture: number },
): Promise<Latencies> {
  const { url } = service
  const files = photos['1280x960']
  const sendings: Record<SearchTurn, () => Sending> = {
    words: () => ({ url, kind: 'search-words', files: [], firstNumber: wordNumbers.take(wordsPerTurn) }),
    'same words': () => ({ url, kind: 'search-words', files: [], firstNumber: same.words, isSame: true }),
    picture: () => ({ url, kind: 'search-picture', files, firstNumber: numbers.take() }),
    'same picture': () => ({ url, kind: 'search-picture', files, firstNumber: same.picture, isSame: true }),
    'vector of the same picture': () => ({ url, kind: 'vectorize', files, firstNumber: same.picture, isSame: true }),
  }
  const measure = async () => {
    const load = { sending: sendings[turn](), concurrency: 1, windowMs: windowMs / 2 }
    return (await generator.measureClosed(load)).latencies
  }
  return turn === 'words' || turn === 'picture' ? service.uncached(measure) : cached(service, turn, measure)
}

/** More than any turn of words asks. */
export const wordsPerTurn = 20_000

/** The other way round: what is called the cache's must be the cache's, but for the first request of all. */
async function cached<Result>(
  { url }: MeasuredService,
  turn: SearchTurn,
  work: () => Promise<Result>,
): Promise<Result> {
  const cache = turn === 'same words' ? 'text' : 'image'
  const before = await readCacheCounts(url)
  const result = await work()
  const misses = (await readCacheCounts(url))[cache].miss - before[cache].miss
  if (misses > 1) throw new Error(`The ${cache} cache did not answer ${misses} requests that were the same: ${turn}.`)
  return result
}

async function vectorOfWords(url: string, number: number): Promise<Float32Array> {
  const response = await fetch(`${url}/vectorize`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ inputs: [{ text: distinctWords(number) }] }),
  })
  const { vectors } = (await response.json()) as { vectors: { vector: number[] }[] }
  return Float32Array.from(vectors[0]!.vector)
}
