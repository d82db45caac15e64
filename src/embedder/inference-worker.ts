// The thread that runs the model: one session for each tower, one job at a time, because session.run() blocks its thread.
// inference.ts starts these threads and speaks to them in the message types below.
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { normalise } from '../vector.ts'
import type { ModelPack } from './model-pack.ts'
import { callRuntime, type RuntimeGuard } from './runtime-guard.ts'

export type WorkerSetup = Pick<ModelPack, 'manifest' | 'paths'> & {
  /** A text as long as the model's context, so that warming up also proves that the graph takes that length. */
  longestIds: number[]
  guard: RuntimeGuard
}

/** One job: token ids, or the pixels of one picture in the image tower's layout. */
export type InferenceInput = { kind: 'text'; ids: number[] } | { kind: 'image'; pixels: Uint8Array }

/** What a thread is told: a job, or to end when it is idle. */
export type WorkerRequest = InferenceInput | { kind: 'close' }

export type WorkerReply =
  /** Both towers are loaded and have run once. Sent once, first. */
  | { kind: 'ready' }
  /** The pack does not work: what is wrong, in words for the operator. Sent instead of `ready`; the thread then ends. */
  | { kind: 'unusable'; wrong: string; cause: unknown }
  /** The answer to a job: `dims` numbers, as the graph gave them. */
  | { kind: 'output'; output: Float32Array }
  /** The graph failed on a job. */
  | { kind: 'failed'; cause: unknown }

/** What is wrong with the pack, in words that model-pack.ts puts into a MODEL_INVALID error. */
class UnusableModel extends Error {}

/** Between 0, as the event loop has it, and 19; the effect is measured in docs/performance.md. */
const niceness = 10

const sessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  // Explicit, because the defaults take every core in each worker; two workers of one thread beat one of two by 17 %.
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  // The arena keeps the memory of the largest run for ever, and neither brings speed: 19 ms a picture with and without.
  // With both off two workers start at 490 to 520 MB and stay there; with the arena they grew to 535 MB.
  enableCpuMemArena: false,
  enableMemPattern: false,
  // Failures arrive as exceptions; the runtime's own lines on stderr would only double them.
  logSeverityLevel: 4,
}

const { manifest, paths, longestIds, guard } = workerData as WorkerSetup
const { image, text, dims } = manifest

async function openTower(file: string, path: string, inputs: string[], output: string): Promise<InferenceSession> {
  const opened = callRuntime(guard, () => InferenceSession.create(path, sessionOptions))
  const session = await opened.catch((cause) => {
    throw new UnusableModel(`${file} cannot be loaded as an ONNX graph`, { cause })
  })
  const takes = [...session.inputNames].sort().join(', ')
  if (takes !== [...inputs].sort().join(', ')) {
    throw new UnusableModel(`${file} takes the inputs ${takes} where model.json names ${inputs.join(', ')}`)
  }
  if (!session.outputNames.includes(output)) {
    throw new UnusableModel(`${file} has no output ${output}, only ${session.outputNames.join(', ')}`)
  }
  return session
}

function imageFeeds(pixels: Uint8Array): Record<string, Tensor> {
  // 'nhwc-uint8': the graph casts, transposes and scales by itself. A layout of another kind gets its branch here.
  const { size } = image.preprocess
  return { [image.input]: new Tensor('uint8', pixels, [1, size, size, 3]) }
}

function textFeeds(ids: number[]): Record<string, Tensor> {
  const shape = [1, ids.length]
  return {
    [text.inputs.ids]: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
    [text.inputs.mask]: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
  }
}

async function runTower(session: InferenceSession, feeds: Record<string, Tensor>, output: string) {
  const results = await callRuntime(guard, () => session.run(feeds, [output]))
  const tensor = results[output]!
  // Copied, so that the reply owns its buffer and can hand it over, and the runtime's memory goes back at once.
  const vector = Float32Array.from(tensor.data as Float32Array)
  tensor.dispose()
  return vector
}

/** Runs a tower once and checks what comes out: `dims` finite numbers that are not all zero. */
async function warmUp(file: string, run: () => Promise<Float32Array>): Promise<void> {
  const vector = await run().catch((cause) => {
    throw new UnusableModel(`${file} does not run on the input that model.json describes`, { cause })
  })
  if (vector.length !== dims) {
    throw new UnusableModel(`${file} gives ${vector.length} numbers where model.json says ${dims} dims`)
  }
  try {
    normalise(vector)
  } catch (cause) {
    throw new UnusableModel(`${file} gives numbers that are not finite, or only zeros`, { cause })
  }
}

async function openTowers() {
  const imageSession = await openTower(image.file, paths.image, [image.input], image.output)
  const textSession = await openTower(text.file, paths.text, Object.values(text.inputs), text.output)
  const embedImage = (pixels: Uint8Array) => runTower(imageSession, imageFeeds(pixels), image.output)
  const embedText = (ids: number[]) => runTower(textSession, textFeeds(ids), text.output)
  const grey = new Uint8Array(image.preprocess.size ** 2 * 3).fill(127)
  await warmUp(image.file, () => embedImage(grey))
  await warmUp(text.file, () => embedText(longestIds))
  return { embedImage, embedText }
}

function reply(message: WorkerReply, transfer: ArrayBuffer[] = []): void {
  parentPort!.postMessage(message, transfer)
}

// On Linux a priority belongs to the thread that sets it: when all processors are busy, the event loop goes first.
if (process.platform === 'linux') setPriority(niceness)

try {
  const { embedImage, embedText } = await openTowers()
  parentPort!.on('message', async (request: WorkerRequest) => {
    if (request.kind === 'close') return parentPort!.close()
    try {
      const output = request.kind === 'text' ? await embedText(request.ids) : await embedImage(request.pixels)
      reply({ kind: 'output', output }, [output.buffer as ArrayBuffer])
    } catch (cause) {
      reply({ kind: 'failed', cause })
    }
  })
  reply({ kind: 'ready' })
} catch (error) {
  if (!(error instanceof UnusableModel)) throw error
  reply({ kind: 'unusable', wrong: error.message, cause: error.cause })
}
