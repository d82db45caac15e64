// Searches by words while a bulk upload keeps the machine busy: how much later the slowest come than on an idle machine.
import type { Bench } from './bench.ts'
import { type Latencies, type LoadGenerator, startLoadGenerator } from './generate-load.ts'
import { copyLibrary } from './library.ts'
import type { Sending } from './load-job.ts'
import { wordsPerTurn } from './measure-search.ts'
import type { Pack } from './packs.ts'
import { startMeasuredService } from './start-service.ts'

export type MixedRound = {
  alone: Latencies
  beside: Latencies
  /** Searches whose latencies these are. */
  searches: { alone: number; beside: number }
  /** Pictures added a second meanwhile. */
  addedPerSecond: number
}

const uploadsOpen = 4
const picturesPerUpload = 4

/** The built-in model over the library, another over an empty one: words find nothing there, and the way is the same. */
export async function measureMixed(bench: Bench, pack: Pack, library: string): Promise<MixedRound[]> {
  const data: Record<string, string> =
    pack.name === 'builtin' ? { DATA_DIR: await copyLibrary(library, bench.folder) } : {}
  const service = await startMeasuredService(bench.folder, { ...pack.env, ...data })
  const uploader = await startLoadGenerator()
  try {
    const words = () => searchWords(bench, service.url)
    await words()
    const rounds: MixedRound[] = []
    for (let round = 0; round < bench.rounds; round++) {
      bench.say(`${pack.name}: searches beside uploads, round ${round + 1} of ${bench.rounds}`)
      rounds.push(await service.uncached(() => measureRound(bench, uploader, service.url, words)))
    }
    return rounds
  } finally {
    await Promise.all([service.stop(), uploader.stop()])
  }
}

async function measureRound(
  { photos, numbers }: Bench,
  uploader: LoadGenerator,
  url: string,
  words: () => ReturnType<typeof searchWords>,
): Promise<MixedRound> {
  const alone = await words()
  const sending: Sending = {
    url,
    kind: 'upload',
    files: photos['1280x960'],
    firstNumber: numbers.take(),
    picturesPerRequest: picturesPerUpload,
  }
  const endUploads = await uploader.startClosed(sending, uploadsOpen)
  const beside = await words()
  const uploads = await endUploads()
  return {
    alone: alone.latencies,
    beside: beside.latencies,
    searches: { alone: alone.answers, beside: beside.answers },
    addedPerSecond: uploads.perSecond * picturesPerUpload,
  }
}

/** Longer than other turns: the slowest of a hundred is wanted. */
function searchWords({ generator, wordNumbers, windowMs }: Bench, url: string) {
  const sending: Sending = { url, kind: 'search-words', files: [], firstNumber: wordNumbers.take(wordsPerTurn) }
  return generator.measureClosed({ sending, concurrency: 1, windowMs: windowMs * 2 })
}
