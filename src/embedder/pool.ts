// The Embedder on onnxruntime: looks whether a vector is kept, admits calls up to a bound, decodes or tokenises, infers on worker
// threads, normalises. embedder.ts is its port; vector-cache.ts, admission.ts, decode-image.ts and inference.ts do the parts.
import { hash } from 'node:crypto'
import { createError } from '../errors.ts'
import { assertUnitVector, normalise } from '../vector.ts'
import { createAdmission } from './admission.ts'
import type { EmbeddedImage, EmbeddedText, Embedder, EmbedImageOptions, EmbedOptions } from './embedder.ts'
import { giveBack } from './give-back.ts'
import type { SpawnWorker } from './inference/worker-pool.ts'
import { type EmbedderMeter, silentMeter } from './meter.ts'
import type { ModelSource } from './models.ts'
import { loadModelPack, type ModelPack, modelInvalid } from './pack/model-pack.ts'
import { createDecodeImage, type Decoding } from './pixels/decode-image.ts'
import { lowerDecoders } from './pixels/lower-priority.ts'
import { createSlots } from './pixels/slots.ts'
import { niceness, startTowers } from './start-towers.ts'
import type { TextEmbedder } from './text-embedder.ts'
import { createTokenize, type Tokenize } from './tokens/tokenize.ts'
import { createVectorCache } from './vector-cache.ts'

export type EmbedderOptions = {
  /** Where the model pack lies; see models.ts. */
  model: ModelSource
  /** The towers that are loaded; what a tower that is not would embed is NOT_EMBEDDED_HERE. */
  towers: 'both' | 'image' | 'text'
  /** Makes what embeds the texts elsewhere, into the same space: the pack's text tower is then neither needed nor loaded. */
  makeTextEmbedder?: (dims: number) => TextEmbedder
  /** Whether large JPEGs are decoded at their full size; see `Decoding`. */
  decoding: Decoding
  /** Execution providers of the runtime in order of preference; the processor stands behind them all. */
  providers?: readonly string[]
  /** Sessions of the image tower, each on a thread of its own, and the threads that share one run. See choose-threads.ts. */
  workers: number
  threads: number
  /** Where graphs are kept as the runtime optimised them, so that later starts are quicker; null for nowhere. */
  graphsDir: string | null
  /** How many inputs may share a run, where the graph takes several. */
  batchMax: number
  /** How long a run waits for inputs that are being decoded, in milliseconds. */
  batchWaitMs: number
  /** How many interactive calls, and how many of bulk, may wait beyond those that are worked on. */
  searchQueueLengthMax: number
  queueLengthMax: number
  /** Bytes of vectors that are kept, half of them for texts and half for pictures; 0 keeps none. */
  cacheBytesMax: number
  /** Longest image file, in bytes. */
  imageBytesMax: number
  /** Most pixels of a picture, width × height. */
  pixelsMax: number
}

export type EmbedderHooks = {
  /** Told of what does not stop the start, such as an execution provider that cannot be used. */
  warn?: (message: string, cause: unknown) => void
  meter?: EmbedderMeter
  /** For tests that end a thread on purpose. */
  spawnWorker?: SpawnWorker
}

/**
 * Verifies the pack, starts the threads, and resolves when both towers have run once in each.
 *
 * Errors: MODEL_NOT_PULLED; MODEL_INVALID for a pack, or a text embedder, that cannot be used; TEXT_EMBEDDER_UNAVAILABLE.
 */
