// A program: optimises the graph at the first argument, lays its weights out for this processor, writes both into the folder of the
// second, and tries what it wrote on an input of the shape of the third. Ends with an exit code of its own or a crash where that cannot be used. graph-cache.ts runs it.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env, InferenceSession, Tensor } from 'onnxruntime-node'
import { optimisedFiles } from './graph-cache.ts'

const options: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  enableCpuMemArena: false,
  enableMemPattern: false,
  logSeverityLevel: 4,
}

/** In bytes. What is smaller stays in the graph, and with it the odd lengths that would leave what follows at an odd place. */
const sharedBytesMin = 256 * 1024

/** The runtime's kernels read laid out weights with instructions that end the process at any other place. */
const alignment = 64

async function write(path: string, folder: string, isLaidOut: boolean): Promise<InferenceSession> {
  return InferenceSession.create(path, {
    ...options,
    optimizedModelFilePath: join(folder, optimisedFiles.graph),
    extra: {
      session: {
        optimized_model_external_initializers_file_name: optimisedFiles.weights,
        optimized_model_external_initializers_min_size_in_bytes: String(sharedBytesMin),
        save_external_prepacked_constant_initializers: isLaidOut ? '1' : '0',
      },
    },
  })
}

/** Each place is written in the graph as `|offset;length;…`. What looks like one by chance only makes it more careful. */
async function isAligned(folder: string): Promise<boolean> {
  const graph = await readFile(join(folder, optimisedFiles.graph), 'latin1')
  return [...graph.matchAll(/\|(\d+);\d+;/g)].every(([, offset]) => Number(offset) % alignment === 0)
}

/** The numbers that a graph gives for inputs of ones; `shape` says the lengths that it leaves open. */
async function run(session: InferenceSession, shape: number[]): Promise<number[]> {
  const feeds: Record<string, Tensor> = {}
  for (const input of session.inputMetadata) {
    if (!input.isTensor) throw new Error(`The input ${input.name} is no tensor.`)
    const dims = input.shape.map((length, axis) => (typeof length === 'number' ? length : shape[axis]!))
    const count = dims.reduce((product, length) => product * length, 1)
    const values = Array.from({ length: count }, () => 1)
    feeds[input.name] =
      input.type === 'int64'
        ? new Tensor('int64', values.map(BigInt), dims)
        : new Tensor(input.type as 'float32', values, dims)
  }
  const results = await session.run(feeds)
  return Object.values(results).flatMap(({ data }) => Array.from(data as ArrayLike<number | bigint>, Number))
}

const differenceMax = 1e-3

const [path, folder, shapeText] = process.argv.slice(2) as [string, string, string]
const shape = JSON.parse(shapeText) as number[]
// Its lines on stderr are warnings of what is wanted here: a graph for this machine alone.
env.logLevel = 'fatal'
let original = await write(path, folder, true)
if (!(await isAligned(folder))) {
  await original.release()
  original = await write(path, folder, false)
}
const expected = await run(original, shape)
await original.release()
const kept = await InferenceSession.create(join(folder, optimisedFiles.graph), {
  ...options,
  graphOptimizationLevel: 'disabled',
})
const given = await run(kept, shape)
if (!given.every((number, i) => Math.abs(number - expected[i]!) <= differenceMax * Math.max(1, Math.abs(number)))) {
  throw new Error('The optimised graph gives other numbers.')
}
