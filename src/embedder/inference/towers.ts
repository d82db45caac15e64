// The two towers of a pack on one thread: sessions opened, inputs made, outputs read, and each run once before it counts.
// inference-worker.ts serves jobs with them; open-session.ts, pixel-tensor.ts and text-output.ts do the parts.
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { normalise } from '../../vector.ts'
import type { ImageTower, ModelManifest, TextTower } from '../pack/model-manifest.ts'
import type { ModelPack, TextPaths } from '../pack/model-pack.ts'
import { type OpenedSession, openSession, UnusableModel } from './open-session.ts'
import { createPixelTensor } from './pixel-tensor.ts'
import { callRuntime, type RuntimeGuard } from './runtime-guard.ts'
import { createTextOutput } from './text-output.ts'

export type TowerSetup = Pick<ModelPack, 'manifest' | 'paths' | 'declared'> & {
  /** Execution providers of the runtime in order of preference; `cpu` stands behind them all. */
  providers: readonly string[]
  /** A text as long as the model's context, so that warming up also proves that the graph takes that length. */
  longestIds: number[]
  /** The greatest id of the tokenizer, which a tower with another vocabulary does not take. */
  highestId: number
  guard: RuntimeGuard
}

export type Towers = {
  /** `dims` numbers as the graph gives them, for the pixels of one picture in the decoder's form. */
  embedImage(pixels: Uint8Array): Promise<Float32Array>
  /** The same for the token ids of one text. */
  embedText(ids: number[]): Promise<Float32Array>
  unavailable: OpenedSession['unavailable']
}

/** Opens and warms both towers, or the image tower alone where texts are embedded elsewhere. Throws UnusableModel. */
export async function openTowers(setup: TowerSetup): Promise<Towers> {
  const { manifest, paths } = setup
  const image = await openImageTower(setup, manifest.image)
  const grey = new Uint8Array(manifest.image.preprocess.size ** 2 * 3).fill(127)
  await warmUp(setup, manifest.image.file, () => image.embed(grey))
  if (paths.text === null) {
    const embedText = () => Promise.reject(new Error('This pack was opened without its text tower.'))
    return { embedImage: image.embed, embedText, unavailable: image.unavailable }
  }
  const text = await openTextTower(setup, manifest, paths.text)
  await warmUp(setup, manifest.text.file, () => text.embed(setup.longestIds))
  await text.embed(setup.longestIds.slice(0, 3).with(1, setup.highestId)).catch((cause) => {
    const { file, tokenizer } = manifest.text
    throw new UnusableModel(`${file} does not know the ids of ${tokenizer.file}, which go up to ${setup.highestId}`, {
      cause,
    })
  })
  // The providers are the same for both; what one tower could not use is told once.
  return { embedImage: image.embed, embedText: text.embed, unavailable: image.unavailable }
}

async function openImageTower({ guard, paths, declared, providers }: TowerSetup, image: ImageTower) {
  const { file, input, output } = image
  const graph = { file, path: paths.image, inputs: [input], output, declared }
  const { session, unavailable } = await openSession(guard, graph, providers)
  const toTensor = createPixelTensor(image)
  const embed = (pixels: Uint8Array) => run(guard, session, { [input]: toTensor(pixels) }, output, (values) => values)
  return { embed, unavailable }
}

async function openTextTower(
  { guard, declared, providers }: TowerSetup,
  { text, dims }: ModelManifest,
  paths: TextPaths,
) {
  const { file, inputs, output } = text
  const graph = { file, path: paths.tower, inputs: inputNames(inputs), output, declared }
  const { session } = await openSession(guard, graph, providers)
  const toIds = createIdTensor(session, file)
  const toVector = await createTextOutput(text, paths.projection, dims).catch((cause: Error) => {
    throw new UnusableModel(cause.message, { cause })
  })
  const embed = (ids: number[]) => {
    const mask = inputs.mask === undefined ? {} : { [inputs.mask]: toIds(ids.map(() => 1)) }
    return run(guard, session, { [inputs.ids]: toIds(ids), ...mask }, output, toVector)
  }
  return { embed }
}

function inputNames({ ids, mask }: TextTower['inputs']): string[] {
  return mask === undefined ? [ids] : [ids, mask]
}

/** Exporters write ids as int64 or as int32: the graph says which. */
function createIdTensor(session: InferenceSession, file: string): (ids: number[]) => Tensor {
  const types = new Set(session.inputMetadata.map((input) => (input.isTensor ? input.type : 'no tensor')))
  const [type] = types
  if (types.size === 1 && type === 'int64') {
    return (ids) => new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length])
  }
  if (types.size === 1 && type === 'int32') return (ids) => new Tensor('int32', Int32Array.from(ids), [1, ids.length])
  throw new UnusableModel(`${file} takes inputs of the type ${[...types].join(' and ')}, not int64 or int32`)
}

type ReadOutput = (values: Float32Array, shape: readonly number[]) => Float32Array

async function run(
  guard: RuntimeGuard,
  session: InferenceSession,
  feeds: Record<string, Tensor>,
  output: string,
  read: ReadOutput,
): Promise<Float32Array> {
  const results = await callRuntime(guard, () => session.run(feeds, [output]))
  const tensor = results[output]!
  if (tensor.type !== 'float32') throw new Error(`The output ${output} is ${tensor.type}, not float32.`)
  // Copied, so that the reply owns its buffer and can hand it over, and the runtime's memory goes back at once.
  const vector = Float32Array.from(read(tensor.data as Float32Array, tensor.dims))
  tensor.dispose()
  return vector
}

/** Runs a tower once and checks what comes out: `dims` finite numbers that are not all zero. */
async function warmUp(setup: TowerSetup, file: string, embed: () => Promise<Float32Array>): Promise<void> {
  const { declared, manifest } = setup
  const vector = await embed().catch((cause) => {
    throw new UnusableModel(`${file} does not run on the input that ${declared} describes`, { cause })
  })
  if (vector.length !== manifest.dims) {
    throw new UnusableModel(`${file} gives ${vector.length} numbers where ${declared} says ${manifest.dims} dims`)
  }
  try {
    normalise(vector)
  } catch (cause) {
    throw new UnusableModel(`${file} gives numbers that are not finite, or only zeros`, { cause })
  }
}