export async function createEmbedder(options: EmbedderOptions, hooks: EmbedderHooks = {}): Promise<Embedder> {
  const { makeTextEmbedder, workers, threads, batchMax } = options
  const { meter = silentMeter } = hooks
  const cores = workers * threads
  const wants = { text: options.towers !== 'image', image: options.towers !== 'text' }
  const pack = await loadModelPack(options.model, { ...wants, text: wants.text && makeTextEmbedder === undefined })
  const { info, manifest } = pack
  const tokenize = await openTokenizer(pack)
  // Warmed up like the towers, and before them: what cannot embed a word now would fail the first search.
  const textEmbedder = wants.text ? makeTextEmbedder?.(info.dims) : undefined
  await textEmbedder?.warmUp()
  if (wants.image) await lowerDecoders(niceness.image)
  let decoding = 0
  const towers = await startTowers(pack, tokenize, { ...options, ...hooks, meter, isMoreComing: () => decoding > 0 })
  const decodeImage = createDecodeImage({
    preprocess: manifest.image.preprocess,
    decoding: options.decoding,
    imageBytesMax: options.imageBytesMax,
    pixelsMax: options.pixelsMax,
    decodesMax: cores,
    onDecoded: meter.decoded,
  })
  /** Bulk's pictures that are being decoded or wait for a thread: enough for the next runs, and no more memory. */
  const decodedAhead = createSlots(cores + workers * batchMax)
  const admission = createAdmission(
    { interactive: options.searchQueueLengthMax + cores, bulk: options.queueLengthMax + cores },
    meter.refused,
  )
  const texts = createVectorCache<EmbeddedText>('text', options.cacheBytesMax / 2, meter)
  const images = createVectorCache<EmbeddedImage>('image', options.cacheBytesMax / 2, meter)

  async function runText(text: string, { signal, priority = 'interactive' }: EmbedOptions): Promise<EmbeddedText> {
    if (textEmbedder !== undefined) {
      const { output, truncated } = await textEmbedder.embed(text, signal)
      return { vector: toUnitVector(output, info.dims), truncated, tokens: null }
    }
    if (tokenize === null || towers.text === null) throw notEmbeddedHere('texts')
    const { ids, truncated } = tokenize(text)
    const output = await towers.text.run(ids, { signal, priority })
    return { vector: toUnitVector(output, info.dims), truncated, tokens: ids.length }
  }

  async function runImage(
    bytes: Uint8Array,
    { signal, priority = 'interactive', isDisposable = false }: EmbedImageOptions,
  ): Promise<EmbeddedImage> {
    if (towers.image === null) throw notEmbeddedHere('pictures')
    const release = priority === 'bulk' ? await decodedAhead.hold({ signal }) : () => {}
    try {
      decoding += 1
      const { pixels, ...facts } = await decodeImage(bytes, { signal, priority }).finally(() => {
        decoding -= 1
        if (isDisposable) giveBack(bytes)
      })
      const output = await towers.image.run(pixels, { signal, priority, onStart: release })
      return { ...facts, vector: toUnitVector(output, info.dims) }
    } finally {
      release()
    }
  }

  return {
    model: info,
    assertRoom: admission.assertRoom,
    load: () => ({ open: { ...admission.open }, cache: { text: sizeOf(texts), image: sizeOf(images) } }),
    embedText(text, call = {}) {
      const { priority = 'interactive' } = call
      return texts.get(text, (signal) => admission.admit(priority, () => runText(text, { signal, priority })), call)
    },
    embedImage(bytes, call = {}) {
      const { priority = 'interactive', isDisposable } = call
      const key = call.contentSha256 ?? hash('sha256', bytes)
      let isNeeded = false
      const work = (signal: AbortSignal) => {
        isNeeded = true
        return admission.admit(priority, () => runImage(bytes, { signal, priority, isDisposable }))
      }
      const embedded = images.get(key, work, call)
      // The vector is there, or is made from the bytes of whoever came first.
      if (isDisposable && !isNeeded) giveBack(bytes)
      return embedded
    },
    async close() {
      await admission.finish()
      await textEmbedder?.close()
      await Promise.all([towers.image?.close(), towers.text?.close()])
    },
  }
}

function notEmbeddedHere(inputs: string): Error {
  return createError('NOT_EMBEDDED_HERE', `This instance does not embed ${inputs}.`)
}

function sizeOf({ entries, bytes }: { entries: number; bytes: number }) {
  return { entries, bytes }
}

function toUnitVector(output: Float32Array, dims: number): Float32Array {
  try {
    const vector = normalise(output)
    assertUnitVector(vector, dims)
    return vector
  } catch (cause) {
    throw createError('INTERNAL', 'The model gave no usable vector.', { cause })
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
