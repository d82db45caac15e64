// Starts the towers of a pack, each on threads of its own: a search by words never waits for a picture's run, and both load at once.
// pool.ts sends them their work.
import { type Inference, startInference } from './inference/inference.ts'
import type { EmbedderMeter } from './meter.ts'
import type { ModelPack } from './pack/model-pack.ts'
import type { EmbedderHooks, EmbedderOptions } from './pool.ts'
import type { Tokenize } from './tokens/tokenize.ts'

/** Of the threads: texts are short and somebody waits for them, so they go before pictures when processors are short. */
const niceness = { text: 5, image: 10 }

type TowerOptions = Pick<
  EmbedderOptions,
  'workers' | 'threads' | 'batchMax' | 'batchWaitMs' | 'providers' | 'graphsDir'
> &
  EmbedderHooks & { meter: EmbedderMeter; isMoreComing: () => boolean }

/** Both towers at once, each on threads of its own: a search by words never waits for a picture's run. */
export async function startTowers(
  { manifest, paths, declared, remedy }: ModelPack,
  tokenize: Tokenize | null,
  options: TowerOptions,
): Promise<{ image: Inference | null; text: Inference | null }> {
  const { workers, threads, batchMax, batchWaitMs, isMoreComing, meter, warn = () => {}, spawnWorker } = options
  const setup = {
    manifest,
    paths,
    declared,
    remedy,
    providers: options.providers ?? [],
    threads,
    graphsDir: options.graphsDir,
    longestIds: tokenize?.('a '.repeat(manifest.text.tokenizer.context)).ids ?? [],
    highestId: tokenize?.highestId ?? 0,
  }
  const shared = { meter, warn: onceEach(warn), spawnWorker }
  /** What the pack finds worth while, within the settings. */
  const batches = {
    image: Math.min(batchMax, manifest.image.batchMax ?? 1),
    text: Math.min(batchMax, manifest.text.batchMax ?? 1),
  }
  const starts = await Promise.allSettled([
    paths.image === null
      ? null
      : startInference(
          { ...setup, kind: 'image', niceness: niceness.image, batchMax: batches.image },
          { ...shared, workers, batchWaitMs, isMoreComing },
        ),
    tokenize === null
      ? null
      : startInference(
          { ...setup, kind: 'text', niceness: niceness.text, batchMax: batches.text },
          { ...shared, workers: 1, batchWaitMs: 0, isMoreComing: () => false },
        ),
  ])
  const failed = starts.find((start) => start.status === 'rejected')
  const [image, text] = starts.map((start) => (start.status === 'fulfilled' ? start.value : null))
  if (failed === undefined) return { image: image ?? null, text: text ?? null }
  await Promise.all([image?.close(), text?.close()])
  throw failed.reason
}

/** All threads find the same; it is told once. */
function onceEach(warn: NonNullable<EmbedderHooks['warn']>): NonNullable<EmbedderHooks['warn']> {
  const told = new Set<string>()
  return (message, cause) => {
    if (!told.has(message)) warn(message, cause)
    told.add(message)
  }
}
