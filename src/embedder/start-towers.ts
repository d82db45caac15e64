// Starts the towers of a pack, each on threads of its own: a search by words never waits for a picture's run, and both load at once.
// pool.ts sends them their work.
import { findOptimised, type OriginalGraph } from './inference/graph-cache.ts'
import { type Inference, startInference } from './inference/inference.ts'
import type { EmbedderMeter } from './meter.ts'
import type { ModelPack } from './pack/model-pack.ts'
import type { EmbedderHooks, EmbedderOptions } from './pool.ts'
import type { Tokenize } from './tokens/tokenize.ts'

/**
 * Of the threads, between 0, as the event loop has it, and 19: texts are short and somebody waits for them, so they go before pictures
 * when processors are short. docs/performance.md has what that brings.
 */
export const niceness = { text: 0, image: 10 }

type TowerOptions = Pick<
  EmbedderOptions,
  'workers' | 'threads' | 'batchMax' | 'batchWaitMs' | 'providers' | 'graphsDir'
> &
  EmbedderHooks & { meter: EmbedderMeter; isMoreComing: () => boolean }

/** Beyond so many a single picture gets no quicker. Not measured. */
const loneThreadsMax = 8

/** Of the text that an optimised graph is tried with. */
const triedTokens = 16

/**
 * The runtime would write a device id below the home folder and report to its makers. It asks the real environment, of
 * which threads and child processes have a copy: so this is said here, on the main thread, before the first of them loads it.
 */
function silenceTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY = '1'
}

/** Both towers at once, each on threads of its own: a search by words never waits for a picture's run. */
export async function startTowers(
  pack: ModelPack,
  tokenize: Tokenize | null,
  options: TowerOptions,
): Promise<{ image: Inference | null; text: Inference | null }> {
  silenceTelemetry()
  const { manifest, paths, declared, remedy } = pack
  const { workers, threads, batchMax, batchWaitMs, isMoreComing, meter, warn = () => {}, spawnWorker } = options
  const setup = {
    manifest,
    paths,
    declared,
    remedy,
    providers: options.providers ?? [],
    threads,
    isAlone: false,
    longestIds: tokenize?.('a '.repeat(manifest.text.tokenizer.context)).ids ?? [],
    highestId: tokenize?.highestId ?? 0,
  }
  const shared = { meter, warn: onceEach(warn), spawnWorker }
  const find = (graph: OriginalGraph) => findGraph(graph, options, shared.warn)
  /** What the pack finds worth while, within the settings. */
  const batches = {
    image: Math.min(batchMax, manifest.image.batchMax ?? 1),
    text: Math.min(batchMax, manifest.text.batchMax ?? 1),
  }

  async function startImageTower(path: string): Promise<Inference> {
    const { sha256, layout, preprocess } = manifest.image
    const { size } = preprocess
    const shape = layout === 'nhwc-uint8' ? [1, size, size, 3] : [1, 3, size, size]
    const optimised = await find({ path, sha256, shape })
    // Without shared weights one more session would take the memory of one more tower.
    const loneThreads = optimised !== null && workers > 1 ? Math.min(workers * threads, loneThreadsMax) : null
    return startInference(
      { ...setup, kind: 'image', optimised, niceness: niceness.image, batchMax: batches.image },
      { ...shared, workers, batchWaitMs, isMoreComing, loneThreads },
    )
  }

  async function startTextTower(path: string): Promise<Inference> {
    const optimised = await find({ path, sha256: manifest.text.sha256, shape: [1, triedTokens] })
    return startInference(
      { ...setup, kind: 'text', optimised, niceness: niceness.text, batchMax: batches.text },
      { ...shared, workers: 1, batchWaitMs: 0, isMoreComing: () => false, loneThreads: null },
    )
  }

  const starts = await Promise.allSettled([
    paths.image === null ? null : startImageTower(paths.image),
    tokenize === null || paths.text === null ? null : startTextTower(paths.text.tower),
  ])
  const failed = starts.find((start) => start.status === 'rejected')
  const [image, text] = starts.map((start) => (start.status === 'fulfilled' ? start.value : null))
  if (failed === undefined) return { image: image ?? null, text: text ?? null }
  await Promise.all([image?.close(), text?.close()])
  throw failed.reason
}

/** The graph as it is optimised for the processor; null where something else runs it, and where it cannot be kept. */
async function findGraph(
  graph: OriginalGraph,
  { providers = [], graphsDir }: Pick<TowerOptions, 'providers' | 'graphsDir'>,
  warn: NonNullable<EmbedderHooks['warn']>,
): Promise<string | null> {
  if (graphsDir === null || providers.some((provider) => provider !== 'cpu')) return null
  try {
    return await findOptimised(graphsDir, graph)
  } catch (cause) {
    warn('The optimised graph cannot be kept: each session has its own copy of the weights.', cause)
    return null
  }
}

/** All threads find the same; it is told once. */
function onceEach(warn: NonNullable<EmbedderHooks['warn']>): NonNullable<EmbedderHooks['warn']> {
  const told = new Set<string>()
  return (message, cause) => {
    if (!told.has(message)) warn(message, cause)
    told.add(message)
  }
}
