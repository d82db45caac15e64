// The Embedder on onnxruntime: admits calls up to a bound, decodes or tokenises, infers on worker threads, normalises.
// embedder.ts is its port; inference.ts runs the threads, decode-image.ts and tokenize.ts prepare their input.
import { createError } from '../errors.ts'
import { assertUnitVector, normalise } from '../vector.ts'
import { createDecodeImage } from './decode-image.ts'
import type { Embedder } from './embedder.ts'
import { type SpawnWorker, startInference } from './inference.ts'
import { loadModelPack, modelInvalid } from './model-pack.ts'
import { createTokenize } from './tokenize.ts'

export type EmbedderOptions = {
  /** The folder of the model pack; see models.ts. */
  modelDir: string
  /** Inference threads, each with its own sessions; also how many pictures are decoded at once. About one a core. */
  workers: number
  /** How many calls may wait beyond those that the threads work on. */
  queueLengthMax: number
  /** Longest image file, in bytes. */
  imageBytesMax: number
  /** Most pixels of a picture, width × height. */
  pixelsMax: number
}

/**
 * Verifies the pack, starts the threads, and resolves when both towers have run once in each.
 *
 * Errors: MODEL_INVALID for a pack that cannot be used. `spawnWorker` is for tests that end a thread on purpose.
 */
export async function createEmbedder(
  options: EmbedderOptions,
  { spawnWorker }: { spawnWorker?: SpawnWorker } = {},
): Promise<Embedder> {
  const { info, manifest, paths } = await loadModelPack(options.modelDir)
  const { context } = manifest.text.tokenizer
  const tokenize = await createTokenize(paths.tokenizer, context).catch((cause) => {
    throw modelInvalid(info.name, `${manifest.text.tokenizer.file} cannot be used as a tokenizer`, undefined, cause)
  })
  const longestIds = tokenize('a '.repeat(context)).ids
  const inference = await startInference({ manifest, paths, longestIds }, options.workers, spawnWorker)
  const decodeImage = createDecodeImage({
    preprocess: manifest.image.preprocess,
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

  return {
    model: info,
    embedText: (text, { signal } = {}) =>
      calls.admit(async () => {
        const { ids, truncated } = tokenize(text)
        const output = await inference.run({ kind: 'text', ids }, signal)
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
      await inference.close()
    },
  }
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
