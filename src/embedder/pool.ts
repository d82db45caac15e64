// The Embedder on onnxruntime: admits calls up to a bound, decodes or tokenises, infers on worker threads, normalises.
// embedder.ts is its port; inference.ts runs the threads, decode-image.ts and tokenize.ts prepare their input.
import { createError } from '../errors.ts'
import { assertUnitVector, normalise } from '../vector.ts'
import type { Embedder } from './embedder.ts'
import { type SpawnWorker, startInference } from './inference/inference.ts'
import type { ModelSource } from './models.ts'
import { loadModelPack, type ModelPack, modelInvalid } from './pack/model-pack.ts'
import { createDecodeImage, type Decoding } from './pixels/decode-image.ts'
import type { TextEmbedder } from './text-embedder.ts'
import { createTokenize, type Tokenize } from './tokens/tokenize.ts'

export type EmbedderOptions = {
  /** Where the model pack lies; see models.ts. */
  model: ModelSource
  /** Makes what embeds the texts elsewhere, into the same space: the pack's text tower is then neither needed nor loaded. */
  makeTextEmbedder?: (dims: number) => TextEmbedder
  /** Whether large JPEGs are decoded at their full size; see `Decoding`. */
  decoding: Decoding
  /** Execution providers of the runtime in order of preference; the processor stands behind them all. */
  providers?: readonly string[]
  /** Inference threads, each with its own sessions; also how many pictures are decoded at once. About one a core. */
  workers: number
  /** How many calls may wait beyond those that the threads work on. */
  queueLengthMax: number
  /** Longest image file, in bytes. */
  imageBytesMax: number
  /** Most pixels of a picture, width × height. */
  pixelsMax: number
}

export type EmbedderHooks = {
  /** Told of what does not stop the start, such as an execution provider that cannot be used. */
  warn?: (message: string, cause: unknown) => void
  /** For tests that end a thread on purpose. */
  spawnWorker?: SpawnWorker
}

/**
 * Verifies the pack, starts the threads, and resolves when both towers have run once in each.
 *
 * Errors: MODEL_NOT_PULLED; MODEL_INVALID for a pack, or a text embedder, that cannot be used; TEXT_EMBEDDER_UNAVAILABLE.
 */
export async function createEmbedder(
  options: EmbedderOptions,
  { warn = () => {}, spawnWorker }: EmbedderHooks = {},
): Promise<Embedder> {
  const { makeTextEmbedder, workers } = options
  const pack = await loadModelPack(options.model, { text: makeTextEmbedder === undefined })
  const { info, manifest, paths, declared, remedy } = pack
  const tokenize = await openTokenizer(pack)
  // Warmed up like the towers, and before them: what cannot embed a word now would fail the first search.
  const textEmbedder = makeTextEmbedder?.(info.dims)
  await textEmbedder?.warmUp()
  const { context } = manifest.text.tokenizer
  const setup = {
    manifest,
    paths,
    declared,
    remedy,
    providers: options.providers ?? [],
    longestIds: tokenize?.('a '.repeat(context)).ids ?? [],
    highestId: tokenize?.highestId ?? 0,
  }
  const inference = await startInference(setup, { workers, warn, spawnWorker })
  const decodeImage = createDecodeImage({
    preprocess: manifest.image.preprocess,
    decoding: options.decoding,
    imageBytesMax: options.imageBytesMax,
    pixelsMax: options.pixelsMax,
    decodesMax: options.workers,
  })
  const calls = createCalls(options.queueLengthMax + options.workers)

  function toUnitVector(output: Float32Array): Float32Array {
    try {
      const vector = normalise(output)
      assertUnitVector(vector, info.dims)
      return vector
    } catch (cause) {
      throw createError('INTERNAL', 'The model gave no usable vector.', { cause })
    }
  }

  async function runText(text: string, signal?: AbortSignal) {
    if (textEmbedder !== undefined) return textEmbedder.embed(text, signal)
    const { ids, truncated } = tokenize!(text)
    return { output: await inference.run({ kind: 'text', ids }, signal), truncated }
  }

  return {
    model: info,
    embedText: (text, { signal } = {}) =>
      calls.admit(async () => {
        const { output, truncated } = await runText(text, signal)
        return { vector: toUnitVector(output), truncated }
      }),
    embedImage: (bytes, { signal } = {}) =>
      calls.admit(async () => {
        const { pixels, ...facts } = await decodeImage(bytes, signal)
        const output = await inference.run({ kind: 'image', pixels }, signal)
        return { ...facts, vector: toUnitVector(output) }
      }),
    async close() {
      await calls.finish()
      await textEmbedder?.close()
      await inference.close()
    },
  }
}

/** The pack's tokenizer; null where texts are embedded elsewhere. */
async function openTokenizer({ info, manifest, paths, remedy }: ModelPack): Promise<Tokenize | null> {
  if (paths.text === null) return null
  const { file, context } = manifest.text.tokenizer
  return createTokenize(paths.text.tokenizer, context).catch((cause) => {
    throw modelInvalid(info.name, `${file} cannot be used as a tokenizer`, remedy, cause)
  })
}

/** Admits up to `callsMax` calls at once, from their first step to their last, so that no line inside can grow further. */
function createCalls(callsMax: number) {
  const open = new Set<Promise<unknown>>()
  let isFinishing = false
  let lastCallMs = 0

  return {
    async admit<Result>(work: () => Promise<Result>): Promise<Result> {
      if (isFinishing) throw createError('SHUTTING_DOWN', 'The embedder is closing.', { retryAfterS: 5 })
      if (open.size >= callsMax) {
        // What the last call took when the line was full is about what the line takes to empty.
        const retryAfterS = Math.min(Math.max(Math.ceil(lastCallMs / 1000), 1), 60)
        throw createError('OVERLOADED', 'Too many texts and pictures are waiting to be embedded.', { retryAfterS })
      }
      const startMs = performance.now()
      const call = work()
      open.add(call)
      try {
        return await call
      } finally {
        open.delete(call)
        lastCallMs = performance.now() - startMs
      }
    },
    /** Admits nothing more and waits for what is inside. */
    async finish(): Promise<void> {
      isFinishing = true
      await Promise.allSettled(open)
    },
  }
}
