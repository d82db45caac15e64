// One thread of the limit: a session of the runtime alone, on a tensor that is ready. measure-alone.ts starts it.
import { parentPort, workerData } from 'node:worker_threads'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Pack } from './packs.ts'

export type InferSetup = { path: string; image: Pack['image']; threads: number }
export type InferOrder = { batch: number; windowMs: number } | 'end'
/** Runs, and milliseconds: of all of them and of each. */
export type InferReport = { tookMs: number; runMs: number[] }

const { path, image, threads } = workerData as InferSetup
// The runtime's own defaults, but for the threads: this is what somebody who only wants to infer writes.
const session = await InferenceSession.create(path, { intraOpNumThreads: threads, interOpNumThreads: 1 })
const { size } = image.preprocess

function makeTensor(batch: number): Tensor {
  const length = batch * size * size * 3
  return image.layout === 'nhwc-uint8'
    ? new Tensor('uint8', new Uint8Array(length).fill(127), [batch, size, size, 3])
    : new Tensor('float32', new Float32Array(length).fill(0.3), [batch, 3, size, size])
}

async function run({ batch, windowMs }: Exclude<InferOrder, 'end'>): Promise<InferReport> {
  const feeds = { [image.input]: makeTensor(batch) }
  const runMs: number[] = []
  const startMs = performance.now()
  let lastMs = startMs
  while (lastMs - startMs < windowMs) {
    const results = await session.run(feeds, [image.output])
    results[image.output]!.dispose()
    const nowMs = performance.now()
    runMs.push(nowMs - lastMs)
    lastMs = nowMs
  }
  return { tookMs: lastMs - startMs, runMs }
}

parentPort!.on('message', async (order: InferOrder) => {
  if (order !== 'end') return parentPort!.postMessage(await run(order))
  await session.release()
  parentPort!.close()
})
const [shape] = session.inputMetadata
parentPort!.postMessage({ takesBatches: shape?.isTensor === true && typeof shape.shape[0] === 'string' })
